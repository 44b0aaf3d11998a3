package io.isotropy.nlp.corpus;

import io.isotropy.nlp.text.TextFileException;
import io.isotropy.nlp.text.Utf8Lines;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Words with how often they occur, the most frequent first; of equally frequent ones the smaller in code units, so that the order depends on
 * nothing but the corpus. A word's id is its place. Immutable.
 */
public final class Vocabulary {

    private final List<String> words;
    private final long[] counts;
    private final Map<String, Integer> ids;
    private final long total;
    private final long tokens;

    private Vocabulary(List<String> words, long[] counts, long tokens) {
        this.words = List.copyOf(words);
        this.counts = counts;
        this.tokens = tokens;
        this.total = Arrays.stream(counts).sum();
        this.ids = HashMap.newHashMap(words.size());
        for (int id = 0; id < words.size(); id++) {
            if (ids.put(words.get(id), id) != null) {
                throw new IllegalArgumentException("[vocabulary] the word \"" + words.get(id) + "\" comes twice");
            }
        }
    }

    /** Which words of a corpus become those of a vocabulary. */
    public record Limits(int minCount, int maxWords) {

        /** All words. */
        public static final Limits NONE = new Limits(1, Integer.MAX_VALUE);

        /** Checks the limits. */
        public Limits {
            if (minCount < 1 || maxWords < 1) {
                throw new IllegalArgumentException(
                        "[vocabulary] the least count and the number of words must be 1 or more: got " + minCount + " and " + maxWords);
            }
        }

        /** Words that come {@code minCount} times at least. */
        public static Limits ofMinCount(int minCount) {
            return new Limits(minCount, Integer.MAX_VALUE);
        }
    }

    /** Words with counts, in any order, those outside the limits left out. */
    public static Vocabulary of(Map<String, Long> counts, Limits limits) {
        List<String> words = new ArrayList<>(counts.keySet());
        words.removeIf(word -> count(counts, word) < limits.minCount());
        words.sort((a, b) -> {
            int order = Long.compare(count(counts, b), count(counts, a));
            return order != 0 ? order : a.compareTo(b);
        });
        if (words.size() > limits.maxWords()) {
            words.subList(limits.maxWords(), words.size()).clear();
        }
        long[] sorted = words.stream().mapToLong(word -> count(counts, word)).toArray();
        return new Vocabulary(words, sorted, counts.values().stream().mapToLong(count -> count).sum());
    }

    private static long count(Map<String, Long> counts, String word) {
        Long count = counts.get(word);
        return count == null ? 0 : count;
    }

    /**
     * Counts the tokens of a corpus.
     *
     * @throws TextFileException if no word is left
     */
    public static Vocabulary count(Corpus corpus, Tokenizer tokenizer, Limits limits) throws IOException {
        WordCounter counter = new WordCounter(limits);
        corpus.forEach(text -> tokenizer.tokenize(text, counter::add));
        return counter.vocabulary(corpus);
    }

    /** The number of words. */
    public int size() {
        return words.size();
    }

    /** All words by id. */
    public List<String> words() {
        return words;
    }

    /** The word of an id. */
    public String word(int id) {
        return words.get(id);
    }

    /** The id of a word; -1 if it is unknown. */
    public int id(String word) {
        Integer id = ids.get(word);
        return id == null ? -1 : id;
    }

    /** How often the word of an id occurs. */
    public long count(int id) {
        return counts[id];
    }

    /** How often each word occurs, by id. */
    public long[] counts() {
        return counts.clone();
    }

    /** How often all of its words occur together. */
    public long total() {
        return total;
    }

    /** The number of tokens of the corpus, those left out included. */
    public long tokens() {
        return tokens;
    }

    /** The words without those in {@code stopWords}. */
    public Vocabulary without(Set<String> stopWords) {
        Map<String, Long> left = HashMap.newHashMap(size());
        for (int id = 0; id < size(); id++) {
            if (!stopWords.contains(words.get(id))) {
                left.put(words.get(id), counts[id]);
            }
        }
        return of(left, Limits.NONE);
    }

    /** Words whose order and counts are given. */
    public static Vocabulary ofOrdered(List<String> words, long[] counts) {
        if (words.size() != counts.length) {
            throw new IllegalArgumentException(
                    "[vocabulary] there must be as many counts as words: got " + counts.length + " and " + words.size());
        }
        return new Vocabulary(words, counts.clone(), Arrays.stream(counts).sum());
    }

    /** Writes one word and its count a line, between them a tab, in order. */
    public void write(BufferedWriter out) throws IOException {
        for (int id = 0; id < size(); id++) {
            out.append(words.get(id)).append('\t').append(Long.toString(counts[id])).append('\n');
        }
    }

    /** Reads what {@link #write} wrote, or word2vec's vocabulary file ({@code -save-vocab}), which has a space between. */
    public static Vocabulary read(Path file) throws IOException {
        List<String> words = new ArrayList<>();
        List<Long> counts = new ArrayList<>();
        Set<String> seen = new LinkedHashSet<>();
        try (Utf8Lines lines = Utf8Lines.open(file)) {
            for (String line = lines.next(); line != null; line = lines.next()) {
                int end = Math.max(line.lastIndexOf('\t'), line.lastIndexOf(' '));
                if (end <= 0 || !line.substring(end + 1).matches("\\d{1,18}")) {
                    throw lines.error("must be a word, a tab or a space, and its count");
                }
                if (!seen.add(line.substring(0, end))) {
                    throw lines.error("has the word \"" + line.substring(0, end) + "\" a second time");
                }
                words.add(line.substring(0, end));
                counts.add(Long.valueOf(line.substring(end + 1)));
            }
        }
        if (words.isEmpty()) {
            throw new TextFileException(file.toString(), "holds no word");
        }
        return ofOrdered(Collections.unmodifiableList(words), counts.stream().mapToLong(count -> count).toArray());
    }
}
