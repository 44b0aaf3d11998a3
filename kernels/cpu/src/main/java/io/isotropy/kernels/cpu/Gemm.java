package io.isotropy.kernels.cpu;

import io.isotropy.kernels.Activation;
import io.isotropy.kernels.Elementwise.Unary;

/**
 * C = f(init + op(A)·B) from {@link MicroKernel} tiles, after Goto and van de Geijn 2008, "Anatomy of High-Performance Matrix Multiplication":
 * a panel of B stays in the first-level cache while the tiles of a block of A, packed into {@link Strips} in the second, pass over it.
 *
 * @param transposeA whether A is stored (k, m) rather than (m, k)
 * @param a A, its first element at ao, stored rows lda apart
 * @param init where C starts from: C itself (stride ldc), or one row for all (stride 0)
 */
record Gemm(
        int m, Panels b, boolean transposeA, float[] a, int ao, int lda, float[] init, int io, int initStride, Activation activation,
        float[] c, int co, int ldc) {

    private static final MicroKernel KERNEL = MicroKernel.CURRENT;
    private static final int TILE_ROWS = KERNEL.rows();
    private static final int TILE_COLUMNS = KERNEL.columns();

    /** Rows of a block of A and steps of k: chosen by measuring, for caches of 32 KiB and 512 KiB and larger. */
    private static final int BLOCK_ROWS = 48;

    /** The same where A is stored (k, m): memory is read in runs of so many numbers, and the panels, of a long k, less often. */
    private static final int BLOCK_ROWS_TRANSPOSED = 16 * TILE_ROWS;

    private static final int BLOCK_DEPTH = 768;

    /** Steps of k for two tiles of rows: the second finds the panel's part, which has just come from memory, in the first-level cache. */
    private static final int SHORT_DEPTH = 192;

    /** Rows that may be one block where there are no more: no panel is then read twice from beyond the second-level cache. */
    private static final int ONE_BLOCK_ROWS = 144;

    /** Blocks for each thread, at least, that are shared out one by one. */
    private static final int CHUNKS = 3;

    /** Multiply-adds, and rows, that are worth handing to another thread. */
    private static final long SMALLEST_CHUNK = 100_000;

    private static final int SMALLEST_ROWS = 16;

    void run(CpuBackend backend) {
        int panels = Panels.count(b.columns());
        if (m == 0 || panels == 0) {
            return;
        }
        Workers workers = backend.workers();
        long work = (long) m * b.columns() * Math.max(1, b.rows());
        WarmUp.note(work);
        int wanted = workers.chunks(work, SMALLEST_CHUNK, Integer.MAX_VALUE);
        int down = wanted == 1 ? 1 : chunks(workers.threads());
        int across = down >= workers.threads() ? 1 : Math.min(panels, wanted);
        if (across == 1) {
            int unit = hasManyRows(workers.threads()) ? TILE_ROWS : 1;
            int units = (m + unit - 1) / unit;
            workers.run(down, chunk -> rows(
                    backend.recycler(), unit * part(units, chunk, down), Math.min(m, unit * part(units, chunk + 1, down)), panels));
        } else {
            // Few rows: all of A is packed once, and the panels are shared out.
            int depth = b.rows();
            float[] strips = backend.recycler().obtain(Strips.length(m, depth));
            Strips.fill(transposeA, a, ao, lda, m, depth, strips);
            workers.run(across, chunk -> {
                int first = part(panels, chunk, across);
                int last = part(panels, chunk + 1, across);
                int steps = steps();
                for (int step = 0; step < steps; step++) {
                    int k = part(depth, step, steps);
                    product(strips, TILE_ROWS * k, depth, 0, m, first, last, k, part(depth, step + 1, steps));
                }
                activate(0, m, first, last);
            });
            backend.recycler().recycle(strips);
        }
    }

    /** Chunks of rows, as many for each thread: high, since each reads all panels; or, of many rows, blocks. */
    private int chunks(int threads) {
        if (hasManyRows(threads)) {
            int blocks = transposeA ? Math.max(CHUNKS * threads, blocks(m, BLOCK_ROWS_TRANSPOSED)) : blocks(m, BLOCK_ROWS);
            return (blocks + threads - 1) / threads * threads;
        }
        return m < SMALLEST_ROWS * threads ? Math.max(1, m / SMALLEST_ROWS) : threads * Math.max(1, m / (BLOCK_ROWS * threads));
    }

    /** Whether there are enough blocks, each of whole tiles, for threads to take them as they come. */
    private boolean hasManyRows(int threads) {
        return blocks(m, BLOCK_ROWS) >= CHUNKS * threads;
    }

    private static int blocks(int rows, int size) {
        return (rows + size - 1) / size;
    }

    /** The parts that k is cut into. */
    private int steps() {
        int most = m <= 2 * TILE_ROWS ? SHORT_DEPTH : BLOCK_DEPTH;
        return Math.max(1, (b.rows() + most - 1) / most);
    }

    private static int part(int count, int index, int parts) {
        return (int) ((long) count * index / parts);
    }

    /** Rows from … to−1 of all panels, block by block, each a whole number of tiles but the last. */
    private void rows(Recycler recycler, int from, int to, int panels) {
        int depth = b.rows();
        int steps = steps();
        int blocks = to - from <= ONE_BLOCK_ROWS ? 1 : blocks(to - from, transposeA ? BLOCK_ROWS_TRANSPOSED : BLOCK_ROWS);
        int size = ((to - from + blocks - 1) / blocks + TILE_ROWS - 1) / TILE_ROWS * TILE_ROWS;
        float[] strips = recycler.obtain(Strips.length(Math.min(size, to - from), (depth + steps - 1) / steps));
        for (int first = from; first < to; first += size) {
            int last = Math.min(to, first + size);
            for (int step = 0; step < steps; step++) {
                int k = part(depth, step, steps);
                int kEnd = part(depth, step + 1, steps);
                int start = ao + (transposeA ? k * lda + first : first * lda + k);
                Strips.fill(transposeA, a, start, lda, last - first, kEnd - k, strips);
                product(strips, 0, kEnd - k, first, last, 0, panels, k, kEnd);
            }
            activate(first, last, 0, panels);
        }
        recycler.recycle(strips);
    }

    /**
     * Steps k … kEnd−1 of rows from … to−1 in panels first … last−1.
     *
     * @param strips the rows' strips, each of the given depth; step k of the first is at {@code at}
     */
    private void product(float[] strips, int at, int depth, int from, int to, int first, int last, int k, int kEnd) {
        MicroKernel kernel = KERNEL.ready();
        float[] edge = new float[last * TILE_COLUMNS > b.columns() ? TILE_ROWS * TILE_COLUMNS : 0];
        for (int panel = first; panel < last; panel++) {
            int strip = at;
            for (int r = from; r < to; strip += TILE_ROWS * depth) {
                int rows = KERNEL.tile(to - r);
                if ((panel + 1) * TILE_COLUMNS <= b.columns()) {
                    tile(kernel, rows, strips, strip, panel, r, k, kEnd);
                } else {
                    edge(kernel, rows, strips, strip, panel, r, k, kEnd, edge);
                }
                r += rows;
            }
        }
    }

    private void tile(MicroKernel kernel, int rows, float[] strips, int strip, int panel, int r, int k, int kEnd) {
        int column = panel * TILE_COLUMNS;
        int target = co + r * ldc + column;
        if (k == 0) {
            kernel.multiply(
                    rows, kEnd, strips, strip, b.arrays(), b.first(panel), 0,
                    init, io + r * initStride + column, initStride, c, target, ldc);
        } else {
            kernel.multiply(
                    rows, kEnd - k, strips, strip, b.arrays(), b.first(panel), k, c, target, ldc, c, target, ldc);
        }
    }

    /** In the last panel, when n is no multiple of its width: a whole tile on a small buffer, of which the real columns are copied. */
    private void edge(
            MicroKernel kernel, int rows, float[] strips, int strip, int panel, int r, int k, int kEnd, float[] buffer) {
        int column = panel * TILE_COLUMNS;
        int width = b.columns() - column;
        for (int i = 0; i < rows; i++) {
            float[] source = k == 0 ? init : c;
            int start = (k == 0 ? io + (r + i) * initStride : co + (r + i) * ldc) + column;
            System.arraycopy(source, start, buffer, i * TILE_COLUMNS, width);
        }
        kernel.multiply(
                rows, kEnd - k, strips, strip, b.arrays(), b.first(panel), k,
                buffer, 0, TILE_COLUMNS, buffer, 0, TILE_COLUMNS);
        for (int i = 0; i < rows; i++) {
            System.arraycopy(buffer, i * TILE_COLUMNS, c, co + (r + i) * ldc + column, width);
        }
    }

    private void activate(int from, int to, int first, int last) {
        Unary function =
                switch (activation) {
                    case RELU -> Unary.RELU;
                    case GELU -> Unary.GELU;
                    case GELU_TANH -> Unary.GELU_TANH;
                    case TANH -> Unary.TANH;
                    case NONE -> null;
                };
        if (function == null) {
            return;
        }
        int column = first * TILE_COLUMNS;
        int columns = Math.min(last * TILE_COLUMNS, b.columns()) - column;
        for (int r = from; r < to; r++) {
            int at = co + r * ldc + column;
            Loops.current().unary(function, c, at, c, at, columns);
        }
    }
}
