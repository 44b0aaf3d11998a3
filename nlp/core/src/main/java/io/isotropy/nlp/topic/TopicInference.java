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
     * For LDA by Gibbs sampling: what sampling the text's topics would give in the mean, by zero-order collapsed variational inference
     * (Asuncion et al. 2009, "On smoothing and inference for topic models", eq. 17),
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

    /**
     * For LDA by variational Bayes: the text's own step of training ({@link OnlineLda}), to the end. θ_k = γ_k / Σγ.
     *
     * @param prior α
     */
    record Variational(double[] prior) implements TopicInference {

        private static final int MOST_STEPS = 200;
        private static final double TOLERANCE = 1e-5;

        @Override
        public String model() {
            return "lda";
        }

        @Override
        public double[] infer(WordBag text, TopicModel model) {
            VariationalText posterior = new VariationalText(prior.length);
            posterior.infer(text, model::expectations, prior, MOST_STEPS, TOLERANCE);
            double total = Arrays.stream(posterior.gamma()).sum();
            return Arrays.stream(posterior.gamma()).map(gamma -> gamma / total).toArray();
        }
    }

    /**
     * For pLSA: EM for the text's topics alone, the topics' words being held, "folding in": Hofmann 1999, §3.3, tempered as in training.
     * The prior says where it starts, and what stands for a text without a known word.
     *
     * @param prior p(topic)
     * @param temperature β of the tempered E step, 1 where training was not tempered
     */
    record FoldingIn(double[] prior, double temperature) implements TopicInference {

        private static final int MOST_STEPS = 200;
        private static final double TOLERANCE = 1e-5;

        @Override
        public String model() {
            return "plsa";
        }

        @Override
        public double share(int topic, double[] totals) {
            return prior[topic];
        }

        @Override
        public double[] infer(WordBag text, TopicModel model) {
            int topics = prior.length;
            double[][] words = new double[text.size()][topics];
            double[] fixed = new double[topics];
            for (int k = 0; k < topics; k++) {
                fixed[k] = Math.pow(prior[k], 1 - temperature);
            }
            for (int i = 0; i < text.size(); i++) {
                model.wordProbabilities(text.words()[i], words[i]);
                for (int k = 0; k < topics; k++) {
                    words[i][k] = fixed[k] * Math.pow(words[i][k], temperature);
                }
            }
            double[] found = prior.clone();
            double[] weights = new double[topics];
            double change = 1;
            for (int step = 0; step < MOST_STEPS && change > TOLERANCE; step++) {
                Arrays.setAll(weights, k -> temperature == 1 ? found[k] : Math.pow(found[k], temperature));
                change = step(text, words, weights, found);
            }
            return found;
        }

        /** One step of EM; returns the largest change. */
        private static double step(WordBag text, double[][] words, double[] weights, double[] found) {
            double[] sums = new double[found.length];
            double total = 0;
            for (int i = 0; i < words.length; i++) {
                double norm = 0;
                for (int k = 0; k < found.length; k++) {
                    norm += weights[k] * words[i][k];
                }
                if (norm > 0) {
                    total += text.counts()[i];
                    for (int k = 0; k < found.length; k++) {
                        sums[k] += text.counts()[i] * weights[k] * words[i][k] / norm;
                    }
                }
            }
            double change = 0;
            for (int k = 0; k < found.length && total > 0; k++) {
                change = Math.max(change, Math.abs(sums[k] / total - found[k]));
                found[k] = sums[k] / total;
            }
            return change;
        }
    }
}
