package io.isotropy.kernels.cpu;

/** What forward and gradient of attention share: products by {@link MicroKernel} tiles. */
final class AttentionTiles {

    static final MicroKernel KERNEL = MicroKernel.CURRENT;

    private static final float[] ZEROS = new float[KERNEL.columns()];

    private AttentionTiles() {}

    /** The first row of the tile, of those for {@code rows} rows, that holds {@code row}. */
    static int tileOf(int rows, int row) {
        int first = 0;
        while (first + KERNEL.tile(rows - first) <= row) {
            first += KERNEL.tile(rows - first);
        }
        return first;
    }

    /**
     * C = A·B for a panel of B: A, (rows, depth), in {@link Strips}; C (rows, {@link MicroKernel#columns}). Computed are whole tiles, those that
     * hold the rows from … to−1.
     */
    static void multiply(int rows, int from, int to, float[] strips, Panels b, int panel, float[] c) {
        int width = KERNEL.columns();
        int depth = b.rows();
        int strip = 0;
        for (int r = 0; r < to; strip += KERNEL.rows() * depth) {
            int tile = KERNEL.tile(rows - r);
            if (r + tile > from) {
                KERNEL.multiply(
                        tile, depth, strips, strip, b.arrays(), b.first(panel), 0, ZEROS, 0, 0, c, r * width, width);
            }
            r += tile;
        }
    }

    /** C += A·B for all panels of B, of whose rows {@code depth} from {@code kFrom} on are used; C (rows, panels·width). */
    static void multiplyAdd(int rows, int from, int depth, float[] strips, Panels b, int kFrom, float[] c) {
        int panels = Panels.count(b.columns());
        int ldc = panels * KERNEL.columns();
        for (int panel = 0; panel < panels; panel++) {
            int strip = 0;
            for (int r = 0; r < rows; strip += KERNEL.rows() * depth) {
                int tile = KERNEL.tile(rows - r);
                int at = r * ldc + panel * KERNEL.columns();
                if (r + tile > from) {
                    KERNEL.multiply(
                            tile, depth, strips, strip, b.arrays(), b.first(panel), kFrom, c, at, ldc, c, at, ldc);
                }
                r += tile;
            }
        }
    }

    /** C = Aᵀ·B for all panels of B: A (k, width), of which the first {@code rows} columns count; C (rows, panels·width). */
    static void multiplyTransposed(int rows, int k, float[] a, Panels b, float[] c) {
        int panels = Panels.count(b.columns());
        for (int panel = 0; panel < panels; panel++) {
            KERNEL.multiplyColumns(
                    rows, k, a, b.arrays(), b.first(panel), c, panel * KERNEL.columns(), panels * KERNEL.columns());
        }
    }
}
