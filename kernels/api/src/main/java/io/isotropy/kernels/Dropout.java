package io.isotropy.kernels;

/**
 * Which numbers of a stream dropout keeps, u ≥ p, as backends decide it in integers, and by what it scales them.
 *
 * @param threshold the smallest of the words' upper 24 bits that is kept
 * @param scale 1/(1 − p)
 */
public record Dropout(long seed, long stream, int threshold, float scale) {

    /** Keeps all as it is. */
    public static final Dropout NONE = new Dropout(0, 0, 0, 1);

    /** Of the share p, 0 … 1. */
    public Dropout(long seed, long stream, float p) {
        this(seed, stream, (int) Math.ceil(p * 0x1p24), p < 1f ? (float) (1.0 / (1.0 - p)) : 0f);
    }

    /** Whether the number that this word stands for is kept. */
    public boolean keeps(int word) {
        return word >>> 8 >= threshold;
    }

    /** block ← the four words of this counter. */
    public void fill(long counter, int[] block) {
        PhiloxBlock.fill(seed, stream, counter, block);
    }
}
