package io.isotropy.nlp.word2vec;

import io.isotropy.nlp.corpus.Vocabulary;

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

    /** For t = {@code sampling}; 0 keeps all. */
    public static Subsampling of(Vocabulary vocabulary, double sampling) {
        long[] thresholds = new long[vocabulary.size()];
        for (int id = 0; id < thresholds.length; id++) {
            double ratio = sampling * vocabulary.total() / vocabulary.count(id);
            thresholds[id] = sampling == 0 ? 1L << 32 : (long) (Math.min(1, Math.sqrt(ratio) + ratio) * 0x1p32);
        }
        return new Subsampling(thresholds);
    }

    /** Whether a word stays where this random 32-bit number comes up. */
    public boolean keeps(int word, int random) {
        return (random & 0xFFFFFFFFL) < thresholds[word];
    }
}
