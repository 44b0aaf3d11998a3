package io.isotropy.cli;

import io.isotropy.nlp.average.Averaging;
import java.io.IOException;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Unsupervised smooth inverse frequency. */
@Command(name = "usif", description = "Makes uSIF vectors (Ethayarajh 2018): as SIF, with the weights' parameter from the counts and five directions taken out by their shares.",
        footer = {"", "Example:", "  isotropy train usif --vectors my-word2vec --corpus sentences.txt --output my-usif"})
final class TrainUsifCommand implements Callable<Integer> {

    private final Streams streams;

    @Mixin
    AverageOptions options = new AverageOptions();

    @Option(names = "--counts", paramLabel = "FILE",
            description = "Counts of words, a word and its count a line. Default: those of the folder of --vectors; else those of --corpus.")
    @Nullable String counts;

    @Option(names = "--length", paramLabel = "N", defaultValue = "11",
            description = "How many words a text has, as a rule. Default: ${DEFAULT-VALUE}.")
    int length;

    @Option(names = "--components", paramLabel = "M", defaultValue = "5",
            description = "Directions that all texts share, to be taken out. Default: ${DEFAULT-VALUE}.")
    int components;

    TrainUsifCommand(Streams streams) {
        this.streams = streams;
    }

    @Override
    public Integer call() throws IOException {
        Averaging.Usif usif;
        try {
            usif = new Averaging.Usif(length, components);
        } catch (IllegalArgumentException e) {
            throw Arguments.about("--length, --components", e);
        }
        return options.train(streams, usif, counts);
    }
}
