package io.isotropy.nlp.fasttext;

import io.isotropy.nlp.text.IntSink;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The words and labels of a model with their counts, and which rows of its input matrix (words + buckets, D) a word or a text stands for.
 * Immutable.
 */
public final class FastTextDictionary {

    /** The token at the end of every line, which has no n-grams. */
    static final String LINE_END = "</s>";
    /** What the labels of texts begin with. */
    public static final String LABEL_PREFIX = "__label__";

    private final FastTextConfig config;
    private final Entries words;
    private final Entries labels;
    private final long tokens;
    /** The rows behind the words of the buckets that a smaller model has kept, −1 for none; null where all are there. */
    private final int @Nullable [] kept;
    private final int bucketRows;

    FastTextDictionary(FastTextConfig config, Entries words, Entries labels, long tokens, int @Nullable [] kept, int bucketRows) {
        this.config = config;
        this.words = words;
        this.labels = labels;
        this.tokens = tokens;
        this.kept = kept;
        this.bucketRows = bucketRows;
    }

    /** Names with their counts, the most frequent first. */
    record Entries(List<String> names, long[] counts, Map<String, Integer> ids) {

        /** Of a name that comes twice, which only damaged text has, the first counts. */
        static Entries of(List<String> names, long[] counts) {
            Map<String, Integer> ids = HashMap.newHashMap(names.size());
            for (int id = 0; id < names.size(); id++) {
                ids.putIfAbsent(names.get(id), id);
            }
            return new Entries(List.copyOf(names), counts, ids);
        }

        int size() {
            return counts.length;
        }
    }

    /** All words, the most frequent first. */
    public List<String> words() {
        return words.names;
    }

    /** All labels, the most frequent first, with their prefix. */
    public List<String> labels() {
        return labels.names;
    }

    /** How often the word of an id occurs. */
    public long count(int word) {
        return words.counts[word];
    }

    /** How often the label of an id occurs. */
    public long labelCount(int label) {
        return labels.counts[label];
    }

    /** The number of tokens of the corpus, those that are too rare to be words included. */
    public long tokens() {
        return tokens;
    }

    /** The id of a word; −1 if it is none of those known. */
    public int word(String word) {
        return words.ids.getOrDefault(word, -1);
    }

    /** The id of a label, given with its prefix; −1 if it is none of those known. */
    public int label(String label) {
        return labels.ids.getOrDefault(label, -1);
    }

    long[] wordCounts() {
        return words.counts;
    }

    long[] labelCounts() {
        return labels.counts;
    }

    int @Nullable [] kept() {
        return kept;
    }

    /** The number of rows of the input matrix. */
    int rows() {
        return words.size() + bucketRows;
    }

    /** Adds the rows of a word: its own, if it has one, and those of its n-grams. */
    void addWord(String word, IntSink rows) {
        int id = word(word);
        if (id >= 0) {
            rows.add(id);
        }
        addNGrams(word, rows);
    }

    /** Adds the rows of the n-grams of a word's characters. */
    void addNGrams(String word, IntSink rows) {
        if (config.longest() > 0 && !word.equals(LINE_END)) {
            NGrams.ofCharacters(word, config.shortest(), config.longest(),
                    hash -> addBucket(Integer.remainderUnsigned(hash, config.buckets()), rows));
        }
    }

    /**
     * Adds the rows of a text as the classifier sees it: its words and their n-grams, the end of the line, the n-grams of words. Labels in
     * the text are left out.
     */
    void addText(List<String> tokens, IntSink rows) {
        int[] hashes = new int[tokens.size() + 1];
        int size = 0;
        for (int i = 0; i <= tokens.size(); i++) {
            String token = i == tokens.size() ? LINE_END : tokens.get(i);
            if (word(token) >= 0 || !isLabel(token)) {
                addWord(token, rows);
                hashes[size++] = NGrams.hash(token);
            }
        }
        addWordNGrams(hashes, size, rows);
    }

    void addWordNGrams(int[] hashes, int size, IntSink rows) {
        if (config.wordNGrams() > 1) {
            NGrams.ofWords(hashes, size, config.wordNGrams(), config.buckets(), bucket -> addBucket(bucket, rows));
        }
    }

    private void addBucket(int bucket, IntSink rows) {
        int place = kept == null ? bucket : kept[bucket];
        if (place >= 0) {
            rows.add(words.size() + place);
        }
    }

    private boolean isLabel(String token) {
        return label(token) >= 0 || token.startsWith(LABEL_PREFIX);
    }
}
