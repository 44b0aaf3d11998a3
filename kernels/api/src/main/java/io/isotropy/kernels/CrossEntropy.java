package io.isotropy.kernels;

/**
 * Classification loss from logits, row by row, without the probabilities in memory. A target outside 0 … cols−1 that is not
 * {@code ignoreIndex} throws {@link IndexOutOfBoundsException}.
 */
public interface CrossEntropy {

    /**
     * losses[r] = lse − (1 − ε)·x[r, t] − ε/cols·Σ x[r, ·], lse = log Σ e^(x[r, ·]), t = targets[r], ε the label smoothing: the negative
     * log-likelihood of a target distribution that is 1 − ε + ε/cols at t, ε/cols elsewhere (Szegedy et al. 2016, §7; PyTorch's
     * CrossEntropyLoss, reduction 'none').
     *
     * @param logits x, (rows, cols)
     * @param targets (rows)
     * @param ignoreIndex rows of this target have loss 0 and gradient 0
     * @param labelSmoothing ε, 0 … 1; with 0 only lse − x[r, t] is computed
     * @param losses (rows)
     * @param logSumExp (rows), receives lse, which the gradient needs; 0 for ignored rows
     */
    void crossEntropy(
            Buffer logits, IntBuffer targets, int ignoreIndex, float labelSmoothing, Buffer losses, Buffer logSumExp,
            int rows, int cols);

    /**
     * dLogits[r, c] = dLosses[r]·(e^(x[r, c] − lse[r]) − (1 − ε)·[c = t] − ε/cols), and 0 for ignored rows. dLogits may be the buffer of
     * logits.
     */
    void crossEntropyGradient(
            Buffer logits, IntBuffer targets, int ignoreIndex, float labelSmoothing, Buffer logSumExp, Buffer dLosses,
            Buffer dLogits, int rows, int cols);
}
