package io.isotropy.nlp.search;

import java.util.Arrays;

/**
 * The rows that may be among the k best of one query, by float scores that are off by some error at most: all whose score comes within twice
 * that error of the k-th best.
 */
final class Candidates {

    private static final int START = 256;

    private final TopK best;
    private final double slack;
    private int[] rows = new int[START];
    private float[] scores = new float[START];
    private int size;

    /**
     * None yet.
     *
     * @param error how far a float score may be from the exact one
     */
    Candidates(int k, double error) {
        this.best = new TopK(k);
        this.slack = 2 * error;
    }

    /** Looks at the float scores of rows first, first + 1 and so on. */
    void addAll(float[] scores, int first) {
        float threshold = threshold();
        for (int i = 0; i < scores.length; i++) {
            float score = scores[i];
            if (score >= threshold) {
                append(first + i, score);
                best.add(first + i, score);
                threshold = threshold();
            }
        }
    }

    /** Rounded down, so that none is lost. */
    private float threshold() {
        double exact = best.least() - slack;
        return Math.nextDown((float) exact);
    }

    private void append(int row, float score) {
        if (size == rows.length) {
            dropHopeless();
            if (size > rows.length / 2) {
                rows = Arrays.copyOf(rows, 2 * rows.length);
                scores = Arrays.copyOf(scores, 2 * scores.length);
            }
        }
        rows[size] = row;
        scores[size++] = score;
    }

    private void dropHopeless() {
        float threshold = threshold();
        int kept = 0;
        for (int i = 0; i < size; i++) {
            if (scores[i] >= threshold) {
                rows[kept] = rows[i];
                scores[kept++] = scores[i];
            }
        }
        size = kept;
    }

    /** The rows, rising. */
    int[] rows() {
        dropHopeless();
        return Arrays.copyOf(rows, size);
    }
}
