package io.isotropy.benchmarks;

import java.util.List;
import java.util.Random;

/**
 * Texts as token ids of one length, for timing: [CLS], random words of BERT's uncased vocabulary, [SEP].
 *
 * @param texts the number of texts
 * @param tokens the number of tokens of each, special ones included
 */
public record TokenBatches(int texts, int tokens) {

    private static final int CLS = 101;
    private static final int SEP = 102;
    private static final int FIRST_WORD = 1996; // "the"
    private static final int VOCABULARY = 30522;

    /** Single texts, short and long, and batches of 32. */
    public static final List<TokenBatches> ALL = List.of(
            new TokenBatches(1, 16), new TokenBatches(1, 128), new TokenBatches(32, 32), new TokenBatches(32, 128));

    /** The ids, the same in every run. */
    public int[][] ids() {
        Random random = new Random(7);
        int[][] ids = new int[texts][tokens];
        for (int[] row : ids) {
            for (int i = 1; i < tokens - 1; i++) {
                row[i] = random.nextInt(FIRST_WORD, VOCABULARY);
            }
            row[0] = CLS;
            row[tokens - 1] = SEP;
        }
        return ids;
    }

    @Override
    public String toString() {
        return texts + "×" + tokens + " tokens";
    }
}
