package io.isotropy.kernels.cpu;

import io.isotropy.kernels.PackedMatrix;

/**
 * A matrix op(B), (k, n), as the panels that {@link MicroKernel} reads. Columns beyond n are zeros.
 *
 * @param arrays the panels' arrays, panel by panel: a stripe each, or a row each
 */
record Panels(CpuBackend backend, int rows, int columns, float[][] arrays) implements PackedMatrix {

    private static final MicroKernel KERNEL = MicroKernel.CURRENT;
    private static final int COLUMNS = KERNEL.columns();
    private static final int STRIPE = KERNEL.stripe();

    /** Whether a stripe is one array, and not an array for each row. */
    private static final boolean WHOLE_STRIPES = KERNEL.arrayOf(1, 0) == 0;

    /** Panels that are filled side by side, so that rows of B are read in long runs. */
    private static final int PANELS_AT_ONCE = 8;

    /** Rows of them: what is left of a cache line by one panel is read for the next. */
    private static final int ROWS_AT_ONCE = 32;

    static int count(int n) {
        return (n + COLUMNS - 1) / COLUMNS;
    }

    static Panels allocate(CpuBackend backend, int k, int n) {
        return new Panels(backend, k, n, new float[count(n) * KERNEL.arraysPerPanel(k)][]);
    }

    /** As {@link #allocate}, in recycled arrays whose columns beyond n hold anything: the products there are never stored. */
    static Panels obtain(CpuBackend backend, int k, int n) {
        Panels panels = allocate(backend, k, n);
        for (int i = 0; i < panels.arrays.length; i++) {
            panels.arrays[i] = backend.recycler().obtain(KERNEL.arrayLength(k));
        }
        return panels;
    }

    void recycle() {
        for (float[] array : arrays) {
            backend.recycler().recycle(array);
        }
    }

    /** The index of a panel's first array. */
    int first(int panel) {
        return panel * KERNEL.arraysPerPanel(rows);
    }

    /** Fills panels from … to−1 from B, stored (k, n), or (n, k) if {@code transposed}, times {@code scale}. */
    void fill(boolean transposed, float scale, float[] b, int bo, int ldb, int from, int to) {
        for (int i = first(from); i < first(to); i++) {
            if (arrays[i] == null) {
                arrays[i] = new float[KERNEL.arrayLength(rows)];
            }
        }
        for (int panel = from; panel < to; ) {
            if (!transposed) {
                int last = Math.min(to, panel + PANELS_AT_ONCE);
                fill(panel, last, scale, b, bo, ldb);
                panel = last;
            } else {
                for (int column = panel * COLUMNS; column < Math.min(columns, (panel + 1) * COLUMNS); column += STRIPE) {
                    fillTransposed(panel, column, scale, b, bo + column * ldb, ldb);
                }
                panel++;
            }
        }
    }

    private float[] array(int panel, int k, int stripe) {
        return arrays[first(panel) + KERNEL.arrayOf(k, stripe)];
    }

    private void fill(int from, int to, float scale, float[] b, int bo, int ldb) {
        int block = WHOLE_STRIPES ? ROWS_AT_ONCE : 1;
        int end = Math.min(columns, to * COLUMNS);
        for (int k = 0; k < rows; k += block) {
            int count = Math.min(block, rows - k);
            int at = KERNEL.offsetOf(k);
            for (int column = from * COLUMNS; column < end; column += STRIPE) {
                int width = Math.min(STRIPE, columns - column);
                float[] array = array(column / COLUMNS, k, column % COLUMNS / STRIPE);
                int source = bo + k * ldb + column;
                if (scale == 1f && width == STRIPE) {
                    KERNEL.fillStripe(b, source, ldb, count, array, at);
                } else {
                    for (int j = 0; j < count; j++) {
                        Loops.current().affine(scale, -0f, b, source + j * ldb, array, at + STRIPE * j, width);
                    }
                }
            }
        }
    }

    /** {@link MicroKernel#fillStripe} without vectors. */
    static void copyRows(float[] b, int bo, int ldb, int count, float[] to, int offset) {
        for (int j = 0; j < count; j++) {
            System.arraycopy(b, bo + ldb * j, to, offset + STRIPE * j, STRIPE);
        }
    }

    /** Fills the stripe that begins with a column of B, stored as a row at {@code bo}. */
    private void fillTransposed(int panel, int column, float scale, float[] b, int bo, int ldb) {
        int width = Math.min(STRIPE, columns - column);
        int stripe = column % COLUMNS / STRIPE;
        if (WHOLE_STRIPES) {
            float[] array = array(panel, 0, stripe);
            if (scale == 1f && width == STRIPE) {
                KERNEL.turnStripe(b, bo, ldb, rows, array);
            } else {
                turn(scale, b, bo, ldb, width, rows, array, 0);
            }
            return;
        }
        for (int k = 0; k < rows; k++) {
            float[] array = array(panel, k, stripe);
            int at = KERNEL.offsetOf(k);
            for (int c = 0; c < width; c++) {
                array[at + c] = b[bo + c * ldb + k] * scale;
            }
        }
    }

    /** {@link MicroKernel#turnStripe} without vectors. */
    static void turn(float[] b, int bo, int ldb, int count, float[] to, int offset) {
        turn(1f, b, bo, ldb, STRIPE, count, to, offset);
    }

    /** Reads each stored row of B once, in order, and writes it down a column of the stripe: blocks of k keep the stripe in cache. */
    private static void turn(float scale, float[] b, int bo, int ldb, int width, int rows, float[] to, int offset) {
        int block = 128;
        for (int start = 0; start < rows; start += block) {
            int end = Math.min(rows, start + block);
            int at = bo + start;
            int target = offset + start * STRIPE;
            for (int c = 0; c + 1 < width; c += 2) {
                spread(scale, b, at + c * ldb, at + (c + 1) * ldb, to, target + c, end - start);
            }
            if (width % 2 == 1) {
                spread(scale, b, at + (width - 1) * ldb, to, target + width - 1, end - start);
            }
        }
    }

    /** Two columns in one pass. The stride is a constant: with a variable the JIT checks every index. */
    private static void spread(float scale, float[] from, int first, int second, float[] to, int offset, int count) {
        for (int k = 0; k < count; k++) {
            to[offset + STRIPE * k] = from[first + k] * scale;
            to[offset + STRIPE * k + 1] = from[second + k] * scale;
        }
    }

    private static void spread(float scale, float[] from, int at, float[] to, int offset, int count) {
        for (int k = 0; k < count; k++) {
            to[offset + STRIPE * k] = from[at + k] * scale;
        }
    }

    @Override
    public void close() {
        // The garbage collector's business: panels are shared between threads and may be in use.
    }
}
