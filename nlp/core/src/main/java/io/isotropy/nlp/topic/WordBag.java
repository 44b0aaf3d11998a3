package io.isotropy.nlp.topic;

import java.util.Arrays;

/**
 * The words of a text, each once, with how often it comes.
 *
 * @param words ids, rising
 * @param counts as many, 1 or more
 * @param tokens the sum of the counts
 */
record WordBag(int[] words, int[] counts, int tokens) {

    /** Of sorted ids. */
    static WordBag of(int[] sorted) {
        int[] words = new int[sorted.length];
        int[] counts = new int[sorted.length];
        int size = 0;
        for (int i = 0; i < sorted.length; i++) {
            if (i == 0 || sorted[i] != sorted[i - 1]) {
                words[size++] = sorted[i];
            }
            counts[size - 1]++;
        }
        return new WordBag(Arrays.copyOf(words, size), Arrays.copyOf(counts, size), sorted.length);
    }

    int size() {
        return words.length;
    }
}
