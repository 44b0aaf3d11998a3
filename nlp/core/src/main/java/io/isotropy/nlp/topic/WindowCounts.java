package io.isotropy.nlp.topic;

import java.util.Arrays;

/**
 * In how many windows of a text's words each of some words is, and each two of them together: Röder et al. 2015, §3.2, Boolean sliding
 * windows. A window moves by a word; a text that is no longer than the window is one window.
 *
 * <p>As in gensim a window that moves on loses the word that leaves it even if that word stands in it once more, so that figures are the
 * same.
 */
final class WindowCounts {

    private final int window;
    /** Windows in which both words are, i ≥ j at i(i+1)/2+j; of a word with itself, those in which it is. */
    private final int[] together;
    /** The words of the present window, in no order, and where each stands there; -1 for those that do not. */
    private final int[] present;
    private final int[] slots;
    private int size;
    /** Windows with just these words that are not counted yet. */
    private int pending;
    private long windows;

    /**
     * Counts nothing yet.
     *
     * @param words the number of words that count
     * @param window words of a window; 0 for the whole text
     */
    WindowCounts(int words, int window) {
        long pairs = (long) words * (words + 1) / 2;
        if (pairs > Integer.MAX_VALUE - 8) {
            throw new IllegalArgumentException(
                    "[coherence] the topics may have 65000 different words at most, got " + words + ": take fewer words of each");
        }
        this.window = window;
        this.together = new int[(int) pairs];
        this.present = new int[words];
        this.slots = new int[words];
        Arrays.fill(slots, -1);
    }

    /** Counts a text, its words by number, -1 for those that do not count. */
    void add(int[] text) {
        int length = window == 0 ? text.length : Math.min(window, text.length);
        for (int i = 0; i < length; i++) {
            enter(text[i]);
        }
        pending++;
        windows++;
        for (int end = length; end < text.length; end++) {
            int leaving = text[end - length];
            int entering = text[end];
            if (leaving >= 0 || entering >= 0) {
                flush();
                leave(leaving);
                enter(entering);
            }
            pending++;
            windows++;
        }
        flush();
        for (int i = 0; i < size; i++) {
            slots[present[i]] = -1;
        }
        size = 0;
    }

    private void enter(int word) {
        if (word >= 0 && slots[word] < 0) {
            slots[word] = size;
            present[size++] = word;
        }
    }

    private void leave(int word) {
        if (word >= 0 && slots[word] >= 0) {
            int last = present[--size];
            present[slots[word]] = last;
            slots[last] = slots[word];
            slots[word] = -1;
        }
    }

    private void flush() {
        for (int i = 0; i < size; i++) {
            for (int j = 0; j <= i; j++) {
                together[place(present[i], present[j])] += pending;
            }
        }
        pending = 0;
    }

    private static int place(int a, int b) {
        int high = Math.max(a, b);
        return high * (high + 1) / 2 + Math.min(a, b);
    }

    /** The probability that a window has both words. */
    double probability(int a, int b) {
        return windows == 0 ? 0 : (double) together[place(a, b)] / windows;
    }

    /** The probability that a window has the word. */
    double probability(int word) {
        return probability(word, word);
    }
}
