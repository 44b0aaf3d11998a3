package io.isotropy.kernels;

/** Sums, extremes and their places. Matrices are (rows, cols), contiguous. */
public interface Reductions {

    /** What a line of numbers is reduced to. */
    enum Reduction {
        /** Σx; 0 for an empty line. */
        SUM,
        /** The largest; −∞ for an empty line, NaN if any element is. */
        MAX,
        /** The smallest; +∞ for an empty line, NaN if any element is. */
        MIN,
        /** Σx²; 0 for an empty line. */
        SUM_OF_SQUARES
    }

    /** y[r] = reduction of x[r, 0 … cols−1]. y: (rows). */
    void reduceRows(Reduction reduction, Buffer x, Buffer y, int rows, int cols);

    /** y[c] = reduction of x[0 … rows−1, c]. y: (cols). */
    void reduceColumns(Reduction reduction, Buffer x, Buffer y, int rows, int cols);

    /** y[r] = the smallest c with the largest x[r, c]; the first NaN counts as largest. y: (rows); cols ≥ 1. */
    void argMax(Buffer x, IntBuffer y, int rows, int cols);

    /** z[r] = Σ_c x[r, c]·y[r, c]. z: (rows). */
    void dotRows(Buffer x, Buffer y, Buffer z, int rows, int cols);
}
