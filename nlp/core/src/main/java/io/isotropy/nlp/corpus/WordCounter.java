package io.isotropy.nlp.corpus;

import io.isotropy.nlp.text.TextFileException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Counts words and gives each a number in the order of first sight. A corpus may have more different words than memory: when they get too
 * many, the rarest so far are forgotten, those of count 1 first, then of 2 and so on, as word2vec does (Mikolov et al. 2013, {@code
 * ReduceVocab}). What is forgotten may have been a little too rare to be counted right, but never a frequent word.
 */
final class WordCounter {

    /** Beyond so many words the rarest go. A word costs some 150 bytes here. */
    static final int MOST_WORDS = 20_000_000;

    private static final class Entry {
        private final int number;
        private long count;

        private Entry(int number) {
            this.number = number;
        }
    }

    private final Vocabulary.Limits limits;
    private final int mostWords;
    private final Map<String, Entry> entries = new HashMap<>();
    private int numbers;
    private int forgotten;
    private long tokens;

    WordCounter(Vocabulary.Limits limits) {
        this(limits, mostWords());
    }

    WordCounter(Vocabulary.Limits limits, int mostWords) {
        this.limits = limits;
        this.mostWords = mostWords;
    }

    private static int mostWords() {
        return (int) Math.min(MOST_WORDS, Runtime.getRuntime().maxMemory() / 4 / 150);
    }

    /** Counts a word and gives its number, which stays the same while it is known. */
    int add(String word) {
        tokens++;
        Entry entry = entries.get(word);
        if (entry == null) {
            if (entries.size() >= mostWords) {
                forget();
            }
            entry = new Entry(numbers++);
            entries.put(word, entry);
        }
        entry.count++;
        return entry.number;
    }

    private void forget() {
        while (entries.size() > mostWords / 2) {
            forgotten++;
            entries.values().removeIf(entry -> entry.count <= forgotten);
        }
    }

    /** All words that are known. */
    Map<String, Long> counts() {
        Map<String, Long> counts = HashMap.newHashMap(entries.size());
        entries.forEach((word, entry) -> counts.put(word, entry.count));
        return counts;
    }

    /** The vocabulary within the limits. */
    Vocabulary vocabulary(Corpus corpus) throws TextFileException {
        Map<String, Long> counts = counts();
        Vocabulary vocabulary = Vocabulary.of(counts, limits);
        if (tokens == 0) {
            throw corpus.error("holds no word");
        }
        if (vocabulary.size() == 0) {
            long most = counts.values().stream().mapToLong(count -> count).max().orElse(0);
            throw corpus.error("has no word that comes " + limits.minCount() + " times or more; the most frequent one comes " + most
                    + (most == 1 ? " time" : " times") + ": lower the least count (--min-count)");
        }
        return vocabulary;
    }

    /** The id in {@code vocabulary} of every number that was given; -1 for words that are not in it. */
    int[] ids(Vocabulary vocabulary) {
        int[] ids = new int[numbers];
        Arrays.fill(ids, -1);
        List<String> words = new ArrayList<>(vocabulary.words());
        for (int id = 0; id < words.size(); id++) {
            Entry entry = entries.get(words.get(id));
            if (entry != null) {
                ids[entry.number] = id;
            }
        }
        return ids;
    }
}
