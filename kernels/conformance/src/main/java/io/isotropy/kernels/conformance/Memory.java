package io.isotropy.kernels.conformance;

import io.isotropy.kernels.Backend;
import io.isotropy.kernels.Buffer;
import io.isotropy.kernels.IntBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/** What buffers promise: zeros when new although memory is recycled, views that share, ranges that are checked. */
final class Memory {

    private Memory() {}

    static Map<String, Consumer<Backend>> all() {
        Map<String, Consumer<Backend>> checks = new TreeMap<>();
        checks.put("a new buffer is zero, recycled memory too", Memory::zeros);
        checks.put("what is written is read", Memory::roundTrip);
        checks.put("a slice shares memory", Memory::slices);
        checks.put("ranges are checked", Memory::ranges);
        checks.put("a closed buffer is refused", Memory::closed);
        checks.put("integers", Memory::integers);
        checks.put("threads", Memory::threads);
        return checks;
    }

    private static void zeros(Backend backend) {
        for (int length : new int[] {0, 1, 17, 1000, 70_001}) {
            for (int i = 0; i < 3; i++) {
                Buffer dirty = backend.allocateUninitialized(length);
                backend.kernels().elementwise().fill(Float.NaN, dirty, length);
                dirty.close();
                try (Buffer fresh = backend.allocate(length)) {
                    boolean zero = Arrays.equals(read(fresh), new double[length]);
                    require(zero, "a new buffer of " + length + " is not zero");
                }
                try (IntBuffer ints = backend.allocateInts(length)) {
                    int[] values = new int[length];
                    Arrays.fill(values, 7);
                    ints.write(0, values, 0, length);
                }
                try (IntBuffer ints = backend.allocateInts(length)) {
                    int[] values = new int[length];
                    ints.read(0, values, 0, length);
                    require(Arrays.equals(values, new int[length]), "a new int buffer of " + length + " is not zero");
                }
            }
        }
    }

    private static void roundTrip(Backend backend) {
        float[] source = Samples.specials();
        try (Buffer buffer = backend.allocate(source.length + 2)) {
            buffer.write(1, source, 0, source.length);
            float[] target = new float[source.length + 1];
            buffer.read(2, target, 1, source.length - 1);
            for (int i = 1; i < source.length; i++) {
                require(Float.compare(target[i], source[i]) == 0, "wrote " + source[i] + ", read " + target[i]);
            }
            double[] doubles = {Math.PI, -0.0, 1e300, Double.NaN};
            buffer.write(0, doubles, 1, 3);
            double[] back = new double[3];
            buffer.read(0, back, 0, 3);
            for (int i = 0; i < 3; i++) {
                boolean same = Float.compare((float) back[i], (float) doubles[i + 1]) == 0;
                require(same, "wrote " + doubles[i + 1] + ", read " + back[i]);
            }
            require(buffer.backend() == backend, "a buffer does not know its backend");
            require(buffer.length() == source.length + 2, "a buffer says its length is " + buffer.length());
        }
    }

    private static void slices(Backend backend) {
        try (Buffer buffer = backend.allocate(20)) {
            Buffer slice = buffer.slice(5, 10).slice(2, 8);
            require(slice.length() == 8, "a slice of 8 says its length is " + slice.length());
            require(slice.backend() == backend, "a slice does not know its backend");
            slice.write(7, new float[] {3}, 0, 1);
            buffer.write(7, new float[] {4}, 0, 1);
            slice.close();
            double[] want = new double[20];
            want[14] = 3;
            want[7] = 4;
            String shared = Arrays.toString(read(buffer));
            require(Arrays.equals(read(buffer), want), "a slice does not share memory: " + shared);
            require(read(slice)[0] == 4, "closing a slice must do nothing");
            require(buffer.slice(20, 0).length() == 0, "an empty slice at the end");
        }
    }

