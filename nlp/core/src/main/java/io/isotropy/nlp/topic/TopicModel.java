package io.isotropy.nlp.topic;

import io.isotropy.nlp.EmbeddingModel;
import io.isotropy.nlp.corpus.Tokenizer;
import io.isotropy.nlp.corpus.Vocabulary;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Topics, each a distribution of words, and how to find those of a text: a text's vector is its distribution of topics. Inference draws no
 * random numbers, so a text always has the same one. Immutable and thread-safe.
 */
public final class TopicModel implements EmbeddingModel {

    private final Tokenizer tokenizer;
    private final Vocabulary vocabulary;
    private final TopicInference inference;
    private final Map<String, ?> settings;
    /** (V, K). */
    private final float[] weights;
    private final double[] totals;

    /**
     * A model of known parts.
     *
     * @param weights how much each word belongs to each topic, the prior included: (V, K), each word's K side by side; counts or probabilities,
     *     of which only the ratios within a topic matter
     * @param inference how to find the topics of a text
     * @param settings those of the training, as the folder keeps them
     */
    public TopicModel(Tokenizer tokenizer, Vocabulary vocabulary, float[] weights, TopicInference inference, Map<String, ?> settings) {
        int topics = inference.prior().length;
        if (topics < 2 || weights.length != (long) vocabulary.size() * topics) {
            throw new IllegalArgumentException("[topics] there must be two topics or more, and a weight for each word in each: got "
                    + vocabulary.size() + " words, " + topics + " topics and " + weights.length + " weights");
        }
        this.tokenizer = tokenizer;
        this.vocabulary = vocabulary;
        this.weights = weights;
        this.inference = inference;
        this.settings = Collections.unmodifiableMap(new LinkedHashMap<>(settings)); // in their order
        this.totals = new double[topics];
        for (int i = 0; i < weights.length; i++) {
            if (!(weights[i] >= 0) || weights[i] == Float.POSITIVE_INFINITY) {
                throw new IllegalArgumentException("[topics] weights must be 0 or more: that of \"" + vocabulary.word(i / topics)
                        + "\" in topic " + i % topics + " is " + weights[i]);
            }
            totals[i % topics] += weights[i];
        }
        for (int k = 0; k < topics; k++) {
            if (!(totals[k] > 0)) {
                throw new IllegalArgumentException("[topics] topic " + k + " has no word");
            }
        }
    }

    /** A word of a topic, and its probability there. */
    public record WeightedWord(String word, double probability) {}

    /** What cuts texts. */
    public Tokenizer tokenizer() {
        return tokenizer;
    }

    /** The words that count. */
    public Vocabulary vocabulary() {
        return vocabulary;
    }

    /** K. */
    public int topics() {
        return totals.length;
    }

    /** How topics of a text are found. */
    public TopicInference inference() {
        return inference;
    }

    /** Settings of the training. */
    public Map<String, ?> settings() {
        return settings;
    }

    /** (V, K), as given. */
    float[] weights() {
        return weights;
    }

    /** p(word | topic). */
    public double wordProbability(int word, int topic) {
        requireWord(word);
        requireTopic(topic);
        return weights[word * totals.length + topic] / totals[topic];
    }

    /** p(word | each topic), to {@code target}: (K). */
    void wordProbabilities(int word, double[] target) {
        int row = word * totals.length;
        for (int k = 0; k < totals.length; k++) {
            target[k] = weights[row + k] / totals[k];
        }
    }

    /** exp(E[ln p(word | topic)]) of a word, the weights being those of a Dirichlet posterior: as {@link VariationalText.Rows} wants it. */
    double expectations(int word, float[] target) {
        int row = word * totals.length;
        double[] values = new double[totals.length];
        for (int k = 0; k < totals.length; k++) {
            values[k] = weights[row + k] == 0 ? 0 : GammaFunction.expDigamma(weights[row + k]) / GammaFunction.expDigamma(totals[k]);
        }
        return TopicPosterior.scaled(values, target, 0);
    }

    /** The share of the corpus' words that are of a topic. */
    public double share(int topic) {
        requireTopic(topic);
        return inference.share(topic, totals);
    }

    /** The ids of a topic's most probable words, the most probable first; of equally probable ones the more frequent in the corpus. */
    public int[] topIds(int topic, int number) {
        requireTopic(topic);
        require(number >= 0, "the number of words must be 0 or more", number);
        return IntStream.range(0, vocabulary.size()).boxed()
                .sorted(Comparator.comparingDouble(word -> -weights[word * totals.length + topic]))
                .limit(number).mapToInt(word -> word).toArray();
    }

    /** A topic's most probable words. */
    public List<WeightedWord> topWords(int topic, int number) {
        List<WeightedWord> words = new ArrayList<>();
        for (int id : topIds(topic, number)) {
            words.add(new WeightedWord(vocabulary.word(id), wordProbability(id, topic)));
        }
        return words;
    }

    /** The ids of a text's known words, sorted. */
    public int[] words(String text) {
        List<String> tokens = tokenizer.tokens(text);
        return tokens.stream().mapToInt(vocabulary::id).filter(id -> id >= 0).sorted().toArray();
    }

    /** p(topic | text) by the ids of the text's words: (K). Without a word, that of the prior. */
    public double[] infer(int... words) {
        if (words.length == 0) {
            double sum = Arrays.stream(inference.prior()).sum();
            return Arrays.stream(inference.prior()).map(prior -> prior / sum).toArray();
        }
        for (int word : words) {
            requireWord(word);
        }
        int[] sorted = words.clone();
        Arrays.sort(sorted);
        return inference.infer(WordBag.of(sorted), this);
    }

    /** p(topic | text): (K). For a text without a known word, that of the prior. */
    public double[] infer(String text) {
        return infer(words(text));
    }

    private void requireTopic(int topic) {
        require(topic >= 0 && topic < totals.length, "a topic must be 0 to " + (totals.length - 1), topic);
    }

    private void requireWord(int id) {
        require(id >= 0 && id < vocabulary.size(), "a word's id must be 0 to " + (vocabulary.size() - 1), id);
    }

    private void require(boolean holds, String rule, int got) {
        if (!holds) {
            throw new IllegalArgumentException("[" + name() + "] " + rule + ": got " + got);
        }
    }

    /** "lda" or "plsa". */
    @Override
    public String name() {
        return inference.model();
    }

    @Override
    public int dimension() {
        return totals.length;
    }

    /** p(topic | text) of each; the vector 0 for a text without a known word, of which nothing can be said. */
    @Override
    public List<float[]> embed(List<String> texts) {
        EmbeddingModel.requireTexts(texts);
        return texts.parallelStream().map(this::vector).toList();
    }

    private float[] vector(String text) {
        float[] vector = new float[totals.length];
        int[] words = words(text);
        if (words.length > 0) {
            double[] found = infer(words);
            for (int k = 0; k < vector.length; k++) {
                vector[k] = (float) found[k];
            }
        }
        return vector;
    }

    @Override
    public void close() {}
}
