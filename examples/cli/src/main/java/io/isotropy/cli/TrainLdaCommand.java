package io.isotropy.cli;

import io.isotropy.nlp.topic.Lda;
import io.isotropy.nlp.topic.LdaConfig;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Latent Dirichlet allocation. */
@Command(name = "lda", description = "Finds topics by latent Dirichlet allocation; a text's vector is its distribution of topics.",
        footer = {"", "Example:",
            "  isotropy train lda --corpus texts.txt --stop-words english --min-count 3 --topics 100 --optimize-interval 10 --output my-topics"})
final class TrainLdaCommand implements Callable<Integer> {

    private final Streams streams;

    @Mixin
    TopicTraining training = new TopicTraining();

    @Option(names = "--topics", paramLabel = "K", defaultValue = "10", description = "Default: ${DEFAULT-VALUE}.")
    int topics;

    @Option(names = "--iterations", paramLabel = "N", defaultValue = "1000", description = "Default: ${DEFAULT-VALUE}.")
    int iterations;

    @Option(names = "--alpha", paramLabel = "A", defaultValue = "5.0",
            description = "The prior of topics in a text, the SUM over topics. Default: ${DEFAULT-VALUE}.")
    double alpha;

    @Option(names = "--beta", paramLabel = "B", defaultValue = "0.01",
            description = "The prior of each word in a topic. Default: ${DEFAULT-VALUE}.")
    double beta;

    @Option(names = "--optimize-interval", paramLabel = "N", defaultValue = "0",
            description = "Estimate alpha and beta anew every N iterations; 0 for never. Default: ${DEFAULT-VALUE}.")
    int optimizeInterval;

    @Option(names = "--optimize-burn-in", paramLabel = "N", defaultValue = "200",
            description = "Iterations before the first estimate. Default: ${DEFAULT-VALUE}.")
    int burnIn;

    @Option(names = "--use-symmetric-alpha", description = "Estimate one alpha for all topics.")
    boolean symmetricAlpha;

    @Option(names = "--seed", paramLabel = "N", defaultValue = "42", description = "Of the random numbers. Default: ${DEFAULT-VALUE}.")
    long seed;

    TrainLdaCommand(Streams streams) {
        this.streams = streams;
    }

    @Override
    public Integer call() throws IOException {
        LdaConfig config;
        try {
            config = new LdaConfig(topics, iterations, alpha, beta, optimizeInterval, burnIn, symmetricAlpha, seed);
        } catch (IllegalArgumentException e) {
            throw Arguments.about("train lda", e);
        }
        return training.run(streams, "lda", "log-likelihood per word", (documents, threads, listener) ->
                Lda.train(documents, training.corpus.tokens(), config, threads, listener));
    }
}
