package io.isotropy.nlp.fasttext;

import io.isotropy.kernels.PhiloxBlock;

/** The numbers of one stream of a seed, one after the other. Not thread-safe. */
final class RandomInts {

    private final long seed;
    private final long stream;
    private final int[] block = new int[4];
    private long counter;
    private int place = 4;

    RandomInts(long seed, long stream) {
        this.seed = seed;
        this.stream = stream;
    }

    /** 32 random bits. */
    int next() {
        if (place == 4) {
            PhiloxBlock.fill(seed, stream, counter++, block);
            place = 0;
        }
        return block[place++];
    }

    /** Uniform in 0 … bound − 1, but for a bias of bound/2³². */
    int below(int bound) {
        return (int) (Integer.toUnsignedLong(next()) * bound >>> 32);
    }
}
