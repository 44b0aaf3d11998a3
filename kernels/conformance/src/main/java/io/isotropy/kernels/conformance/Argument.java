package io.isotropy.kernels.conformance;

import io.isotropy.kernels.Requirements;
import java.util.Arrays;

/**
 * One buffer argument of a {@link Case}: its name, what the kernel may do with it, and what it holds before the call.
 */
sealed interface Argument {

    /**
     * What surrounds every output and fills the gaps between the rows of one whose leading dimension exceeds its
     * columns.
     */
    float SENTINEL = 7654321f;

    /** What surrounds integer buffers: neither an index nor an offset. */
    int INT_SENTINEL = -123456789;

    String name();

    boolean written();

    /** Whether a buffer one element shorter is still legal. */
    boolean elastic();

    int length();

    record Floats(String name, boolean written, boolean elastic, float[] content) implements Argument {
        @Override
        public int length() {
            return content.length;
        }

        /** Whether element {@code i} must stay as it is although the buffer is written. */
        boolean gap(int i) {
            return content[i] == SENTINEL;
        }
    }

    record Ints(String name, boolean written, int[] content) implements Argument {
        @Override
        public boolean elastic() {
            return false;
        }

        @Override
        public int length() {
            return content.length;
        }
    }

    static Floats in(String name, float[] content) {
        return new Floats(name, false, false, content);
    }

    /** An input whose length says something itself, as the number of rows of a table. */
    static Floats elastic(String name, float[] content) {
        return new Floats(name, false, true, content);
    }

    static Floats inOut(String name, float[] content) {
        return new Floats(name, true, false, content);
    }

    /** An output, full of NaN, which shows whatever is read or not written. */
    static Floats out(String name, int length) {
        float[] content = new float[length];
        Arrays.fill(content, Float.NaN);
        return new Floats(name, true, false, content);
    }

    /** An output matrix, full of NaN, with sentinels between the rows. */
    static Floats out(String name, int rows, int columns, int leading) {
        float[] content = new float[(int) Requirements.extent(rows, columns, leading)];
        for (int i = 0; i < content.length; i++) {
            content[i] = i % leading < columns ? Float.NaN : SENTINEL;
        }
        return new Floats(name, true, false, content);
    }

    static Ints ints(String name, int... content) {
        return new Ints(name, false, content);
    }

    static Ints outInts(String name, int length) {
        int[] content = new int[length];
        Arrays.fill(content, -1);
        return new Ints(name, true, content);
    }
}
