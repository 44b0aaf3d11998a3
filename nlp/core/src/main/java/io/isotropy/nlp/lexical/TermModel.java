package io.isotropy.nlp.lexical;

import io.isotropy.nlp.EmbeddingModel;
import io.isotropy.nlp.corpus.Corpus;
import io.isotropy.nlp.corpus.Tokenizer;
import io.isotropy.nlp.corpus.Vocabulary;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * One dimension per term of a vocabulary, and a weight for each term that a text has: one-hot vectors, bags of words and n-grams, TF-IDF and
 * BM25 (the article's §1.1 and 1.2). Immutable and thread-safe.
 */
public final class TermModel implements EmbeddingModel {

    private final Tokenizer tokenizer;
    private final Vocabulary vocabulary;
    private final Weighting weighting;
    private final Weighting.Statistics statistics;
    private final double[] termWeights;

    /** A model of known parts. */
    TermModel(Tokenizer tokenizer, Vocabulary vocabulary, Weighting weighting, Weighting.Statistics statistics) {
        this.tokenizer = tokenizer;
        this.vocabulary = vocabulary;
        this.weighting = weighting;
        this.statistics = statistics;
        this.termWeights = weighting.termWeights(statistics);
    }

    /**
     * What to make of a corpus.
     *
     * @param tokenizer what terms are: words, n-grams of words ({@link WordNGrams}), or of characters
     * @param limits which terms are dimensions
     */
    public record Config(Tokenizer tokenizer, Vocabulary.Limits limits, Weighting weighting) {}

    /** Counts terms, and in how many texts each of them is. Goes through the corpus twice. */
    public static TermModel train(Corpus corpus, Config config) throws IOException {
        Vocabulary vocabulary = Vocabulary.count(corpus, config.tokenizer, config.limits);
        int[] frequencies = new int[vocabulary.size()];
        long[] texts = new long[1];
        corpus.forEach(text -> {
            texts[0]++;
            for (int term : counts(text, config.tokenizer, vocabulary).indices()) {
                frequencies[term]++;
            }
        });
        return new TermModel(config.tokenizer, vocabulary, config.weighting,
                new Weighting.Statistics(texts[0], vocabulary.total() / (double) texts[0], frequencies));
    }

    private static SparseVector counts(String text, Tokenizer tokenizer, Vocabulary vocabulary) {
        List<String> tokens = tokenizer.tokens(text);
        int[] ids = new int[tokens.size()];
        int size = 0;
        for (String token : tokens) {
            int id = vocabulary.id(token);
            if (id >= 0) {
                ids[size++] = id;
            }
        }
        return SparseVector.counts(ids, size);
    }

    /** How often each term occurs in a text. */
    public SparseVector counts(String text) {
        return counts(text, tokenizer, vocabulary);
    }

    /** The vector of a text; zero if it has no known term. */
    public SparseVector vector(String text) {
        return weighting.weigh(counts(text), termWeights, statistics.averageLength());
    }

    /** The vector of a text that is looked for: its inner product with a text's {@link #vector} says how well that one fits. */
    public SparseVector queryVector(String text) {
        return weighting.weighQuery(counts(text), termWeights, statistics.averageLength());
    }

    /** The vectors of all texts of a corpus. */
    public SparseRows rows(Corpus corpus) throws IOException {
        List<SparseVector> rows = new ArrayList<>();
        corpus.forEach(text -> rows.add(vector(text)));
        return SparseRows.of(rows, dimension());
    }

    /** A text as one-hot vectors, one row per known token in order: (tokens, V). */
    public SparseRows oneHot(String text) {
        List<SparseVector> rows = new ArrayList<>();
        tokenizer.tokenize(text, token -> {
            int id = vocabulary.id(token);
            if (id >= 0) {
                rows.add(new SparseVector(new int[] {id}, new double[] {1}));
            }
        });
        return SparseRows.of(rows, dimension());
    }

    /** What cuts texts. */
    public Tokenizer tokenizer() {
        return tokenizer;
    }

    /** The dimensions' terms. */
    public Vocabulary vocabulary() {
        return vocabulary;
    }

    /** The weight of a term. */
    public Weighting weighting() {
        return weighting;
    }

    /** Texts, their average length in known terms, and in how many each term is. */
    public Weighting.Statistics statistics() {
        return new Weighting.Statistics(
                statistics.texts(), statistics.averageLength(), Arrays.copyOf(statistics.textFrequencies(), vocabulary.size()));
    }

    @Override
    public String name() {
        return weighting.toMap().get("name") + " of " + tokenizer.name();
    }

    @Override
    public int dimension() {
        return vocabulary.size();
    }

    @Override
    public List<float[]> embed(List<String> texts) {
        EmbeddingModel.requireTexts(texts);
        return texts.stream().map(text -> vector(text).toDense(dimension())).toList();
    }

    @Override
    public void close() {}
}
