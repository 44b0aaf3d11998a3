package io.isotropy.nlp.word2vec;

import io.isotropy.kernels.PhiloxBlock;

/**
 * Words at random with probabilities ∝ count^exponent: Mikolov et al. 2013, "Distributed Representations of Words and Phrases", §2.2. By the
 * alias method (Walker 1977; Vose 1991) in 8 bytes a word: the original's table of 10⁸ places misses the cache at every draw.
 */
public final class NoiseTable implements Noise {

    /** Of column i the share, in 2³²nds, that is word i's own, and below it the word that has the rest. */
    private final long[] columns;

    private NoiseTable(long[] columns) {
        this.columns = columns;
    }

    /** A table of words that come so often. */
    public static NoiseTable of(long[] counts, double exponent) {
        int n = counts.length;
        double[] weights = new double[n];
        double sum = 0;
        for (int i = 0; i < n; i++) {
            weights[i] = Math.pow((double) counts[i], exponent);
            sum += weights[i];
        }
        int[] small = new int[n];
        int[] large = new int[n];
        int smalls = 0;
        int larges = 0;
        for (int i = 0; i < n; i++) {
            weights[i] *= n / sum;
            if (weights[i] < 1) {
                small[smalls++] = i;
            } else {
                large[larges++] = i;
            }
        }
        long[] columns = new long[n];
        while (smalls > 0 && larges > 0) {
            int less = small[--smalls];
            int more = large[larges - 1];
            columns[less] = column(weights[less], more);
            weights[more] -= 1 - weights[less];
            if (weights[more] < 1) {
                small[smalls++] = large[--larges];
            }
        }
        while (larges > 0) {
            int whole = large[--larges];
            columns[whole] = column(1, whole);
        }
        while (smalls > 0) {
            int whole = small[--smalls]; // not 1 by rounding only
            columns[whole] = column(1, whole);
        }
        return new NoiseTable(columns);
    }

    private static long column(double share, int alias) {
        return Math.min(0xFFFFFFFFL, (long) (share * 0x1p32)) << 32 | alias;
    }

    /** The number of words. */
    int size() {
        return columns.length;
    }

    /** The word that a random 32-bit number falls on: its product with the number of words is column and place in the column. */
    public int word(int random) {
        long product = (random & 0xFFFFFFFFL) * columns.length;
        int i = (int) (product >>> 32);
        long column = columns[i];
        return (product & 0xFFFFFFFFL) < column >>> 32 ? i : (int) column;
    }
}
