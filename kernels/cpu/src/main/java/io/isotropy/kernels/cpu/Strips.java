package io.isotropy.kernels.cpu;

/**
 * Rows of a matrix A as {@link MicroKernel} reads them: for each tile of rows a strip, in which the tile's elements of one k stand side by side,
 * A[r, k] at {@link MicroKernel#rows}·k + r. A tile of fewer rows leaves the rest of its strip as it was.
 */
final class Strips {

    private static final MicroKernel KERNEL = MicroKernel.CURRENT;
    private static final int ROWS = KERNEL.rows();

    /** Elements behind the last strip that packing may write. */
    static final int ROOM = 16;

    /** Steps of k at a time, so that their part of a strip stays in the first-level cache until all rows have been there. */
    private static final int STEPS = 128;

    private Strips() {}

    /** The number of strips, and of tiles, of {@code rows} rows. */
    static int count(int rows) {
        return (rows + ROWS - 1) / ROWS;
    }

    /** The length of an array for {@code rows} rows. */
    static int length(int rows, int depth) {
        return Math.addExact(Math.multiplyExact(count(rows) * ROWS, depth), ROOM);
    }

    /**
     * Copies rows of A, stored (rows, depth), or (depth, rows) if {@code transposed}, strip behind strip.
     *
     * @param ao the place of A[0, 0]
     * @param lda the distance between stored rows
     */
    static void fill(boolean transposed, float[] a, int ao, int lda, int rows, int depth, float[] strips) {
        if (transposed) {
            fillTransposed(a, ao, lda, rows, depth, strips);
            return;
        }
        int strip = 0;
        for (int r = 0; r < rows; ) {
            int tile = KERNEL.tile(rows - r);
            KERNEL.turnStrip(a, ao + r * lda, lda, tile, depth, strips, strip);
            r += tile;
            strip += ROWS * depth;
        }
    }

    private static void fillTransposed(float[] a, int ao, int lda, int rows, int depth, float[] strips) {
        int whole = 0;
        while (rows - ROWS * whole >= ROWS && KERNEL.tile(rows - ROWS * whole) == ROWS) {
            whole++;
        }
        KERNEL.fillStrips(a, ao, lda, whole, depth, strips);
        int strip = ROWS * whole * depth;
        for (int r = ROWS * whole; r < rows; ) {
            int tile = KERNEL.tile(rows - r);
            for (int k = 0; k < depth; k++) {
                copy(a, ao + k * lda + r, strips, strip + ROWS * k, tile);
            }
            r += tile;
            strip += ROWS * depth;
        }
    }

    /** {@link MicroKernel#fillStrips} without vectors. */
    static void copyRows(float[] a, int ao, int lda, int strips, int depth, float[] to) {
        for (int k = 0; k < depth; k++) {
            for (int s = 0; s < strips; s++) {
                copy(a, ao + lda * k + ROWS * s, to, ROWS * (depth * s + k), ROWS);
            }
        }
    }

    private static void copy(float[] from, int at, float[] to, int offset, int count) {
        for (int i = 0; i < count; i++) {
            to[offset + i] = from[at + i];
        }
    }

    /** {@link MicroKernel#turnStrip} without vectors. */
    static void turn(float[] a, int ao, int lda, int rows, int depth, float[] to, int offset) {
        for (int k = 0; k < depth; k += STEPS) {
            spread(a, ao + k, lda, rows, to, offset + ROWS * k, Math.min(STEPS, depth - k));
        }
    }

    /** Rows in pairs: half as many passes over the strip. */
    private static void spread(float[] from, int at, int lda, int rows, float[] to, int offset, int count) {
        for (int r = 0; r + 1 < rows; r += 2) {
            spread(from, at + r * lda, at + (r + 1) * lda, to, offset + r, count);
        }
        if (rows % 2 == 1) {
            spread(from, at + (rows - 1) * lda, to, offset + rows - 1, count);
        }
    }

    private static void spread(float[] from, int first, int second, float[] to, int offset, int count) {
        for (int k = 0; k < count; k++) {
            to[offset + ROWS * k] = from[first + k];
            to[offset + ROWS * k + 1] = from[second + k];
        }
    }

    private static void spread(float[] from, int at, float[] to, int offset, int count) {
        for (int k = 0; k < count; k++) {
            to[offset + ROWS * k] = from[at + k];
        }
    }
}