    private static void ranges(Backend backend) {
        try (Buffer buffer = backend.allocate(20)) {
            Buffer slice = buffer.slice(5, 10);
            float[] four = new float[4];
            double[] wide = new double[4];
            throwsOn(IndexOutOfBoundsException.class, "slice", () -> slice.slice(0, 11));
            throwsOn(IndexOutOfBoundsException.class, "slice", () -> slice.slice(-1, 2));
            throwsOn(IndexOutOfBoundsException.class, "slice", () -> slice.slice(5, -1));
            throwsOn(IndexOutOfBoundsException.class, "slice", () -> slice.slice(1, Long.MAX_VALUE));
            throwsOn(IndexOutOfBoundsException.class, "write", () -> slice.write(7, four, 0, 4));
            throwsOn(IndexOutOfBoundsException.class, "write", () -> slice.write(0, four, 1, 4));
            throwsOn(IndexOutOfBoundsException.class, "write", () -> slice.write(-1, four, 0, 1));
            throwsOn(IndexOutOfBoundsException.class, "write", () -> slice.write(7, wide, 0, 4));
            throwsOn(IndexOutOfBoundsException.class, "read", () -> slice.read(7, four, 0, 4));
            throwsOn(IndexOutOfBoundsException.class, "read", () -> slice.read(0, four, -1, 2));
            throwsOn(IndexOutOfBoundsException.class, "read", () -> slice.read(7, wide, 0, 4));
            throwsOn(IndexOutOfBoundsException.class, "read", () -> slice.read(1L << 32, wide, 0, 1));
            require(Arrays.equals(read(buffer), new double[20]), "a refused write has written");
        }
        throwsOn(IllegalArgumentException.class, "allocate", () -> backend.allocate(-1));
        throwsOn(IllegalArgumentException.class, "allocate", () -> backend.allocateUninitialized(-1));
        throwsOn(IllegalArgumentException.class, "allocate", () -> backend.allocateInts(Long.MIN_VALUE));
    }

    /** As long as what the cpu recycles, and shorter. */
    private static void closed(Backend backend) {
        for (int length : new int[] {8, 2048}) {
            Buffer buffer = backend.allocate(length);
            Buffer slice = buffer.slice(1, 5).slice(1, 2);
            require(!buffer.isClosed() && !slice.isClosed(), "an open buffer says that it is closed");
            slice.close();
            require(!buffer.isClosed() && !slice.isClosed(), "closing a slice must do nothing");
            buffer.close();
            buffer.close();
            for (Buffer one : List.of(buffer, slice)) {
                require(one.isClosed(), "a closed buffer says that it is open");
                throwsOn(IllegalStateException.class, "slice", () -> one.slice(0, 1));
                throwsOn(IllegalStateException.class, "write", () -> one.write(0, new float[1], 0, 1));
                throwsOn(IllegalStateException.class, "write", () -> one.write(0, new double[1], 0, 1));
                throwsOn(IllegalStateException.class, "read", () -> one.read(0, new float[1], 0, 1));
                throwsOn(IllegalStateException.class, "read", () -> one.read(0, new double[1], 0, 1));
                throwsOn(IllegalStateException.class, "fill", () -> backend.kernels().elementwise().fill(1, one, 1));
            }
        }
    }

    private static void integers(Backend backend) {
        try (IntBuffer buffer = backend.allocateInts(9)) {
            int[] source = {Integer.MIN_VALUE, -1, 16_777_217, Integer.MAX_VALUE};
            IntBuffer slice = buffer.slice(2, 5);
            slice.write(1, source, 1, 3);
            int[] target = new int[9];
            buffer.read(0, target, 0, 9);
            int[] want = {0, 0, 0, -1, 16_777_217, Integer.MAX_VALUE, 0, 0, 0};
            require(Arrays.equals(target, want), "integers read as " + Arrays.toString(target));
            require(slice.length() == 5, "a slice of 5 says its length is " + slice.length());
            require(slice.backend() == backend, "a slice does not know its backend");
            throwsOn(IndexOutOfBoundsException.class, "slice", () -> slice.slice(1, 5));
            throwsOn(IndexOutOfBoundsException.class, "write", () -> slice.write(2, source, 0, 4));
            throwsOn(IndexOutOfBoundsException.class, "read", () -> slice.read(0, target, 5, 5));
        }
    }

    private static void threads(Backend backend) {
        int before = backend.threads();
        throwsOn(IllegalArgumentException.class, "setThreads", () -> backend.setThreads(0));
        throwsOn(IllegalArgumentException.class, "setThreads", () -> backend.setThreads(-3));
        require(backend.threads() == before, "a refused number of threads was taken");
        backend.setThreads(1);
        require(backend.threads() == 1, "one thread was asked for, there are " + backend.threads());
        backend.setThreads(before);
    }

    private static double[] read(Buffer buffer) {
        double[] values = new double[(int) buffer.length()];
        buffer.read(0, values, 0, values.length);
        return values;
    }

    private static void throwsOn(Class<? extends RuntimeException> expected, String what, Runnable action) {
        try {
            action.run();
        } catch (RuntimeException e) {
            require(expected.isInstance(e), what + " must throw " + expected.getSimpleName() + " but threw " + e);
            return;
        }
        throw new AssertionError(what + " must throw " + expected.getSimpleName() + " but did not");
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new AssertionError(otherwise);
        }
    }
}
