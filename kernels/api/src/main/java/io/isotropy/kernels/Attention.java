package io.isotropy.kernels;

/**
 * Attention over a packed batch: the rows of all segments (sentences) one after another, without padding. Segment s is the rows
 * offsets[s] … offsets[s+1]−1.
 */
public interface Attention {

    /**
     * Multi-head scaled dot-product self-attention within each segment: Vaswani et al. 2017, eq. 1 and §3.2.2. For each segment and head h,
     * out = softmax(scale·Q_h·K_hᵀ)·V_h, where Q_h is columns h·headDim … (h+1)·headDim−1 of the segment's rows of q.
     *
     * @param q (N, heads·headDim) with leading dimension ld; likewise k and v, so that one (N, 3D) buffer can hold all three
     * @param offsets (segments + 1), ascending from 0 to N; a segment may be empty
     * @param out (N, heads·headDim) with leading dimension ldOut
     */
    void segmentAttention(
            Buffer q, Buffer k, Buffer v, int ld, IntBuffer offsets, int segments, int heads, int headDim,
            float scale, Buffer out, int ldOut);
}
