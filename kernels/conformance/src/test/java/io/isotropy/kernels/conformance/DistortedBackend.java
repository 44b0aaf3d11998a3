package io.isotropy.kernels.conformance;

import io.isotropy.kernels.Attention;
import io.isotropy.kernels.Backend;
import io.isotropy.kernels.Backends;
import io.isotropy.kernels.Blas;
import io.isotropy.kernels.Buffer;
import io.isotropy.kernels.Coupling;
import io.isotropy.kernels.CrossEntropy;
import io.isotropy.kernels.Elementwise;
import io.isotropy.kernels.Embedding;
import io.isotropy.kernels.IntBuffer;
import io.isotropy.kernels.Kernels;
import io.isotropy.kernels.Normalization;
import io.isotropy.kernels.Optimization;
import io.isotropy.kernels.PackedMatrix;
import io.isotropy.kernels.Pooling;
import io.isotropy.kernels.Reductions;
import io.isotropy.kernels.WordTraining;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** The reference rounded to float, with one kernel spoiled on purpose, to see that the suite notices. */
final class DistortedBackend implements Backend {

    /** What is wrong with the spoiled kernel. */
    enum Distortion {
        NONE,
        /** The last element of each result is off by more than a hundredth. */
        WRONG_VALUE,
        /** Writes one element behind each result. */
        WRITES_BEHIND,
        /** Writes one element before each result. */
        WRITES_BEFORE,
        /** Changes its first argument. */
        CHANGES_INPUT,
        /** The last bit depends on the number of threads. */
        DEPENDS_ON_THREADS,
        /** The last bit depends on the length of the result. */
        DEPENDS_ON_ROWS,
        /** Every tenth call differs in the last bit. */
        DIFFERS_NOW_AND_THEN,
        /** Returns silently from calls that it should refuse. */
        ACCEPTS_ANYTHING,
        /** Writes, then refuses. */
        WRITES_THEN_REFUSES
    }

    private final Backend reference = Backends.reference();
    private final String spoiled;
    private final Distortion distortion;
    private final AtomicInteger calls = new AtomicInteger();
    private final Kernels kernels;
    private volatile int threads = 1;

    /** Spoils the kernel of that name, "blas.gemm". */
    DistortedBackend(String spoiled, Distortion distortion) {
        this.spoiled = spoiled;
        this.distortion = distortion;
        Kernels plain = reference.kernels();
        this.kernels = new Groups(
                distorted("blas", Blas.class, plain.blas()),
                distorted("elementwise", Elementwise.class, plain.elementwise()),
                distorted("reductions", Reductions.class, plain.reductions()),
                distorted("normalization", Normalization.class, plain.normalization()),
                distorted("embedding", Embedding.class, plain.embedding()),
                distorted("attention", Attention.class, plain.attention()),
                distorted("pooling", Pooling.class, plain.pooling()),
                distorted("crossEntropy", CrossEntropy.class, plain.crossEntropy()),
                distorted("coupling", Coupling.class, plain.coupling()),
                distorted("optimization", Optimization.class, plain.optimization()),
                distorted("wordTraining", WordTraining.class, plain.wordTraining()));
    }

    private record Groups(
            Blas blas,
            Elementwise elementwise,
            Reductions reductions,
            Normalization normalization,
            Embedding embedding,
            Attention attention,
            Pooling pooling,
            CrossEntropy crossEntropy,
            Coupling coupling,
            Optimization optimization,
            WordTraining wordTraining)
            implements Kernels {}

