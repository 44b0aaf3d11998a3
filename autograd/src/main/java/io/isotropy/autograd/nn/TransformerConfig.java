package io.isotropy.autograd.nn;

import static io.isotropy.tensor.Shape.require;

import io.isotropy.kernels.Elementwise.Unary;

/**
 * The sizes and choices of a Transformer layer.
 *
 * @param size D
 * @param heads which divide D
 * @param innerSize of the feed-forward part, 4·D in most
 * @param activation of the feed-forward part
 * @param dropout of the parts' results, in training
 * @param attentionDropout of the attention probabilities, in training
 * @param eps of the layer normalizations
 * @param normFirst pre-LN (Xiong et al. 2020, figure 1b) rather than the original post-LN
 * @param initializer of the matrices
 */
public record TransformerConfig(
        int size, int heads, int innerSize, Unary activation, float dropout, float attentionDropout, float eps,
        boolean normFirst, Initializer initializer) {

    /** Checks. */
    public TransformerConfig {
        require(size > 0 && heads > 0 && size % heads == 0 && innerSize > 0, "transformer", "the heads must divide the size",
                "size", size, "heads", heads, "inner size", innerSize);
    }

    /** As BERT: GELU, dropout 0.1, ε = 1e-12, post-LN, normal with a deviation of 0.02 (Devlin et al. 2019, appendix A.2). */
    public static TransformerConfig bert(int size, int heads, int innerSize) {
        return new TransformerConfig(
                size, heads, innerSize, Unary.GELU, 0.1f, 0.1f, 1e-12f, false, Initializer.normal(0.02f));
    }

    /** With another probability for both dropouts. */
    public TransformerConfig withDropout(float p) {
        return new TransformerConfig(size, heads, innerSize, activation, p, p, eps, normFirst, initializer);
    }

    /** With the normalizations before the parts rather than after them. */
    public TransformerConfig withNormFirst() {
        return new TransformerConfig(
                size, heads, innerSize, activation, dropout, attentionDropout, eps, true, initializer);
    }
}
