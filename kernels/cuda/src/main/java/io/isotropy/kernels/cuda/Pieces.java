package io.isotropy.kernels.cuda;

/**
 * How many rows go down a column at once: sums over columns are made piece by piece and then added up, in an order that the number of rows alone
 * fixes.
 *
 * @param height rows of a piece
 */
record Pieces(int height, int count) {

    /** Of so many rows, pieces of {@code least} rows; higher ones where there would be more than a grid has. */
    static Pieces of(int rows, int least) {
        int height = Math.max(least, (int) Shape.blocks(rows, Shape.MOST_ACROSS));
        return new Pieces(height, (int) Shape.blocks(rows, height));
    }

    /** y += what was summed up over each piece, (count, stride), of which {@code cols} columns from {@code from} on. */
    void add(CudaBackend backend, CudaBuffer sums, int from, int stride, CudaBuffer y, int cols) {
        if (count > 0 && cols > 0) {
            Launch.of(Kernel.ADD_PIECES, Shape.of(Shape.blocks(cols, 256), 1, 1, 256)).with(sums.slice(from, sums.length() - from))
                    .with(y).with(count).with(stride).with(cols).run(backend);
        }
    }
}
