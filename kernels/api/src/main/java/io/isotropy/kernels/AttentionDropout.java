package io.isotropy.kernels;

/**
 * Dropout of attention probabilities: Vaswani et al. 2017, §5.4, as BERT applies it. The probability of head h, query row r (of all N)
 * and key j (within its segment) is kept where u ≥ p, and then divided by 1 − p; u is the uniform number {@link #index}(r, heads, h, j) of
 * {@link PhiloxBlock} for seed and stream. So no mask is stored, and the gradient draws the same numbers again.
 *
 * @param seed the key of the random numbers
 * @param stream the stream of this use, of this step
 * @param p the share to drop, 0 … 1
 */
public record AttentionDropout(long seed, long stream, float p) {

    /** (r·heads + h)·2³¹ + j: keys of one query and head side by side, so that four share a block. */
    public static long index(long row, int heads, int head, int key) {
        return (row * heads + head << 31) + key;
    }
}
