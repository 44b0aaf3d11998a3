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

    /** dx[r, c] = y[r, c]·(dy[r, c] − Σ y[r, ·]·dy[r, ·]), y what {@link #softmax} gave. dx may be the buffer of dy. */
    void softmaxGradient(Buffer y, Buffer dy, Buffer dx, int rows, int cols);

    /** dx[r, c] = dy[r, c] − e^(y[r, c])·Σ dy[r, ·], y what {@link #logSoftmax} gave. dx may be the buffer of dy. */
    void logSoftmaxGradient(Buffer y, Buffer dy, Buffer dx, int rows, int cols);

    /**
     * The gradient of {@link #layerNorm}: dx = r·(g − mean(g) − x̂·mean(g ∘ x̂)), g = γ ∘ dy, x̂ = (x + residual − μ)·r, means over the row;
     * dγ += Σ dy ∘ x̂ and dβ += Σ dy over all rows. dx may be the buffer of dy.
     *
     * @param x (rows, cols)
     * @param residual (rows, cols), if the forward had it; or null. dx is its gradient, too
     * @param gamma (cols)
     * @param mean (rows), μ as the forward gave it
     * @param rstd (rows), r as the forward gave it
     * @param dy (rows, cols)
     * @param dx (rows, cols)
     * @param dGamma (cols), is added to
     * @param dBeta (cols), is added to
     */
    void layerNormGradient(
            Buffer x, @Nullable Buffer residual, Buffer gamma, Buffer mean, Buffer rstd, Buffer dy, Buffer dx,
            Buffer dGamma, Buffer dBeta, int rows, int cols);

    /**
     * dx = (dy − y·Σ y[r, ·]·dy[r, ·]) / ‖x‖₂ for a row of x with ‖x‖₂ ≥ eps, dy / eps for a shorter one; y what {@link #l2Normalize} gave.
     * dx may be the buffer of dy.
     */
    void l2NormalizeGradient(Buffer x, Buffer y, Buffer dy, Buffer dx, int rows, int cols, float eps);
}
