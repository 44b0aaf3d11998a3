package io.isotropy.nlp.eval;

import io.isotropy.nlp.word.WordVectors;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * The words that an evaluation looks at, as gensim does: the first {@code restrict}; of words that differ but in case the first, which is the
 * most frequent, where case does not count.
 */
record WordIndex(Map<String, Integer> rows, int size, boolean ignoreCase) {

    static WordIndex of(WordVectors vectors, int restrict, boolean ignoreCase) {
        int size = Math.min(restrict, vectors.size());
        Map<String, Integer> rows = HashMap.newHashMap(size);
        for (int row = 0; row < size; row++) {
            rows.putIfAbsent(form(vectors.words().get(row), ignoreCase), row);
        }
        return new WordIndex(rows, size, ignoreCase);
    }

    private static String form(String word, boolean ignoreCase) {
        return ignoreCase ? word.toUpperCase(Locale.ROOT) : word;
    }

    /** What a word is looked up by. */
    String form(String word) {
        return form(word, ignoreCase);
    }

    /** The row of a word; −1 if it has none. */
    int row(String word) {
        return rows.getOrDefault(form(word), -1);
    }
}
