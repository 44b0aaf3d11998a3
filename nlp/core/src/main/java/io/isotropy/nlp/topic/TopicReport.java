package io.isotropy.nlp.topic;

import io.isotropy.nlp.corpus.Corpus;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * A model for people.
 *
 * @param topics the ones with the largest share first
 * @param unknownTexts how many texts of the corpus have no known word, which gives them no topic
 */
public record TopicReport(List<Topic> topics, int unknownTexts) {

    /**
     * A topic.
     *
     * @param share of the training corpus
     * @param words the most probable ones
     * @param coherence of these words by the corpus; empty without one, and for a single word
     * @param examples texts of the corpus that have much of it
     */
    public record Topic(
            int number, double share, List<TopicModel.WeightedWord> words, Map<Coherence, Double> coherence, List<Example> examples) {}

    /** A text, its place in the corpus, and the share of it that is of the topic. */
    public record Example(String text, int place, double share) {}

    private static final Comparator<Example> LEAST_FIRST =
            Comparator.comparingDouble(Example::share).thenComparing(Comparator.comparingInt(Example::place).reversed());

    /** Reports all topics with so many words each and, of the corpus if there is one, so many texts. */
    public static TopicReport of(TopicModel model, int words, @Nullable Corpus corpus, int examples) throws IOException {
        List<PriorityQueue<Example>> best = new ArrayList<>();
        for (int k = 0; k < model.topics(); k++) {
            best.add(new PriorityQueue<>(LEAST_FIRST));
        }
        int[] texts = new int[2];
        if (corpus != null) {
            corpus.forEach(text -> {
                int[] known = model.words(text);
                texts[1] += known.length == 0 ? 1 : 0;
                if (known.length > 0) {
                    offer(best, text, texts[0], model.infer(known), examples);
                }
                texts[0]++;
            });
        }
        Map<Coherence, double[]> coherence = new EnumMap<>(Coherence.class);
        if (corpus != null && words > 1 && model.vocabulary().size() > 1) {
            for (Coherence measure : Coherence.values()) {
                coherence.put(measure, measure.of(model, words, corpus));
            }
        }
        List<Topic> topics = new ArrayList<>();
        for (int k = 0; k < model.topics(); k++) {
            Map<Coherence, Double> ofTopic = new EnumMap<>(Coherence.class);
            for (Map.Entry<Coherence, double[]> measure : coherence.entrySet()) {
                ofTopic.put(measure.getKey(), measure.getValue()[k]);
            }
            topics.add(new Topic(k, model.share(k), model.topWords(k, words), ofTopic,
                    best.get(k).stream().sorted(LEAST_FIRST.reversed()).toList()));
        }
        topics.sort(Comparator.comparingDouble(topic -> -topic.share()));
        return new TopicReport(topics, texts[1]);
    }

    /** The mean of a measure over all topics; NaN where it was not computed. */
    public double meanCoherence(Coherence measure) {
        return topics.stream().mapToDouble(topic -> topic.coherence().getOrDefault(measure, Double.NaN)).average().orElse(Double.NaN);
    }

    private static void offer(List<PriorityQueue<Example>> best, String text, int place, double[] shares, int examples) {
        for (int k = 0; k < shares.length; k++) {
            PriorityQueue<Example> queue = best.get(k);
            Example least = queue.peek();
            if (queue.size() < examples || least != null && examples > 0 && shares[k] > least.share()) {
                queue.add(new Example(text, place, shares[k]));
                if (queue.size() > examples) {
                    queue.poll();
                }
            }
        }
    }
}
