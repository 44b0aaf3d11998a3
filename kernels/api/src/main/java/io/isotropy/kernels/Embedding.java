package io.isotropy.kernels;

/** Look-up of rows in a table (V, D). An index outside 0 … V−1 throws {@link IndexOutOfBoundsException}. */
public interface Embedding {

    /** y[i, ·] = table[index[i], ·]. table: (V, cols); index: (n); y: (n, cols). */
    void gather(Buffer table, IntBuffer index, Buffer y, int n, int cols);

    /** y[i, ·] += table[index[i], ·], as {@link #gather}. */
    void gatherAdd(Buffer table, IntBuffer index, Buffer y, int n, int cols);

    /**
     * table[index[i], ·] += rows[i, ·]: the gradient of {@link #gather}. Each row of the table takes its additions in ascending order of
     * i. rows: (n, cols); index: (n); table: (V, cols).
     */
    void scatterAdd(Buffer rows, IntBuffer index, Buffer table, int n, int cols);
}
