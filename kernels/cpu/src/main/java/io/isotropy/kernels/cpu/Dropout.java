package io.isotropy.kernels.cpu;

import io.isotropy.kernels.PhiloxBlock;

/**
 * Which numbers of a stream keep, and by what they scale.
 *
 * @param threshold the smallest of the words' upper 24 bits that is kept: u ≥ p in integers
 * @param scale 1/(1 − p)
 */
record Dropout(long seed, long stream, int threshold, float scale) {

    Dropout(long seed, long stream, float p) {
        this(seed, stream, (int) Math.ceil(p * 0x1p24), p < 1f ? (float) (1.0 / (1.0 - p)) : 0f);
    }

    boolean keeps(int word) {
        return word >>> 8 >= threshold;
    }

    void fill(long counter, int[] block) {
        PhiloxBlock.fill(seed, stream, counter, block);
    }
}
