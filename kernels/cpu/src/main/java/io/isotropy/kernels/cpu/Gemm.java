package io.isotropy.kernels.cpu;

import io.isotropy.kernels.Activation;
import io.isotropy.kernels.Elementwise.Unary;

/**
 * C = f(init + A·B) from {@link MicroKernel} tiles, after Goto and van de Geijn 2008, "Anatomy of High-Performance Matrix Multiplication":
 * a panel of B stays in the first-level cache while the tiles of a block of A, which stays in the second, pass over it. A is not packed:
 * its rows are read one number at a time, in order, which the cache likes as it is, but for unlucky row lengths.
 *
 * @param a A, (m, k), row r at ao + r·lda
 * @param init where C starts from: C itself (stride ldc), or one row for all (stride 0)
 */
record Gemm(
        int m, Panels b, float[] a, int ao, int lda, float[] init, int io, int initStride, Activation activation,
        float[] c, int co, int ldc) {

    private static final MicroKernel KERNEL = MicroKernel.CURRENT;
    private static final int TILE_COLUMNS = KERNEL.columns();

    /** Rows of a block of A and steps of k: chosen by measuring, for caches of 32 KiB and 512 KiB and larger. */
    private static final int BLOCK_ROWS = 48;

    private static final int BLOCK_DEPTH = 512;
    /**
     * Rows of A a multiple of 1 KiB apart share few sets of the first-level cache and push each other out: such blocks are copied to rows
     * with some padding, where enough panels follow to pay for it. Measured on 1024³: 62 GFLOP/s without, see docs/decisions/gemm.md.
     */
    private static final int ALIASED = 256;

    private static final int PADDING = 16;
    private static final int WORTH_COPYING = 8;

    /** Multiply-adds that are worth handing to another thread. */
    private static final long SMALLEST_CHUNK = 100_000;

    void run(Workers workers) {
        int panels = Panels.count(b.columns());
        if (m == 0 || panels == 0) {
            return;
        }
        int rowBlocks = (m + BLOCK_ROWS - 1) / BLOCK_ROWS;
        int columnBlocks = 1;
        long work = (long) m * b.columns() * Math.max(1, b.rows());
        WarmUp.note(work);
        int wanted = workers.chunks(work, SMALLEST_CHUNK, Integer.MAX_VALUE);
        if (wanted > rowBlocks * columnBlocks) {
            columnBlocks = Math.min(panels, (wanted + rowBlocks - 1) / rowBlocks);
            rowBlocks = Math.min(m, Math.max(rowBlocks, wanted / columnBlocks));
        }
        int across = columnBlocks;
        int down = rowBlocks;
        workers.run(down * across, chunk -> block(
                part(m, chunk / across, down), part(m, chunk / across + 1, down),
                part(panels, chunk % across, across), part(panels, chunk % across + 1, across)));
    }

    private static int part(int count, int index, int parts) {
        return (int) ((long) count * index / parts);
    }

    /** Rows from … to−1 of the columns of panels first … last−1. */
    private void block(int from, int to, int first, int last) {
        int depth = b.rows();
        int steps = Math.max(1, (depth + BLOCK_DEPTH - 1) / BLOCK_DEPTH);
        boolean copied = lda % ALIASED == 0 && last - first >= WORTH_COPYING;
        float[] copy = new float[copied ? (to - from) * (BLOCK_DEPTH + PADDING) : 0];
        for (int step = 0; step < steps; step++) {
            int k = part(depth, step, steps);
            int kEnd = part(depth, step + 1, steps);
            Rows rows = new Rows(a, ao + from * lda + k, lda);
            if (copied) {
                int stride = kEnd - k + PADDING;
                for (int r = from; r < to; r++) {
                    System.arraycopy(a, ao + r * lda + k, copy, (r - from) * stride, kEnd - k);
                }
                rows = new Rows(copy, 0, stride);
            }
            for (int panel = first; panel < last; panel++) {
                if ((panel + 1) * TILE_COLUMNS <= b.columns()) {
                    tiles(rows, from, to, panel, k, kEnd);
                } else {
                    edge(rows, from, to, panel, k, kEnd);
                }
            }
        }
        if (activation != Activation.NONE) {
            int column = first * TILE_COLUMNS;
            int columns = Math.min(last * TILE_COLUMNS, b.columns()) - column;
            for (int r = from; r < to; r++) {
                int at = co + r * ldc + column;
                Loops.current().unary(function(), c, at, c, at, columns);
            }
        }
    }

    private Unary function() {
        return switch (activation) {
            case RELU -> Unary.RELU;
            case GELU -> Unary.GELU;
            case GELU_TANH -> Unary.GELU_TANH;
            case TANH -> Unary.TANH;
            case NONE -> throw new AssertionError();
        };
    }

    /** Where the rows of A from {@code from} on stand, from the current k on. */
    private record Rows(float[] array, int offset, int lda) {}

    private void tiles(Rows x, int from, int to, int panel, int k, int kEnd) {
        int tiles = (to - from + KERNEL.rows() - 1) / KERNEL.rows();
        int column = panel * TILE_COLUMNS;
        int array = b.first(panel);
        for (int tile = 0; tile < tiles; tile++) {
            int r = from + part(to - from, tile, tiles);
            int rows = from + part(to - from, tile + 1, tiles) - r;
            int target = co + r * ldc + column;
            if (k == 0) {
                KERNEL.multiply(
                        rows, kEnd, x.array, x.offset + (r - from) * x.lda, x.lda, b.arrays(), array, 0,
                        init, io + r * initStride + column, initStride, c, target, ldc);
            } else {
                KERNEL.multiply(
                        rows, kEnd - k, x.array, x.offset + (r - from) * x.lda, x.lda, b.arrays(), array, k,
                        c, target, ldc, c, target, ldc);
            }
        }
    }

    /** The last panel, when n is no multiple of its width: whole tiles on a small buffer, of which the real columns are copied. */
    private void edge(Rows x, int from, int to, int panel, int k, int kEnd) {
        int column = panel * TILE_COLUMNS;
        int width = b.columns() - column;
        float[] buffer = new float[KERNEL.rows() * TILE_COLUMNS];
        for (int r = from; r < to; r += KERNEL.rows()) {
            int rows = Math.min(KERNEL.rows(), to - r);
            for (int i = 0; i < rows; i++) {
                float[] source = k == 0 ? init : c;
                int at = (k == 0 ? io + (r + i) * initStride : co + (r + i) * ldc) + column;
                System.arraycopy(source, at, buffer, i * TILE_COLUMNS, width);
            }
            KERNEL.multiply(
                    rows, kEnd - k, x.array, x.offset + (r - from) * x.lda, x.lda, b.arrays(), b.first(panel), k,
                    buffer, 0, TILE_COLUMNS, buffer, 0, TILE_COLUMNS);
            for (int i = 0; i < rows; i++) {
                System.arraycopy(buffer, i * TILE_COLUMNS, c, co + (r + i) * ldc + column, width);
            }
        }
    }
}
