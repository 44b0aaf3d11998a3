package io.isotropy.nlp.topic;

import io.isotropy.nlp.corpus.Corpus;
import io.isotropy.nlp.corpus.Tokenizer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Whether the most probable words of a topic belong together, judged by a corpus: Röder, Both, Hinneburg 2015, "Exploring the space of
 * topic coherence measures". Figures are those of gensim's CoherenceModel, and defined where it gives NaN: a pair with a word that the
 * corpus does not have counts 0, as if independent; a pair that is in every window counts 1.
 */
public enum Coherence {

    /** Mean ln (p(wᵢ, wⱼ) + ε) / p(wⱼ), j before i, over texts: Mimno et al. 2011. 0 at best. */
    U_MASS(0),

    /**
     * Mean cosine of each word's NPMIs with all words of the topic and the sum of all words' NPMIs, windows of 110 words: the measure that
     * goes best with people's judgements in the paper. -1 to 1.
     */
    C_V(110),

    /** Mean NPMI of all pairs, windows of 10 words: Aletras and Stevenson 2013. -1 to 1. */
    C_NPMI(10);

    /** What the logarithm of 0 stays above. */
    private static final double EPSILON = 1e-12;

    private final int window;

    Coherence(int window) {
        this.window = window;
    }

    /** The coherence of a model's topics by their most probable words; texts are what the model knows of them, without other words. */
    public double[] of(TopicModel model, int words, Corpus corpus) throws IOException {
        List<List<String>> topics = new ArrayList<>();
        for (int k = 0; k < model.topics(); k++) {
            topics.add(model.topWords(k, words).stream().map(TopicModel.WeightedWord::word).toList());
        }
        Tokenizer known = new Tokenizer() {
            @Override
            public void tokenize(String text, Consumer<String> action) {
                model.tokenizer().tokenize(text, word -> {
                    if (model.vocabulary().id(word) >= 0) {
                        action.accept(word);
                    }
                });
            }

            @Override
            public String name() {
                return model.tokenizer().name();
            }
        };
        return of(topics, corpus, known);
    }

    /**
     * The coherence of each topic.
     *
     * @param topics the words of each, the most probable first, two or more
     * @param corpus texts of the kind that the topics are of; all their tokens count to windows. Texts without a token are left out
     */
    public double[] of(List<List<String>> topics, Corpus corpus, Tokenizer tokenizer) throws IOException {
        Map<String, Integer> numbers = new HashMap<>();
        for (List<String> topic : topics) {
            if (topic.size() < 2) {
                throw new IllegalArgumentException("[coherence] a topic must have two words or more: got " + topic);
            }
            topic.forEach(word -> numbers.putIfAbsent(word, numbers.size()));
        }
        WindowCounts counts = new WindowCounts(numbers.size(), window);
        corpus.forEach(text -> {
            int[] words = tokenizer.tokens(text).stream().mapToInt(word -> numbers.getOrDefault(word, -1)).toArray();
            if (words.length > 0) {
                counts.add(words);
            }
        });
        return topics.stream()
                .mapToDouble(topic -> of(topic.stream().mapToInt(word -> numbers.getOrDefault(word, -1)).toArray(), counts))
                .toArray();
    }

    private double of(int[] topic, WindowCounts counts) {
        return switch (this) {
            case U_MASS -> meanLogConditional(topic, counts);
            case C_V -> meanCosine(topic, counts);
            case C_NPMI -> meanPairs(topic, counts);
        };
    }

    private static double meanLogConditional(int[] topic, WindowCounts counts) {
        double sum = 0;
        for (int i = 1; i < topic.length; i++) {
            for (int j = 0; j < i; j++) {
                double condition = counts.probability(topic[j]);
                sum += condition == 0 ? 0 : Math.log((counts.probability(topic[i], topic[j]) + EPSILON) / condition);
            }
        }
        return sum / (topic.length * (topic.length - 1) / 2.0);
    }

    private static double meanPairs(int[] topic, WindowCounts counts) {
        double sum = 0;
        for (int i = 1; i < topic.length; i++) {
            for (int j = 0; j < i; j++) {
                sum += npmi(topic[i], topic[j], counts);
            }
        }
        return sum / (topic.length * (topic.length - 1) / 2.0);
    }

    /** Normalized pointwise mutual information: ln ((p(a, b) + ε) / (p(a) p(b))) / −ln (p(a, b) + ε). */
    private static double npmi(int a, int b, WindowCounts counts) {
        double both = counts.probability(a, b);
        double apart = counts.probability(a) * counts.probability(b);
        return apart == 0 ? 0 : both == 1 ? 1 : Math.log((both + EPSILON) / apart) / -Math.log(both + EPSILON);
    }

    private static double meanCosine(int[] topic, WindowCounts counts) {
        double[][] contexts = new double[topic.length][topic.length];
        double[] all = new double[topic.length];
        for (int i = 0; i < topic.length; i++) {
            for (int j = 0; j < topic.length; j++) {
                contexts[i][j] = npmi(topic[i], topic[j], counts);
                all[j] += contexts[i][j];
            }
        }
        return Arrays.stream(contexts).mapToDouble(context -> cosine(context, all)).average().orElseThrow();
    }

    private static double cosine(double[] a, double[] b) {
        double product = 0;
        double ofA = 0;
        double ofB = 0;
        for (int i = 0; i < a.length; i++) {
            product += a[i] * b[i];
            ofA += a[i] * a[i];
            ofB += b[i] * b[i];
        }
        return ofA == 0 || ofB == 0 ? 0 : product / Math.sqrt(ofA * ofB);
    }
}
