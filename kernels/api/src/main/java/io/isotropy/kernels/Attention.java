package io.isotropy.kernels;

import org.jspecify.annotations.Nullable;

/**
 * Attention over packed batches: the rows of all segments (sentences) one after another, without padding. Segment s is the rows
 * offsets[s] … offsets[s+1]−1. Queries attend to the keys of the segment of the same number: with one buffer of offsets for both this is
 * self-attention, with two it is cross-attention.
 */
public interface Attention {

    /**
     * Multi-head scaled dot-product attention within each segment: Vaswani et al. 2017, eq. 1 and §3.2.2. For each segment and head h,
     * out = dropout(softmax(scale·Q_h·K_hᵀ))·V_h, where Q_h is columns h·headDim … (h+1)·headDim−1 of the segment's rows of q. Queries of a
     * segment without keys give zeros.
     *
     * @param q (N, heads·headDim) with leading dimension ldq, N = queryOffsets[segments]
     * @param k (M, heads·headDim) with leading dimension ldkv, M = keyOffsets[segments]; likewise v. One (N, 3D) buffer may hold q, k and v
     * @param queryOffsets (segments + 1), ascending from 0 to N; a segment may be empty
     * @param keyOffsets (segments + 1), ascending from 0 to M; may be the buffer of queryOffsets
     * @param causal query i of a segment sees its keys 0 … i only; the offsets of queries and keys must then be equal, and the numbers
     *     that are not seen must be finite
     * @param dropout which probabilities to drop, or null for none
     * @param out (N, heads·headDim) with leading dimension ldOut
     * @param logSumExp (heads, N), receives log Σ e^(scale·q·k) over the keys, which the gradient needs (−∞ without keys); or null
     */
    void segmentAttention(
            Buffer q, int ldq, Buffer k, Buffer v, int ldkv, IntBuffer queryOffsets, IntBuffer keyOffsets,
            int segments, int heads, int headDim, float scale, boolean causal, @Nullable AttentionDropout dropout,
            Buffer out, int ldOut, @Nullable Buffer logSumExp);

    /**
     * The gradient of {@link #segmentAttention} for queries, keys and values; the probabilities P = e^(scale·Q·Kᵀ − logSumExp) are computed
     * again (Dao et al. 2022, algorithm 4): with the dropout's factors Z and D = rowsum(dOut ∘ out),
     * dV = (P ∘ Z)ᵀ·dOut, dS = P ∘ ((dOut·Vᵀ) ∘ Z − D), dQ = scale·dS·K, dK = scale·dSᵀ·Q.
     *
     * @param out what the forward gave, with its logSumExp
     * @param dOut (N, heads·headDim) with leading dimension lddOut
     * @param dq (N, heads·headDim) with leading dimension lddq
     * @param dk (M, heads·headDim) with leading dimension lddkv; likewise dv. One (N, 3D) buffer may hold dq, dk and dv
     */
    void segmentAttentionGradient(
            Buffer q, int ldq, Buffer k, Buffer v, int ldkv, IntBuffer queryOffsets, IntBuffer keyOffsets,
            int segments, int heads, int headDim, float scale, boolean causal, @Nullable AttentionDropout dropout,
            Buffer out, int ldOut, Buffer logSumExp, Buffer dOut, int lddOut,
            Buffer dq, int lddq, Buffer dk, Buffer dv, int lddkv);
}
