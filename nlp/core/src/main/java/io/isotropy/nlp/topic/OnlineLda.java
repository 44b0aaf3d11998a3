package io.isotropy.nlp.topic;

import io.isotropy.nlp.corpus.Tokenizer;
import io.isotropy.nlp.parallel.Crew;
import io.isotropy.nlp.topic.OnlineLdaConfig.Prior;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.IntConsumer;

/**
 * Latent Dirichlet allocation by online variational Bayes: Hoffman, Blei, Bach 2010, "Online learning for latent Dirichlet allocation",
 * algorithm 2. Texts come in chunks; after each, λ ← (1 − ρ) λ + ρ (η + D/|chunk| Σ_d n_dw φ_dwk), ρ = (τ₀ + t)^−κ.
 *
 * <p>Texts of a chunk are independent, and what they add up to for a word is summed in their order, words in parallel: the result is the
 * same for any number of threads.
 */
public final class OnlineLda {

    private static final int TEXTS_PER_TASK = 16;

    private final Documents documents;
    private final OnlineLdaConfig config;
    private final Crew crew;
    private final TopicPosterior topics;
    private final double[] alpha;
    private long seenTexts;

    private OnlineLda(Documents documents, OnlineLdaConfig config, Crew crew) {
        this.documents = documents;
        this.config = config;
        this.crew = crew;
        this.alpha = config.alpha().values(config.topics(), config.topics());
        this.topics = new TopicPosterior(documents.vocabulary().size(), config, crew);
    }

    /**
     * Trains. The same documents and config give the same model, to the bit, on any number of threads.
     *
     * @param tokenizer what made the words, for texts to come
     * @param listener hears of every chunk, and after each pass the bound of ln p(words) per token
     */
    public static TopicModel train(
            Documents documents, Tokenizer tokenizer, OnlineLdaConfig config, int threads, TopicProgress.Listener listener) {
        if (documents.tokens() == 0) {
            throw new IllegalArgumentException("[lda] the documents have no known word");
        }
        try (Crew crew = new Crew(threads, "topics")) {
            OnlineLda training = new OnlineLda(documents, config, crew);
            int chunks = (documents.texts() + config.chunksize() - 1) / config.chunksize();
            long start = System.nanoTime();
            for (int pass = 0; pass < config.passes(); pass++) {
                double bound = 0;
                for (int chunk = 0; chunk < chunks; chunk++) {
                    boolean last = chunk == chunks - 1;
                    bound += training.update(pass, chunk * config.chunksize(), last ? bound : Double.NaN);
                    double measure = last ? bound / documents.tokens() : Double.NaN;
                    listener.iterated(TopicProgress.of(
                            pass * chunks + chunk + 1, config.passes() * chunks, measure, documents.tokens() / chunks, start));
                }
            }
            return training.model(tokenizer);
        }
    }

    /** One chunk's texts, and the topics by them. Returns its part of the bound, with that of the topics after a pass. */
    private double update(int pass, int first, double boundSoFar) {
        int last = Math.min(documents.texts(), first + config.chunksize());
        Chunk chunk = new Chunk(documents, first, last);
        topics.prepare(chunk, crew);
        double[] bounds = new double[last - first];
        double[][] expectedLogs = new double[config.alpha().kind() == Prior.Kind.AUTO ? last - first : 0][];
        int tasks = (last - first + TEXTS_PER_TASK - 1) / TEXTS_PER_TASK;
        crew.run(tasks, () -> new Texts(chunk, bounds, expectedLogs));
        double rho = Math.pow(config.offset() + pass + (double) seenTexts / config.chunksize(), -config.decay());
        double bound = Arrays.stream(bounds).sum() + (Double.isNaN(boundSoFar) ? 0 : topics.bound(crew));
        topics.update(chunk, rho, (double) documents.texts() / (last - first), crew);
        if (config.alpha().kind() == Prior.Kind.AUTO) {
            learnAlpha(expectedLogs, rho);
        }
        seenTexts += last - first;
        return bound;
    }

