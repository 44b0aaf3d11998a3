package io.isotropy.kernels.cuda;

/**
 * Which kernels compute attention, and the sizes of their blocks: on tensor cores where {@link Precision} allows them and heads are not too wide, by
 * attention_tensor.cuh; by attention.cu otherwise.
 *
 * @param rows of a tile of the forward pass, whose rows are queries
 * @param gradientRows of a tile of the gradients, whose rows are queries or keys
 * @param threadsOfRow as many threads of a block work on a row
 * @param chunks blocks for one tile and head, each for some of the dimensions
 */
record AttentionKernels(
        Kernel attend, Kernel queryGradient, Kernel keyValueGradient, int rows, int gradientRows, int threadsOfRow, int chunks) {

    /** Rows of a tile and dimensions of a chunk, as in attention.cu. */
    private static final int ROWS = 32;

    private static final int CHUNK = 64;

    /** The widest heads on tensor cores, and the narrowest for which there are kernels. */
    private static final int WIDEST = 128;

    private static final int NARROWEST = 32;

    /** Rows of a tile on tensor cores: a warp for each 16. */
    private static final int TENSOR_ROWS = 64;

    static AttentionKernels of(Precision precision, int headDim) {
        if (precision == Precision.FP32 || headDim == 0 || headDim > WIDEST) {
            int chunks = Math.toIntExact(Math.max(1, Shape.blocks(headDim, CHUNK)));
            return new AttentionKernels(Kernel.ATTEND, Kernel.QUERY_GRADIENT, Kernel.KEY_VALUE_GRADIENT, ROWS, ROWS, 4, chunks);
        }
        int width = NARROWEST;
        while (width < headDim) {
            width *= 2;
        }
        String name = "_" + precision + "_" + width;
        return new AttentionKernels(
                Kernel.valueOf("ATTEND" + name), Kernel.valueOf("QUERY_GRADIENT" + name), Kernel.valueOf("KEY_VALUE_GRADIENT" + name),
                TENSOR_ROWS, width == WIDEST ? TENSOR_ROWS / 2 : TENSOR_ROWS, 2, 1);
    }

    /** Of the forward pass, for so many tiles. */
    Shape shape(int[] tiles, int heads) {
        return shape(tiles, heads, rows);
    }

    /** Of a gradient, for so many tiles. */
    Shape gradientShape(int[] tiles, int heads) {
        return shape(tiles, heads, gradientRows);
    }

    private Shape shape(int[] tiles, int heads, int rowsOfTile) {
        return Shape.of(tiles.length / 2, heads, chunks, rowsOfTile * threadsOfRow);
    }

    /** For each tile of at most so many rows its segment and its first row within it. */
    static int[] tiles(int[] offsets, int rows) {
        int count = 0;
        for (int s = 0; s + 1 < offsets.length; s++) {
            count += (int) Shape.blocks((long) offsets[s + 1] - offsets[s], rows);
        }
        int[] tiles = new int[2 * count];
        int at = 0;
        for (int s = 0; s + 1 < offsets.length; s++) {
            for (int row = 0; row < offsets[s + 1] - offsets[s]; row += rows) {
                tiles[at++] = s;
                tiles[at++] = row;
            }
        }
        return tiles;
    }
}
