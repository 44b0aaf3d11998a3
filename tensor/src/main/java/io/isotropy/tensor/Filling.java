package io.isotropy.tensor;

import static io.isotropy.tensor.Shape.require;

import io.isotropy.kernels.Backend;
import io.isotropy.kernels.Buffer;

/** Tensors whose elements the host computes, in chunks. */
final class Filling {

    private static final int CHUNK = 1 << 16;

    private Filling() {}

    static Tensor arange(Backend backend, float start, float end, float step) {
        require(step != 0 && Float.isFinite(start) && Float.isFinite(end) && Float.isFinite(step),
                "arange", "bounds must be finite, the step not 0", "start", start, "end", end, "step", step);
        double count = Math.max(0, Math.ceil(((double) end - start) / step));
        require(count <= Integer.MAX_VALUE, "arange", "the result is too long", "size", count);
        return fill(backend, Shape.of((int) count), (from, chunk, length) -> {
            for (int i = 0; i < length; i++) {
                chunk[i] = (float) (start + (double) step * (from + i));
            }
        });
    }

    static Tensor linspace(Backend backend, float start, float end, int count) {
        double step = count < 2 ? 0 : ((double) end - start) / (count - 1);
        return fill(backend, Shape.of(count), (from, chunk, length) -> {
            for (int i = 0; i < length; i++) {
                boolean last = count > 1 && from + i == count - 1;
                chunk[i] = last ? end : (float) (start + step * (from + i));
            }
        });
    }

    static Tensor eye(Backend backend, int n) {
        Tensor tensor = Tensor.zeros(backend, Shape.of(n, n));
        if (n > 0) {
            // The diagonal, a view with a step of n + 1.
            tensor.flatten().slice(0, 0, n * n, n + 1).fill(1);
        }
        return tensor;
    }

    static Tensor uniform(Backend backend, Shape shape, Philox random, float low, float high) {
        return fill(backend, shape, (from, chunk, length) -> {
            random.uniform(from, chunk, 0, length);
            for (int i = 0; i < length; i++) {
                chunk[i] = low + (high - low) * chunk[i];
            }
        });
    }

    static Tensor normal(Backend backend, Shape shape, Philox random, float mean, float deviation) {
        return fill(backend, shape, (from, chunk, length) -> {
            random.normal(from, chunk, 0, length);
            for (int i = 0; i < length; i++) {
                chunk[i] = mean + deviation * chunk[i];
            }
        });
    }

    /** There is no kernel that chooses, so the host does; in double, which keeps what the reference stores. */
    static Tensor where(Tensor condition, Tensor yes, Tensor no) {
        require(condition.backend() == yes.backend() && yes.backend() == no.backend(), "where",
                "all must be on one backend",
                "condition", condition.backend().name(), "yes", yes.backend().name(), "no", no.backend().name());
        Shape shape = Shape.broadcast("where", condition.shape(), Shape.broadcast("where", yes.shape(), no.shape()));
        Tensor result = condition.like(shape);
        try (Scope _ = Scope.open()) {
            Buffer chosen = condition.expandTo("where", shape).contiguous().region();
            Buffer first = yes.expandTo("where", shape).contiguous().region();
            Buffer second = no.expandTo("where", shape).contiguous().region();
            int size = shape.size();
            double[] c = new double[Math.min(CHUNK, size)];
            double[] a = new double[c.length];
            double[] b = new double[c.length];
            for (int from = 0; from < size; from += Math.min(CHUNK, size - from)) {
                int length = Math.min(CHUNK, size - from);
                chosen.read(from, c, 0, length);
                first.read(from, a, 0, length);
                second.read(from, b, 0, length);
                for (int i = 0; i < length; i++) {
                    b[i] = c[i] != 0 ? a[i] : b[i];
                }
                result.region().write(from, b, 0, length);
            }
        }
        return result;
    }

    /** Sets chunk[0…length) to elements from…from+length−1. */
    private interface Filler {
        void fill(int from, float[] chunk, int length);
    }

    private static Tensor fill(Backend backend, Shape shape, Filler filler) {
        Tensor tensor = Tensor.uninitialized(backend, shape);
        Buffer buffer = tensor.region();
        int size = shape.size();
        float[] chunk = new float[Math.min(CHUNK, size)];
        for (int from = 0; from < size; from += Math.min(CHUNK, size - from)) {
            int length = Math.min(CHUNK, size - from);
            filler.fill(from, chunk, length);
            buffer.write(from, chunk, 0, length);
        }
        return tensor;
    }
}