    private void learnAlpha(double[][] expectedLogs, double rho) {
        double[] mean = new double[alpha.length];
        for (double[] text : expectedLogs) {
            for (int k = 0; k < mean.length; k++) {
                mean[k] += text[k] / expectedLogs.length;
            }
        }
        DirichletEstimate.newtonStep(alpha, mean, expectedLogs.length, rho);
    }

    private TopicModel model(Tokenizer tokenizer) {
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put("method", "online");
        settings.put("chunksize", config.chunksize());
        settings.put("passes", config.passes());
        settings.put("decay", config.decay());
        settings.put("offset", config.offset());
        settings.put("iterations", config.iterations());
        settings.put("gamma_threshold", config.gammaThreshold());
        settings.put("seed", config.seed());
        return new TopicModel(tokenizer, documents.vocabulary(), topics.lambda(), new TopicInference.Variational(alpha), settings);
    }

    /** One thread's texts of a chunk. */
    private final class Texts implements IntConsumer {

        private final Chunk chunk;
        private final double[] bounds;
        private final double[][] expectedLogs;
        private final VariationalText text = new VariationalText(config.topics());

        Texts(Chunk chunk, double[] bounds, double[][] expectedLogs) {
            this.chunk = chunk;
            this.bounds = bounds;
            this.expectedLogs = expectedLogs;
        }

        @Override
        public void accept(int task) {
            int end = Math.min(chunk.bags.length, (task + 1) * TEXTS_PER_TASK);
            for (int i = task * TEXTS_PER_TASK; i < end; i++) {
                text.infer(chunk.bags[i], topics::copyRow, alpha, config.iterations(), config.gammaThreshold());
                chunk.activeTopics[i] = text.activeTopics();
                chunk.activeTheta[i] = text.activeTheta();
                text.copyRatios(chunk.ratios, chunk.offsets[i], chunk.bags[i].size());
                bounds[i] = text.bound(chunk.bags[i], alpha);
                if (expectedLogs.length > 0) {
                    double ofSum = GammaFunction.digamma(Arrays.stream(text.gamma()).sum());
                    expectedLogs[i] = Arrays.stream(text.gamma()).map(gamma -> GammaFunction.digamma(gamma) - ofSum).toArray();
                }
            }
        }
    }

    /** Texts, and what is found of them. */
    static final class Chunk {

        final WordBag[] bags;
        /** Where each text's different words start in {@link #ratios}. */
        final int[] offsets;
        final float[] ratios;
        final int[][] activeTopics;
        final float[][] activeTheta;
        /** Of each word, where it comes: places in {@link #ratios}, rising, and the text of each place. */
        final int[] wordOffsets;
        final int[] places;
        final int[] texts;

        Chunk(Documents documents, int first, int last) {
            bags = new WordBag[last - first];
            offsets = new int[bags.length + 1];
            activeTopics = new int[bags.length][];
            activeTheta = new float[bags.length][];
            wordOffsets = new int[documents.vocabulary().size() + 1];
            for (int i = 0; i < bags.length; i++) {
                bags[i] = WordBag.of(documents.text(first + i));
                offsets[i + 1] = offsets[i] + bags[i].size();
                for (int word : bags[i].words()) {
                    wordOffsets[word + 1]++;
                }
            }
            for (int word = 0; word < wordOffsets.length - 1; word++) {
                wordOffsets[word + 1] += wordOffsets[word];
            }
            ratios = new float[offsets[bags.length]];
            places = new int[ratios.length];
            texts = new int[ratios.length];
            int[] next = wordOffsets.clone();
            for (int i = 0; i < bags.length; i++) {
                for (int j = 0; j < bags[i].size(); j++) {
                    int place = next[bags[i].words()[j]]++;
                    places[place] = offsets[i] + j;
                    texts[place] = i;
                }
            }
        }

        boolean has(int word) {
            return wordOffsets[word] < wordOffsets[word + 1];
        }
    }
}
