package io.isotropy.kernels;

/**
 * The cipher behind all random numbers, Philox4x32-10: Salmon, Moraes, Dror, Shaw 2011, "Parallel random numbers: as easy as 1, 2, 3".
 * A block of four 32-bit words is a function of seed, stream and counter alone, so kernels draw the same numbers on any number of threads.
 * Number {@code index} of a stream is word {@code index mod 4} of block {@code index div 4}.
 */
public final class PhiloxBlock {

    /** The multiplier of word 0. */
    public static final int MULTIPLIER_0 = 0xD2511F53;

    /** The multiplier of word 2. */
    public static final int MULTIPLIER_1 = 0xCD9E8D57;

    /** What a round adds to the lower half of the key: the golden ratio. */
    public static final int WEYL_0 = 0x9E3779B9;

    /** What a round adds to the upper half of the key: √3 − 1. */
    public static final int WEYL_1 = 0xBB67AE85;

    /** The rounds of a block. */
    public static final int ROUNDS = 10;

    private PhiloxBlock() {}

    /** block ← the four words of this counter. */
    public static void fill(long seed, long stream, long counter, int[] block) {
        fill(seed, stream, counter, block, 0);
    }

    /** blocks[at] … blocks[at + 3] ← the four words of this counter. */
    public static void fill(long seed, long stream, long counter, int[] blocks, int at) {
        blocks[at] = (int) counter;
        blocks[at + 1] = (int) (counter >>> 32);
        blocks[at + 2] = (int) stream;
        blocks[at + 3] = (int) (stream >>> 32);
        encipher(blocks, at, (int) seed, (int) (seed >>> 32));
    }

    /** The ten rounds of §4.3: block ← Philox4x32-10(block, key). */
    public static void encipher(int[] block, int key0, int key1) {
        encipher(block, 0, key0, key1);
    }

    private static void encipher(int[] blocks, int at, int key0, int key1) {
        int c0 = blocks[at];
        int c1 = blocks[at + 1];
        int c2 = blocks[at + 2];
        int c3 = blocks[at + 3];
        for (int round = 0; round < ROUNDS; round++) {
            long product0 = Integer.toUnsignedLong(MULTIPLIER_0) * Integer.toUnsignedLong(c0);
            long product1 = Integer.toUnsignedLong(MULTIPLIER_1) * Integer.toUnsignedLong(c2);
            c0 = (int) (product1 >>> 32) ^ c1 ^ key0;
            c1 = (int) product1;
            c2 = (int) (product0 >>> 32) ^ c3 ^ key1;
            c3 = (int) product0;
            key0 += WEYL_0;
            key1 += WEYL_1;
        }
        blocks[at] = c0;
        blocks[at + 1] = c1;
        blocks[at + 2] = c2;
        blocks[at + 3] = c3;
    }

    /** A word as a number uniform in [0, 1), a multiple of 2⁻²⁴. */
    public static float uniform(int word) {
        return (word >>> 8) * 0x1p-24f;
    }

    /** Uniform number {@code index} of a stream. */
    public static float uniform(long seed, long stream, long index) {
        int[] block = new int[4];
        fill(seed, stream, index >>> 2, block);
        return uniform(block[(int) index & 3]);
    }
}
