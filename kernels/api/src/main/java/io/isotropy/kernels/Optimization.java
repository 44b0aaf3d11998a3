package io.isotropy.kernels;

import org.jspecify.annotations.Nullable;

/**
 * Steps of optimizers over all parameters in one call. Parameter i is parameters[i], whole; its gradient, its weight decay and its state
 * are the i-th of theirs and at least as long. The gradient g is first multiplied by gradientScale, which clips by the global norm. The
 * formulas are those of PyTorch's torch.optim (documentation of AdamW, Adam, SGD, Adagrad), maximize and amsgrad off. Steps count
 * from 1; all state starts at 0.
 */
public interface Optimization {

    /**
     * AdamW, Loshchilov and Hutter 2019, algorithm 2: p ← p·(1 − lr·λ); m ← β₁·m + (1 − β₁)·g; v ← β₂·v + (1 − β₂)·g²; p ← p −
     * lr·m̂/(√v̂ + ε), m̂ = m/(1 − β₁^step), v̂ = v/(1 − β₂^step).
     */
    void adamW(
            Buffer[] parameters, Buffer[] gradients, Buffer[] firstMoments, Buffer[] secondMoments,
            float[] weightDecays, float learningRate, float beta1, float beta2, float epsilon, int step,
            float gradientScale);

    /** Adam, Kingma and Ba 2015, algorithm 1, with L2 regularization: g ← g + λ·p, then as {@link #adamW} without its decay. */
    void adam(
            Buffer[] parameters, Buffer[] gradients, Buffer[] firstMoments, Buffer[] secondMoments,
            float[] weightDecays, float learningRate, float beta1, float beta2, float epsilon, int step,
            float gradientScale);

    /**
     * Stochastic gradient descent: g ← g + λ·p; with momentum μ, v ← g at step 1, later v ← μ·v + (1 − dampening)·g, and g ← v, or
     * g ← g + μ·v if nesterov (Sutskever et al. 2013); p ← p − lr·g.
     *
     * @param velocities v; null if momentum is 0
     */
    void sgd(
            Buffer[] parameters, Buffer[] gradients, Buffer @Nullable [] velocities, float[] weightDecays,
            float learningRate, float momentum, float dampening, boolean nesterov, int step, float gradientScale);

    /** AdaGrad, Duchi, Hazan, Singer 2011: g ← g + λ·p; s ← s + g²; p ← p − lr·g/(√s + ε). */
    void adaGrad(
            Buffer[] parameters, Buffer[] gradients, Buffer[] sums, float[] weightDecays, float learningRate,
            float epsilon, float gradientScale);
}
