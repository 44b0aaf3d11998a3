package io.isotropy.kernels.cuda;

/** How many blocks of how many threads run a kernel. */
record Shape(int gridX, int gridY, int gridZ, int threadsX, int threadsY) {

    static final Shape EMPTY = new Shape(0, 0, 0, 0, 0);

    /** The largest second dimension of a grid. */
    static final int MOST_ACROSS = 65_535;

    private static final int WARP = 32;

    private static final int THREADS = 256;

    /** The most blocks of a flat kernel, whose threads then take several elements each: some rounds of the largest GPU. */
    private static final long MOST_FLAT = 1 << 13;

    /** Rows up to this are a warp's work; longer ones a block's. It decides the order of a row's sums. */
    private static final int LONGEST_OF_WARP = 1024;

    static Shape of(long gridX, long gridY, long gridZ, int threads) {
        return new Shape(Math.toIntExact(gridX), Math.toIntExact(gridY), Math.toIntExact(gridZ), threads, 1);
    }

    /** For {@code n} elements. */
    static Shape flat(long n) {
        return of(Math.min(MOST_FLAT, blocks(n, THREADS)), 1, 1, THREADS);
    }

    /** A warp or a block for each row. */
    static Shape rows(long rows, int cols) {
        return cols <= LONGEST_OF_WARP ? warps(rows, 1) : of(rows, 1, 1, THREADS);
    }

    /** A warp for each row, four to a block. */
    static Shape warps(long rows, long gridY) {
        return new Shape(Math.toIntExact(blocks(rows, 4)), Math.toIntExact(gridY), 1, WARP, 4);
    }

    /** Blocks of 32 columns by 8 rows that walk down {@code pieces} pieces of the rows. */
    static Shape columns(int cols, int pieces) {
        return new Shape(Math.toIntExact(blocks(cols, WARP)), pieces, 1, WARP, 8);
    }

    static long blocks(long n, long size) {
        return (n + size - 1) / size;
    }

    boolean isEmpty() {
        return gridX == 0 || gridY == 0 || gridZ == 0;
    }
}
