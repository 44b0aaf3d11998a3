package io.isotropy.kernels;

/** Look-up of rows in a table (V, D). An index outside 0 … V−1 throws {@link IndexOutOfBoundsException}. */
public interface Embedding {

    /** y[i, ·] = table[index[i], ·]. table: (V, cols); index: (n); y: (n, cols). */
    void gather(Buffer table, IntBuffer index, Buffer y, int n, int cols);

    /** y[i, ·] += table[index[i], ·], as {@link #gather}. */
    void gatherAdd(Buffer table, IntBuffer index, Buffer y, int n, int cols);
}
