package io.isotropy.nlp.glove;

/**
 * The words of a vocabulary in parts of equal size, the frequent ones spread over all of them. Pairs of words are then in parts × parts blocks.
 * Blocks that share neither their words' nor their contexts' part touch different vectors, so threads may learn from them at once and
 * the result does not depend on how many do: Gemulla et al. 2011, "Large-scale matrix factorization with distributed stochastic gradient
 * descent". And the vectors of one block fit a core's cache, those of the vocabulary do not.
 *
 * @param words V
 * @param parts a power of two
 */
record Partition(int words, int parts) {

    /** Vectors of so many words, with those of as many contexts and AdaGrad's sums, take some 2 MB at 100 dimensions. */
    private static final int WORDS_OF_PART = 1024;
    /** More blocks than parts² of this would hold too few pairs each. */
    private static final int MOST_PARTS = 256;

    static Partition of(int words) {
        int parts = 1;
        while (parts < MOST_PARTS && (long) parts * WORDS_OF_PART < words) {
            parts *= 2;
        }
        return new Partition(words, parts);
    }

    /** The number of rows of a part; the last ones of some are not used. */
    int rows() {
        return (words + parts - 1) / parts;
    }

    int part(int id) {
        return id & parts - 1;
    }

    /** The place of a word within its part. */
    int place(int id) {
        return id / parts;
    }

    /** The row of a word in a table that holds the parts one after the other. */
    int row(int id) {
        return part(id) * rows() + place(id);
    }
}
