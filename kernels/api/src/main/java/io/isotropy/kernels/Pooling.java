package io.isotropy.kernels;

/** One vector per segment of a packed batch (see {@link Attention} for segments). An empty segment gives zeros. */
public interface Pooling {

    /** How the rows of a segment become one vector. Names and formulas as in sentence-transformers' Pooling. */
    enum Mode {
        /** The first row: [CLS]. */
        FIRST,
        /** The last row. */
        LAST,
        /** Σ rows. */
        SUM,
        /** Σ rows / n. */
        MEAN,
        /** Σ rows / √n. */
        MEAN_SQRT_LEN,
        /** The largest of each column. */
        MAX,
        /** Σ i·rowᵢ / Σ i, i from 1: later rows count more (Muennighoff 2022, SGPT, eq. 2). */
        WEIGHTED_MEAN
    }

    /** y[s, ·] = the pooled rows offsets[s] … offsets[s+1]−1 of x. x: (N, cols); offsets: (segments + 1); y: (segments, cols). */
    void segmentPool(Mode mode, Buffer x, IntBuffer offsets, int segments, int cols, Buffer y);

    /**
     * dx[i, ·] = the weight of row i in {@link #segmentPool}, times dy[s, ·] of its segment s; for {@link Mode#MAX} 1 for the first row with
     * the largest element of the column (the first NaN counts as largest), else 0. x: (N, cols), as it was pooled; dy: (segments, cols);
     * dx: (N, cols).
     */
    void segmentPoolGradient(Mode mode, Buffer x, IntBuffer offsets, int segments, int cols, Buffer dy, Buffer dx);
}
