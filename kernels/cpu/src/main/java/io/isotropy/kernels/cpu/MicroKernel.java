package io.isotropy.kernels.cpu;

/**
 * The innermost product: a tile of C, at most {@link #rows} × {@link #columns}, kept in registers while k runs. All larger products are
 * made of it ({@link Gemm}).
 *
 * <p>B is packed into panels of {@link #columns} columns, each in stripes of {@link #stripe} columns that stand in memory row behind row; a last
 * panel is filled up with zeros, so no loop ever masks columns. A is packed into strips of {@link #rows} rows ({@link Strips}). Every element of C
 * is one chain of fused multiply-adds in ascending k that starts from {@code init}: cutting k into blocks, the size of the tile, the kernel and
 * the vector width change nothing, to the bit.
 */
interface MicroKernel {

    /** The kernel of this process: chosen by vector width. */
    MicroKernel CURRENT = VectorMode.CURRENT.simd() ? new ColdMicroKernel(vector()) : new ScalarMicroKernel();

    /** The vector kernel for this process's lanes. */
    static MicroKernel vector() {
        return Lanes.COUNT == 16 ? new SimdMicroKernel12x2() : new SimdMicroKernel6x2();
    }

    /** The kernel to use now, for many tiles: this one, unless it stands in for another until that is compiled. */
    MicroKernel ready();

    /** The most rows of a tile. */
    int rows();

    /** The rows of the next tile when {@code left} are to be computed: large tiles, and none so small that it wastes multipliers. */
    int tile(int left);

    /** The columns of a tile and of a panel. */
    int columns();

    /**
     * The columns of a stripe; divides {@link #columns}. Stripes are arrays of their own: the CPU fetches ahead of each array that is read in
     * order, so with two it is twice as far ahead (see docs/decisions/gemm.md).
     */
    int stripe();

    /** The number of arrays that hold a panel of depth {@code k}. */
    int arraysPerPanel(int k);

    /** The array of row {@code k} of a stripe, relative to the panel's first. */
    int arrayOf(int k, int stripe);

    /** Where row {@code k} of a stripe starts within its array. */
    int offsetOf(int k);

    /** The length of each of a panel's arrays, for depth {@code k}. */
    int arrayLength(int k);

    /**
     * C[r, ·] = init[r, ·] + Σ A[r, j]·B[kFrom + j, ·] over j in 0 … k−1, for r in 0 … rows−1.
     *
     * @param a A[r, j] is a[ao + {@link #rows}·j + r]; rows beyond {@code rows} are read and may hold anything
     * @param b the arrays of all panels; this one's begin at {@code panel}
     * @param init init[r, c] is init[io + r·initStride + c]; may be C itself
     */
    void multiply(
            int rows, int k, float[] a, int ao, float[][] b, int panel, int kFrom,
            float[] init, int io, int initStride, float[] c, int co, int ldc);

    /**
     * C[r, ·] = Σ A[j, r]·B[j, ·] over j in 0 … k−1, for r in 0 … rows−1: the left matrix stands by columns, as a panel-wide tile that
     * {@link #multiply} has stored. May write up to the next multiple of {@link #columnRows} rows.
     *
     * @param a A[j, r] is a[j·{@link #columns} + r]
     * @param rows at most {@link #columns}
     */
    void multiplyColumns(int rows, int k, float[] a, float[][] b, int panel, float[] c, int co, int ldc);

    /** Packs rows of B into a stripe: to[offset + {@link #stripe}·j + c] = b[bo + ldb·j + c], j in 0 … count−1; for stripes in one array. */
    void fillStripe(float[] b, int bo, int ldb, int count, float[] to, int offset);

    /**
     * Packs whole strips of a transposed A: strip s has A[j, r] = a[ao + lda·j + {@link #rows}·s + r], j in 0 … depth−1, at to[{@link
     * #rows}·(depth·s + j) + r].
     */
    void fillStrips(float[] a, int ao, int lda, int strips, int depth, float[] to);

    /**
     * Packs a strip: to[offset + {@link #rows}·j + r] = a[ao + lda·r + j], j in 0 … depth−1, r in 0 … rows−1. May write anything beyond the strip, as far
     * as {@link Strips#ROOM} says.
     */
    void turnStrip(float[] a, int ao, int lda, int rows, int depth, float[] to, int offset);

    /** Packs a whole stripe of a transposed B: to[{@link #stripe}·j + c] = b[bo + ldb·c + j], j in 0 … count−1; for stripes in one array. */
    void turnStripe(float[] b, int bo, int ldb, int count, float[] to);

    /** The rows of a tile of {@link #multiplyColumns}; divides {@link #columns}. */
    int columnRows();
}
