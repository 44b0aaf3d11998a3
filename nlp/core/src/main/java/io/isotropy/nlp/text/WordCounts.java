package io.isotropy.nlp.text;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** How often the words of a text occur, as BERT's normalizer and pre-tokenizer make them: what a vocabulary is learnt from. */
final class WordCounts {

    private static final class Count {
        private long value;
    }

    private final Normalization normalization;
    private final Map<String, Count> counts = new HashMap<>();

    WordCounts(Normalization normalization) {
        this.normalization = normalization;
    }

    void add(String text) {
        char[] chars = text.toCharArray();
        if (isAscii(chars)) {
            addAscii(chars);
            return;
        }
        NormalizedText normalized = normalization.apply(chars, 0, chars.length);
        StringBuilder word = new StringBuilder();
        for (int i = 0; i < normalized.size(); i++) {
            int c = normalized.point(i);
            boolean alone = CodePoints.isPunctuation(c);
            if (alone || CodePoints.isSpace(c)) {
                end(word);
            }
            if (!CodePoints.isSpace(c)) {
                word.appendCodePoint(c);
            }
            if (alone) {
                end(word);
            }
        }
        end(word);
    }

    private static boolean isAscii(char[] chars) {
        int all = 0;
        for (char c : chars) {
            all |= c;
        }
        return all < 128;
    }

    private void addAscii(char[] chars) {
        byte[] table = normalization.ascii();
        char[] word = new char[chars.length];
        int length = 0;
        for (char c : chars) {
            if (table[c] >= 0) {
                word[length++] = (char) table[c];
            } else if (table[c] != Normalization.ASCII_REMOVED) {
                count(word, length);
                length = 0;
                if (table[c] == Normalization.ASCII_ALONE) {
                    count(new char[] {c}, 1);
                }
            }
        }
        count(word, length);
    }

    private void end(StringBuilder word) {
        if (!word.isEmpty()) {
            counts.computeIfAbsent(word.toString(), key -> new Count()).value++;
            word.setLength(0);
        }
    }

    private void count(char[] word, int length) {
        if (length > 0) {
            counts.computeIfAbsent(new String(word, 0, length), key -> new Count()).value++;
        }
    }

    boolean isEmpty() {
        return counts.isEmpty();
    }

    /** A word and how often it came. */
    record Entry(String word, long count) {}

    /** In the order of their code units, so that nothing depends on a hash. */
    List<Entry> sorted() {
        List<Entry> entries = new ArrayList<>(counts.size());
        counts.forEach((word, count) -> entries.add(new Entry(word, count.value)));
        entries.sort((a, b) -> a.word.compareTo(b.word));
        return entries;
    }
}
