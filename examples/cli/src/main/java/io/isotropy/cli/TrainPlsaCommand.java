package io.isotropy.cli;

import io.isotropy.nlp.topic.Plsa;
import java.io.IOException;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Probabilistic latent semantic analysis. */
@Command(name = "plsa",
        description = "Finds topics by probabilistic latent semantic analysis; a text's vector is its distribution of topics.",
        footer = {"", "Example:",
            "  isotropy train plsa --corpus texts.txt --stop-words english --min-count 3 --topics 50 --output my-topics"})
final class TrainPlsaCommand implements Callable<Integer> {

    private final Streams streams;

    @Spec
    @Nullable CommandSpec spec;

    @Mixin
    TopicTraining training = new TopicTraining();

    @Option(names = "--topics", paramLabel = "K", defaultValue = "100",
            description = "How many topics to find. Default: ${DEFAULT-VALUE}.")
    int topics;

    @Option(names = "--iterations", paramLabel = "N", defaultValue = "200", description = "The most steps of EM. Default: ${DEFAULT-VALUE}.")
    int iterations;

    @Option(names = "--held-out", paramLabel = "X", defaultValue = "0.1",
            description = "The part of the words that decides when to temper and to stop; 0 for plain EM. Default: ${DEFAULT-VALUE}.")
    double heldOut;

    @Option(names = "--cooling", paramLabel = "X", defaultValue = "0.9",
            description = "What the tempering exponent is multiplied by. Default: ${DEFAULT-VALUE}.")
    double cooling;

    @Option(names = "--tolerance", paramLabel = "X", defaultValue = "1e-5",
            description = "The least relative rise of the likelihood that is worth another step. Default: ${DEFAULT-VALUE}.")
    double tolerance;

    @Option(names = "--seed", paramLabel = "N", defaultValue = "42", description = "Of the first topics. Default: ${DEFAULT-VALUE}.")
    long seed;

    TrainPlsaCommand(Streams streams) {
        this.streams = streams;
    }

    @Override
    public Integer call() throws IOException {
        Arguments.requireUse(spec, "--held-out above 0", heldOut > 0, "--cooling");
        Plsa.Config config;
        try {
            config = new Plsa.Config(topics, iterations, heldOut, cooling, tolerance, seed);
        } catch (IllegalArgumentException e) {
            throw Arguments.complaint(e);
        }
        return training.run(streams, "plsa", "log-likelihood per word", (documents, threads, listener) ->
                Plsa.train(documents, training.corpus.tokens(), config, threads, listener));
    }
}
