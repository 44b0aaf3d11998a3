package io.isotropy.nlp.topic;

import io.isotropy.nlp.parallel.Crew;
import java.util.Arrays;
import java.util.function.IntConsumer;

/**
 * How often each word has each topic, n_wk, as of the start of an iteration, and what sampling wants to know of it. All of it is made anew
 * from the topics of the tokens after every iteration, words in parallel: sums of integers, and sums of floats of one word in the order of
 * its tokens, so that neither depends on the number of threads.
 */
final class TopicCounts {

    /** Topics of a block, whose masses are kept summed: a draw looks through blocks first, then through one of them. */
    static final int BLOCK = 16;

    private static final int WORDS_PER_TASK = 512;

    final int topics;
    final int blocks;
    /** n_wk: (V, K). */
    final int[] counts;
    /** n_k. */
    final long[] totals;
    /** 1 / (n_k + βV). */
    final float[] inverse;
    /** The same without one token of the topic. */
    final float[] inverseWithout;
    /** α_k / (n_k + βV). */
    final float[] alphaInverse;
    /** Σ α_k (n_wk + β) / (n_k + βV) over all topics: (V). */
    final float[] masses;
    /** The same over the topics of a block: (V, blocks). */
    final float[] blockMasses;

    private final Documents documents;
    private final char[] assignments;
    /** The places of each word's tokens, word by word. */
    private final int[] places;
    private final int[] placeOffsets;

    TopicCounts(Documents documents, char[] assignments, int topics) {
        int words = documents.vocabulary().size();
        if ((long) words * topics > Integer.MAX_VALUE - 8) {
            throw new IllegalArgumentException("[lda] the number of words times that of topics must be below 2^31, got " + words
                    + " words and " + topics + " topics: raise the least count of a word (--min-count)");
        }
        this.documents = documents;
        this.assignments = assignments;
        this.topics = topics;
        this.blocks = (topics + BLOCK - 1) / BLOCK;
        this.counts = new int[words * topics];
        this.totals = new long[topics];
        this.inverse = new float[topics];
        this.inverseWithout = new float[topics];
        this.alphaInverse = new float[topics];
        this.masses = new float[words];
        this.blockMasses = new float[words * blocks];
        this.placeOffsets = new int[words + 1];
        this.places = new int[documents.tokens()];
        for (int word : documents.words()) {
            placeOffsets[word + 1]++;
        }
        for (int word = 0; word < words; word++) {
            placeOffsets[word + 1] += placeOffsets[word];
        }
        int[] next = Arrays.copyOf(placeOffsets, words);
        for (int place = 0; place < places.length; place++) {
            places[next[documents.words()[place]]++] = place;
        }
        for (char topic : assignments) {
            totals[topic]++;
        }
    }

    /** Makes all but {@link #totals}, which must be right, from the tokens' topics. */
    void renew(double[] alpha, double beta, Crew crew) {
        int words = masses.length;
        for (int k = 0; k < topics; k++) {
            inverse[k] = (float) (1 / (totals[k] + beta * words));
            inverseWithout[k] = totals[k] == 0 ? 0 : (float) (1 / (totals[k] - 1 + beta * words));
            alphaInverse[k] = (float) (alpha[k] / (totals[k] + beta * words));
        }
        float[] priorMasses = new float[blocks];
        for (int k = 0; k < topics; k++) {
            priorMasses[k / BLOCK] += (float) beta * alphaInverse[k];
        }
        IntConsumer worker = task -> {
            int end = Math.min(words, (task + 1) * WORDS_PER_TASK);
            for (int word = task * WORDS_PER_TASK; word < end; word++) {
                renew(word, priorMasses);
            }
        };
        crew.run((words + WORDS_PER_TASK - 1) / WORDS_PER_TASK, () -> worker);
    }

    private void renew(int word, float[] priorMasses) {
        int row = word * topics;
        int blockRow = word * blocks;
        int from = placeOffsets[word];
        int to = placeOffsets[word + 1];
        Arrays.fill(counts, row, row + topics, 0);
        System.arraycopy(priorMasses, 0, blockMasses, blockRow, blocks);
        if (to - from < topics) { // most words are rare: it is less work to go through their tokens than through all topics
            for (int i = from; i < to; i++) {
                int topic = assignments[places[i]];
                counts[row + topic]++;
                blockMasses[blockRow + topic / BLOCK] += alphaInverse[topic];
            }
        } else {
            for (int i = from; i < to; i++) {
                counts[row + assignments[places[i]]]++;
            }
            for (int k = 0; k < topics; k++) {
                blockMasses[blockRow + k / BLOCK] += alphaInverse[k] * counts[row + k];
            }
        }
        float mass = 0;
        for (int b = 0; b < blocks; b++) {
            mass += blockMasses[blockRow + b];
        }
        masses[word] = mass;
    }

    Documents documents() {
        return documents;
    }
}
