package io.isotropy.kernels;

import org.jspecify.annotations.Nullable;

/** Softmax, layer normalization and normalization to unit length, row by row. Matrices are (rows, cols), contiguous. */
public interface Normalization {

    /** y[r, c] = e^(x[r, c] − m) / Σ e^(x[r, ·] − m), m the row's maximum. In place allowed. */
    void softmax(Buffer x, Buffer y, int rows, int cols);

    /** y[r, c] = x[r, c] − m − log Σ e^(x[r, ·] − m), m the row's maximum. In place allowed. */
    void logSoftmax(Buffer x, Buffer y, int rows, int cols);

    /**
     * y = γ·x̂ + β, x̂ = (x − μ)·r, r = 1/√(σ² + ε), σ² the biased variance: Ba et al. 2016, eq. 3-4. In place allowed.
     *
     * @param x (rows, cols)
     * @param residual (rows, cols), added to x first: the "add and norm" of Vaswani et al. 2017, §3.1; or null
     * @param gamma (cols)
     * @param beta (cols)
     * @param y (rows, cols)
     * @param mean (rows), receives μ, which the gradient needs; or null
     * @param rstd (rows), receives r; or null
     */
    void layerNorm(
            Buffer x, @Nullable Buffer residual, Buffer gamma, Buffer beta, Buffer y,
            @Nullable Buffer mean, @Nullable Buffer rstd, int rows, int cols, float eps);

    /** y[r, ·] = x[r, ·] / max(‖x[r, ·]‖₂, eps): unit length, as PyTorch's functional.normalize. In place allowed. */
    void l2Normalize(Buffer x, Buffer y, int rows, int cols, float eps);
}
