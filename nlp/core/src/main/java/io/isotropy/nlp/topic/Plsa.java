package io.isotropy.nlp.topic;

import io.isotropy.kernels.PhiloxBlock;
import io.isotropy.nlp.corpus.Tokenizer;
import io.isotropy.nlp.parallel.Crew;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Probabilistic latent semantic analysis: Hofmann 1999, "Probabilistic latent semantic indexing". p(word | text) = Σ_k p(word | k) p(k |
 * text), the likeliest parameters found by tempered EM (§3.3 there): the E step weighs by p(k) (p(text | k) p(word | k))^β. It starts with
 * β = 1 and goes down whenever words that were held out stop getting likelier, until a lower β does not help them either.
 */
public final class Plsa {

    private Plsa() {}

    /**
     * How to train.
     *
     * @param topics K
     * @param iterations the most steps of EM
     * @param heldOut the part of the words that decides when to stop; 0 for plain EM, which stops after the iterations or at {@code tolerance}
     * @param cooling η: what β is multiplied by
     * @param tolerance the least relative rise of the log-likelihood that is worth another step
     * @param seed of the first topics and the held-out words
     */
    public record Config(int topics, int iterations, double heldOut, double cooling, double tolerance, long seed) {

        /** Of ten words one is held out, as Hofmann holds out a part of the data; his η is .9 to .95. */
        public static final Config DEFAULT = new Config(100, 200, 0.1, 0.9, 1e-5, 42);

        /** Checks the numbers. */
        public Config {
            require(topics >= 2, "the number of topics must be 2 or more", topics);
            require(iterations >= 1, "the number of iterations must be 1 or more", iterations);
            require(heldOut >= 0 && heldOut <= 0.5, "the held-out part must be 0 to 0.5", heldOut);
            require(cooling > 0 && cooling < 1, "the cooling must be between 0 and 1", cooling);
            require(tolerance >= 0, "the tolerance must be 0 or more", tolerance);
        }

        private static void require(boolean rule, String text, Number got) {
            if (!rule) {
                throw new IllegalArgumentException("[plsa] " + text + ": got " + got);
            }
        }
    }

    /** β never goes below. */
    private static final double COLDEST = 0.2;

    /**
     * Trains. The same documents and config give the same model, to the bit, on any number of threads.
     *
     * @param tokenizer what made the words, for texts to come
     * @param listener hears ln p(words | texts) per token, of those not held out, as it was before each step
     */
    public static TopicModel train(Documents documents, Tokenizer tokenizer, Config config, int threads, TopicProgress.Listener listener) {
        if (documents.tokens() == 0) {
            throw new IllegalArgumentException("[plsa] the documents have no known word");
        }
        int most = Math.min(documents.texts() - documents.emptyTexts(), documents.vocabulary().size());
        if (config.topics() > most) {
            // A topic for each text, or for each word, gives all counts exactly.
            throw new IllegalArgumentException(String.format(Locale.ROOT,
                    "[plsa] the number of topics must be at most that of the %,d texts with known words and of the %,d words: got %d",
                    documents.texts() - documents.emptyTexts(), documents.vocabulary().size(), config.topics()));
        }
        try (Crew crew = new Crew(threads, "topics")) {
            Documents[] parts = split(documents, config);
            ExpectationMaximization em = new ExpectationMaximization(parts[0], config.topics(), config.seed(), crew);
            double temperature = anneal(em, parts, config, listener);
            Map<String, Object> settings = new LinkedHashMap<>();
            settings.put("method", "em");
            settings.put("iterations", config.iterations());
            settings.put("held_out", config.heldOut());
            settings.put("cooling", config.cooling());
            settings.put("tolerance", config.tolerance());
            settings.put("seed", config.seed());
            return new TopicModel(tokenizer, documents.vocabulary(), em.wordsOfTopics(),
                    new TopicInference.FoldingIn(em.shares(), temperature), settings);
        }
    }

    /** Returns the last β. */
    private static double anneal(
            ExpectationMaximization em, Documents[] parts, Config config, TopicProgress.Listener listener) {
        long start = System.nanoTime();
        boolean tempered = parts[1].tokens() > 0;
        double temperature = 1;
        double before = Double.NEGATIVE_INFINITY;
        double bestHeldOut = Double.NEGATIVE_INFINITY;
        boolean helped = true;
        for (int i = 1; i <= config.iterations(); i++) {
            double likelihood = em.step(temperature) / parts[0].tokens();
            listener.iterated(TopicProgress.of(i, config.iterations(), likelihood, parts[0].tokens(), start));
            if (tempered) {
                double heldOut = em.logLikelihood(parts[1]) / parts[1].tokens();
                if (heldOut > bestHeldOut + config.tolerance() * Math.abs(heldOut)) {
                    bestHeldOut = heldOut;
                    helped = true;
                } else if (!helped || temperature * config.cooling() < COLDEST) {
                    return temperature;
                } else {
                    temperature *= config.cooling();
                    helped = false;
                }
            } else if (likelihood - before < config.tolerance() * Math.abs(likelihood)) {
                return temperature;
            }
            before = likelihood;
        }
        return temperature;
    }

    /** The words to learn from, and those held out, text by text. */
    private static Documents[] split(Documents documents, Config config) {
        int[][] words = {new int[documents.tokens()], new int[documents.tokens()]};
        int[][] offsets = {new int[documents.texts() + 1], new int[documents.texts() + 1]};
        int[] sizes = new int[2];
        for (int text = 0; text < documents.texts(); text++) {
            for (int place = documents.offsets()[text]; place < documents.offsets()[text + 1]; place++) {
                // Stream 1: stream 0 gives the first topics. A text's first word always stays.
                boolean held = place > documents.offsets()[text] && PhiloxBlock.uniform(config.seed(), 1, place) < config.heldOut();
                int part = held ? 1 : 0;
                words[part][sizes[part]++] = documents.words()[place];
            }
            offsets[0][text + 1] = sizes[0];
            offsets[1][text + 1] = sizes[1];
        }
        return new Documents[] {
            new Documents(documents.vocabulary(), Arrays.copyOf(words[0], sizes[0]), offsets[0]),
            new Documents(documents.vocabulary(), Arrays.copyOf(words[1], sizes[1]), offsets[1])
        };
    }
}
