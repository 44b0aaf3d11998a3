package io.isotropy.kernels;

/** The activation that a kernel may apply to its result while storing it. */
public enum Activation {
    /** y = x. */
    NONE,
    /** y = max(x, 0); NaN stays NaN. */
    RELU,
    /** y = x/2·(1 + erf(x/√2)): Hendrycks and Gimpel 2016, the exact form; BERT's "gelu". At −∞ its limit, 0. */
    GELU,
    /**
     * y = x/2·(1 + tanh(√(2/π)·(x + 0.044715·x³))): the same paper's approximation; "gelu_new", "gelu_pytorch_tanh". At −∞
     * its limit, 0.
     */
    GELU_TANH,
    /** y = tanh(x). */
    TANH
}
