package io.isotropy.tensor.linalg;

/**
 * Plane rotations of rows, which are kept until there are many and then done strip of columns after strip, so that a strip stays in the cache for
 * all of them.
 */
final class Rotations {

    private static final int CAPACITY = 1 << 14;
    private static final int STRIP = 256;

    private final double[][] rows;
    private final int cols;
    private final int[] firsts = new int[CAPACITY];
    private final int[] seconds = new int[CAPACITY];
    private final double[] cosines = new double[CAPACITY];
    private final double[] sines = new double[CAPACITY];
    private int count;

    /** Of the rows of an identity. */
    Rotations(int size) {
        rows = new double[size][size];
        cols = size;
        for (int i = 0; i < size; i++) {
            rows[i][i] = 1;
        }
    }

    /** Rows (i, j) become (c·i − s·j, s·i + c·j). */
    void add(int i, int j, double c, double s) {
        if (count == CAPACITY) {
            run();
        }
        firsts[count] = i;
        seconds[count] = j;
        cosines[count] = c;
        sines[count++] = s;
    }

    /** The rows with all rotations done. */
    double[][] rows() {
        run();
        return rows;
    }

    private void run() {
        for (int from = 0; from < cols; from += STRIP) {
            int to = Math.min(from + STRIP, cols);
            for (int r = 0; r < count; r++) {
                RowLoops.rotate(rows[firsts[r]], rows[seconds[r]], cosines[r], sines[r], from, to);
            }
        }
        count = 0;
    }
}