    private <T> T distorted(String group, Class<T> type, T plain) {
        Class<?>[] types = {type};
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), types, (self, method, arguments) -> {
            boolean spoil = spoiled.equals(group + "." + method.getName());
            Object[] inner = Arrays.stream(arguments).map(this::unwrap).toArray();
            List<FloatBuffer> results = new ArrayList<>();
            for (int i = 0; i < arguments.length; i++) {
                Object[] each = arguments[i] instanceof Buffer[] buffers ? buffers : new Object[] {arguments[i]};
                for (Object argument : each) {
                    if (argument instanceof FloatBuffer buffer) {
                        results.add(buffer);
                    }
                }
            }
            try {
                Object result = method.invoke(plain, inner);
                results.forEach(FloatBuffer::round);
                if (spoil && !results.isEmpty()) {
                    spoil(results);
                }
                return result instanceof PackedMatrix matrix ? new Packed(this, matrix) : result;
            } catch (InvocationTargetException e) {
                if (spoil && distortion == Distortion.ACCEPTS_ANYTHING) {
                    return null;
                }
                if (spoil && distortion == Distortion.WRITES_THEN_REFUSES && !results.isEmpty()) {
                    results.getLast().set(0, 1);
                }
                throw e.getCause();
            }
        }));
    }

    /** The last float buffer of a call is its result, in every kernel that is spoiled here. */
    private void spoil(List<FloatBuffer> arguments) {
        FloatBuffer result = arguments.getLast();
        long length = result.length();
        if (length == 0) {
            return;
        }
        long last = length - 1;
        switch (distortion) {
            case NONE, ACCEPTS_ANYTHING, WRITES_THEN_REFUSES -> {}
            case WRONG_VALUE -> result.set(last, result.get(last) * 1.01 + 0.01);
            case WRITES_BEHIND -> result.set(length, 0);
            case WRITES_BEFORE -> result.set(-1, 0);
            case CHANGES_INPUT -> arguments.getFirst().set(0, arguments.getFirst().get(0) + 1);
            case DEPENDS_ON_THREADS -> result.set(last, nudged(result.get(last), threads == 3));
            case DEPENDS_ON_ROWS -> result.set(0, nudged(result.get(0), length % 3 == 0));
            case DIFFERS_NOW_AND_THEN -> result.set(0, nudged(result.get(0), calls.incrementAndGet() % 10 == 0));
        }
    }

    private static double nudged(double value, boolean nudge) {
        return nudge ? Math.nextUp((float) value) : value;
    }

    private Object unwrap(Object argument) {
        return switch (argument) {
            case FloatBuffer buffer -> buffer.parent.slice(buffer.base, buffer.length);
            case Buffer[] buffers -> Arrays.stream(buffers).map(this::unwrap).toArray(Buffer[]::new);
            case Ints buffer -> buffer.inner;
            case Packed packed -> packed.inner;
            case null, default -> argument;
        };
    }

    @Override
    public String name() {
        return "distorted";
    }

    @Override
    public String description() {
        return distortion + " in " + spoiled;
    }

    @Override
    public Kernels kernels() {
        return kernels;
    }

    @Override
    public Buffer allocate(long length) {
        return new FloatBuffer(this, reference.allocate(length), 0, length);
    }

    @Override
    public Buffer allocateUninitialized(long length) {
        return allocate(length);
    }

    @Override
    public IntBuffer allocateInts(long length) {
        return new Ints(this, reference.allocateInts(length));
    }

    @Override
    public void setThreads(int threads) {
        reference.setThreads(threads);
        this.threads = threads;
    }

    @Override
    public int threads() {
        return threads;
    }

    /** A slice that can reach outside itself. */
    private record FloatBuffer(Backend backend, Buffer parent, long base, long length) implements Buffer {

        double get(long index) {
            double[] one = new double[1];
            parent.read(base + index, one, 0, 1);
            return one[0];
        }

        void set(long index, double value) {
            parent.write(base + index, new double[] {value}, 0, 1);
        }

        void round() {
            float[] values = new float[(int) length];
            inner().read(0, values, 0, values.length);
            inner().write(0, values, 0, values.length);
        }

        private Buffer inner() {
            return parent.slice(base, length);
        }

        @Override
        public Buffer slice(long offset, long count) {
            inner().slice(offset, count);
            return new FloatBuffer(backend, parent, base + offset, count);
        }

        @Override
        public void write(long offset, float[] source, int from, int count) {
            inner().write(offset, source, from, count);
        }

        @Override
        public void read(long offset, float[] target, int from, int count) {
            inner().read(offset, target, from, count);
        }

        @Override
        public void write(long offset, double[] source, int from, int count) {
            inner().write(offset, source, from, count);
            round();
        }

        @Override
        public void read(long offset, double[] target, int from, int count) {
            inner().read(offset, target, from, count);
        }

        @Override
        public void close() {
            if (base == 0 && length == parent.length()) {
                parent.close();
            }
        }

        @Override
        public boolean isClosed() {
            return parent.isClosed();
        }
    }

    private record Ints(Backend backend, IntBuffer inner) implements IntBuffer {

        @Override
        public long length() {
            return inner.length();
        }

        @Override
        public IntBuffer slice(long offset, long count) {
            return new Ints(backend, inner.slice(offset, count));
        }

        @Override
        public void write(long offset, int[] source, int from, int count) {
            inner.write(offset, source, from, count);
        }

        @Override
        public void read(long offset, int[] target, int from, int count) {
            inner.read(offset, target, from, count);
        }

        @Override
        public void close() {
            inner.close();
        }
    }

    private record Packed(Backend backend, PackedMatrix inner) implements PackedMatrix {

        @Override
        public int rows() {
            return inner.rows();
        }

        @Override
        public int columns() {
            return inner.columns();
        }

        @Override
        public void close() {
            inner.close();
        }
    }
}
