package io.isotropy.nlp.word2vec;

/**
 * Which occurrences of frequent words stay: with probability √(t/f) + t/f, f a word's share of the corpus. The original program's formula; the
 * paper (Mikolov et al. 2013, "Distributed Representations of Words and Phrases", eq. 5) has √(t/f) alone.
 */
public final class Subsampling {

    /** In 2³²nds. */
    private final long[] thresholds;

    private Subsampling(long[] thresholds) {
        this.thresholds = thresholds;
    }

    /**
     * For t = {@code sampling}; 0 keeps all.
     *
     * @param counts of the words
     * @param total of what words are shares
     */
    public static Subsampling of(long[] counts, long total, double sampling) {
        long[] thresholds = new long[counts.length];
        for (int id = 0; id < thresholds.length; id++) {
            double ratio = sampling * total / counts[id];
            thresholds[id] = sampling == 0 ? 1L << 32 : (long) (Math.min(1, Math.sqrt(ratio) + ratio) * 0x1p32);
        }
        return new Subsampling(thresholds);
    }

    /** Whether a word stays where this random 32-bit number comes up. */
    public boolean keeps(int word, int random) {
        return (random & 0xFFFFFFFFL) < thresholds[word];
    }
}
