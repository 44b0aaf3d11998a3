package io.isotropy.nlp.word2vec;

import io.isotropy.kernels.PhiloxBlock;

/**
 * Words that a table drew once. A sample of n are the n from a random place on, so that one random number is enough. Where few samples are drawn
 * at a time from many words, the rows of so few words stay in the cache.
 */
public final class NoiseDraw implements Noise {

    private final int[] words;

    private NoiseDraw(int[] words) {
        this.words = words;
    }

    /** {@code size} words of a table; the table itself if it has no more. */
    public static Noise of(NoiseTable table, int size, long seed, long stream) {
        if (table.size() <= size) {
            return table;
        }
        int[] words = new int[size];
        int[] random = new int[4];
        for (int i = 0; i < size; i++) {
            if (i % 4 == 0) {
                PhiloxBlock.fill(seed, stream, i / 4, random);
            }
            words[i] = table.word(random[i % 4]);
        }
        return new NoiseDraw(words);
    }

    /** Word n of the sample that a random 32-bit number falls on; n is below the number of words. */
    int word(int random, int n) {
        int at = (int) ((random & 0xFFFFFFFFL) * words.length >>> 32) + n;
        return words[at < words.length ? at : at - words.length];
    }
}
