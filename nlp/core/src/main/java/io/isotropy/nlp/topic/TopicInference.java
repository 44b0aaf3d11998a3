package io.isotropy.nlp.topic;

import java.util.Arrays;

/** How the topics of a text are found, the topics' words being given. */
public sealed interface TopicInference {

    /** What each topic's share in a text is before its words are seen; for LDA α. */
    double[] prior();

    /** The name of the kind of model. */
    String model();

    /** p(topic | text) of a text with a word at least. */
    double[] infer(WordBag text, TopicModel model);

    /** The share of a topic, by the sum of its words' weights. */
    default double share(int topic, double[] totals) {
        return totals[topic] / Arrays.stream(totals).sum();
    }

    /**
     * For LDA by Gibbs sampling: what sampling the text's topics would give in the mean, by zero-order collapsed variational inference (Asuncion
     * et al. 2009, "On smoothing and inference for topic models", eq. 17),
     *
     * <pre>γ_wk ∝ φ_wk (N_k − γ_wk + α_k), N_k = Σ_w n_w γ_wk,</pre>
     *
     * <p>until a word's γ changes by less than 1e-4 in the mean. θ_k = (N_k + α_k) / (N + Σα).
     *
     * @param prior α
     */
    record Collapsed(double[] prior) implements TopicInference {

        private static final int MOST_STEPS = 200;
        private static final double TOLERANCE = 1e-4;

        @Override
        public String model() {
            return "lda";
        }

        @Override
        public double[] infer(WordBag text, TopicModel model) {
            int topics = prior.length;
            double[][] words = new double[text.size()][topics];
            double[][] shares = new double[text.size()][topics];
            double[] sums = prior.clone();
            double[] scratch = new double[topics];
            for (int i = 0; i < text.size(); i++) {
                model.wordProbabilities(text.words()[i], words[i]);
                update(words[i], prior, 0, shares[i], sums, text.counts()[i], scratch);
            }
            double change = Double.POSITIVE_INFINITY;
            for (int step = 0; step < MOST_STEPS && change > TOLERANCE * text.tokens(); step++) {
                change = 0;
                for (int i = 0; i < text.size(); i++) {
                    change += update(words[i], sums, 1, shares[i], sums, text.counts()[i], scratch);
                }
            }
            double total = Arrays.stream(sums).sum();
            return Arrays.stream(sums).map(sum -> sum / total).toArray();
        }

        /** A word's γ anew, and the sums with it; returns the change. */
        private static double update(
                double[] word, double[] from, double without, double[] shares, double[] sums, int count, double[] scratch) {
            double total = 0;
            for (int k = 0; k < word.length; k++) {
                scratch[k] = word[k] * Math.max(0, from[k] - without * shares[k]);
                total += scratch[k];
            }
            double change = 0;
            for (int k = 0; k < word.length && total > 0; k++) {
                double share = scratch[k] / total;
                double difference = share - shares[k];
                sums[k] += count * difference;
                shares[k] = share;
                change += count * Math.abs(difference);
            }
            return change;
        }
    }
}
