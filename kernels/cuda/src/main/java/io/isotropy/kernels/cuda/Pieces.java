package io.isotropy.kernels.cuda;

/**
 * How many rows go down a column at once: sums over columns are made piece by piece and then added up, in an order that the number of rows alone
 * fixes.
 *
 * @param height rows of a piece
 */
record Pieces(int height, int count) {

    /** Blocks of a product that any GPU is glad of, the shortest sum worth a block, and the sizes of gemm_tensor.cu. */
    private static final int BLOCKS = 512;

    private static final int SHORTEST_SUM = 512;

    private static final int TILE = 64;

    private static final int STEP = 16;

    /** Of so many rows, pieces of {@code least} rows; higher ones where there would be more than a grid has. */
    static Pieces of(int rows, int least) {
        int height = Math.max(least, (int) Shape.blocks(rows, Shape.MOST_ACROSS));
        return new Pieces(height, (int) Shape.blocks(rows, height));
    }

    /**
     * The cut along k of a product (m, n) on tensor cores whose sums run over a batch's rows, as those of a weight's gradient do: into as many as occupy
     * a GPU where it has few tiles. Sizes alone decide, so that every GPU gives the same sums.
     */
    static Pieces ofProduct(int m, int n, int k) {
        long tiles = Math.max(1, Shape.blocks(m, TILE) * Shape.blocks(n, TILE));
        long count = Math.max(1, Math.min(BLOCKS / tiles, k / SHORTEST_SUM));
        int height = Math.toIntExact(Shape.blocks(Shape.blocks(k, count), STEP) * STEP);
        return count == 1 ? new Pieces(k, 1) : new Pieces(height, (int) Shape.blocks(k, height));
    }

    /** y += what was summed up over each piece, (count, stride), of which {@code cols} columns from {@code from} on. */
    void add(CudaBackend backend, CudaBuffer sums, int from, int stride, CudaBuffer y, int cols) {
        if (count > 0) {
            add(backend, sums.slice(from, sums.length() - from), stride, 1, 1, y, 1, cols, cols);
        }
    }

    /** y = α·(what was summed up over each piece) + β·y. Sums: (count, stride), each with y's (rows, cols); y with a leading dimension. */
    void add(
            CudaBackend backend, CudaBuffer sums, long stride, float alpha, float beta, CudaBuffer y, int rows, int cols, int leading) {
        Launch.of(Kernel.ADD_PIECES, Shape.of(Shape.blocks(cols, 256), rows, 1, 256)).with(sums).with(count).with(stride)
                .with(cols).with(alpha).with(beta).with(y).with(leading).run(backend);
    }
}
