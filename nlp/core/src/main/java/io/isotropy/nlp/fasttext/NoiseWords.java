package io.isotropy.nlp.fasttext;

/**
 * Draws targets with probabilities ∝ √count, by Walker's aliases (Vose 1991): two look-ups, in tables that fit the cache where the original's
 * of ten million entries does not.
 */
final class NoiseWords {

    /** The part of the original's draws: loss.cc of version 0.9.2, where word2vec takes 0.75. */
    private static final double POWER = 0.5;

    /** Of the place that was drawn, below which share of 2³² it stays there. */
    private final int[] share;

    private final int[] alias;

    NoiseWords(long[] counts) {
        int size = counts.length;
        double[] weights = new double[size];
        double sum = 0;
        for (int i = 0; i < size; i++) {
            weights[i] = Math.pow((double) counts[i], POWER);
            sum += weights[i];
        }
        share = new int[size];
        alias = new int[size];
        int[] small = new int[size];
        int[] large = new int[size];
        int smalls = 0;
        int larges = 0;
        for (int i = 0; i < size; i++) {
            weights[i] *= size / sum;
            alias[i] = i;
            share[i] = -1;
            if (weights[i] < 1) {
                small[smalls++] = i;
            } else {
                large[larges++] = i;
            }
        }
        while (smalls > 0 && larges > 0) {
            int less = small[--smalls];
            int more = large[larges - 1];
            share[less] = (int) (long) (weights[less] * 0x1p32);
            alias[less] = more;
            weights[more] -= 1 - weights[less];
            if (weights[more] < 1) {
                larges--;
                small[smalls++] = more;
            }
        }
    }

    int draw(RandomInts random) {
        long product = Integer.toUnsignedLong(random.next()) * alias.length;
        int place = (int) (product >>> 32);
        return Integer.compareUnsigned((int) product, share[place]) < 0 ? place : alias[place];
    }
}
