package io.isotropy.benchmarks.peers;

import io.isotropy.benchmarks.GemmShape;
import io.isotropy.kernels.Activation;
import io.isotropy.kernels.Backend;
import io.isotropy.kernels.Blas;
import io.isotropy.kernels.Buffer;
import io.isotropy.kernels.PackedMatrix;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Random;
import java.util.function.Supplier;

/** One product on the same random numbers for every library. */
final class GemmProblem {

    private final GemmShape shape;
    private final float[] a;
    private final float[] b;

    GemmProblem(GemmShape shape) {
        this.shape = shape;
        Random random = new Random(42);
        this.a = numbers(random, shape.m() * shape.k());
        this.b = numbers(random, shape.k() * shape.n());
    }

    /** One product by a native library, and its result. */
    Product nativeProduct(Cblas blas, Arena arena) {
        MemorySegment left = arena.allocateFrom(ValueLayout.JAVA_FLOAT, a);
        MemorySegment right = arena.allocateFrom(ValueLayout.JAVA_FLOAT, b);
        MemorySegment result = arena.allocate(ValueLayout.JAVA_FLOAT, (long) shape.m() * shape.n());
        return new Product(
                () -> blas.gemm(shape.m(), shape.n(), shape.k(), left, right, result),
                () -> result.toArray(ValueLayout.JAVA_FLOAT));
    }

    /** One product by {@link Blas#gemm}. */
    Product product(Backend backend) {
        Buffer left = buffer(backend, a);
        Buffer right = buffer(backend, b);
        Buffer result = backend.allocate((long) shape.m() * shape.n());
        Blas blas = backend.kernels().blas();
        return new Product(
                () -> blas.gemm(
                        false, false, shape.m(), shape.n(), shape.k(), 1, left, shape.k(), right, shape.n(), 0, result,
                        shape.n()),
                () -> floats(result));
    }

    /** One product by {@link Blas#linear} on a matrix packed before, as the layers of a model do. */
    Product packedProduct(Backend backend) {
        Buffer left = buffer(backend, a);
        Buffer result = backend.allocate((long) shape.m() * shape.n());
        Blas blas = backend.kernels().blas();
        PackedMatrix right = blas.pack(false, shape.n(), shape.k(), buffer(backend, b), shape.n());
        return new Product(
                () -> blas.linear(
                        shape.m(), left, shape.k(), right, null, Activation.NONE, result, shape.n()),
                () -> floats(result));
    }

    /** What can be timed, and the proof that it computed the product. */
    record Product(Runnable call, Supplier<float[]> result) {

        /** The largest difference from another's result. */
        double distance(Product other) {
            float[] mine = result.get();
            float[] theirs = other.result.get();
            double distance = 0;
            for (int i = 0; i < mine.length; i++) {
                distance = Math.max(distance, Math.abs((double) mine[i] - theirs[i]));
            }
            return distance;
        }
    }

    private static float[] floats(Buffer buffer) {
        float[] values = new float[Math.toIntExact(buffer.length())];
        buffer.read(0, values, 0, values.length);
        return values;
    }

    private static Buffer buffer(Backend backend, float[] values) {
        Buffer buffer = backend.allocate(values.length);
        buffer.write(0, values, 0, values.length);
        return buffer;
    }

    private static float[] numbers(Random random, int count) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = random.nextFloat() - 0.5f;
        }
        return values;
    }
}
