package io.isotropy.nlp.topic;

import io.isotropy.nlp.corpus.Tokenizer;
import io.isotropy.nlp.parallel.Crew;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Latent Dirichlet allocation (Blei, Ng, Jordan 2003): every text has topics in proportions drawn from a Dirichlet distribution of
 * parameter α, every topic words in proportions drawn from one of parameter β, every word of a text comes from one of its topics.
 */
public final class Lda {

    /** Iterations between two log-likelihoods. */
    private static final int MEASURED = 50;

    private Lda() {}

    /**
     * Trains by collapsed Gibbs sampling. The same documents and config give the same model, to the bit, on any number of threads.
     *
     * @param tokenizer what made the words, for texts to come
     * @param listener hears ln p(words, topics) per token every {@value #MEASURED} iterations and after the last
     */
    public static TopicModel train(
            Documents documents, Tokenizer tokenizer, LdaConfig config, int threads, TopicProgress.Listener listener) {
        if (documents.tokens() == 0) {
            throw new IllegalArgumentException("[lda] the documents have no known word");
        }
        try (Crew crew = new Crew(threads, "topics")) {
            GibbsSampler sampler = new GibbsSampler(documents, config);
            long start = System.nanoTime();
            for (int i = 1; i <= config.iterations(); i++) {
                sampler.iterate(crew);
                if (config.optimizeInterval() > 0 && i > config.burnIn() && i % config.optimizeInterval() == 0) {
                    GibbsFigures.optimize(sampler, sampler.finish(crew), config.symmetricAlpha());
                }
                boolean measured = i % MEASURED == 0 || i == config.iterations();
                double measure = measured ? GibbsFigures.logLikelihood(sampler, sampler.finish(crew)) : Double.NaN;
                listener.iterated(TopicProgress.of(i, config.iterations(), measure, documents.tokens(), start));
            }
            return model(documents, tokenizer, config, sampler, sampler.finish(crew));
        }
    }

    private static TopicModel model(
            Documents documents, Tokenizer tokenizer, LdaConfig config, GibbsSampler sampler, TopicCounts counts) {
        float[] weights = new float[counts.counts.length];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = (float) (counts.counts[i] + sampler.beta());
        }
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put("method", "gibbs");
        settings.put("iterations", config.iterations());
        settings.put("alpha", config.alpha());
        settings.put("beta", sampler.beta());
        settings.put("optimize_interval", config.optimizeInterval());
        settings.put("burn_in", config.burnIn());
        settings.put("symmetric_alpha", config.symmetricAlpha());
        settings.put("seed", config.seed());
        return new TopicModel(tokenizer, documents.vocabulary(), weights, new TopicInference.Collapsed(sampler.alpha()), settings);
    }
}
