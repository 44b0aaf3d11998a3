package io.isotropy.cli;

import io.isotropy.nlp.average.Averaging;
import java.io.IOException;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Smooth inverse frequency. */
@Command(name = "sif", description = "Makes SIF vectors (Arora et al. 2017): a mean of word vectors weighted by a / (a + p), without what all texts share.",
        footer = {"", "Example:", "  isotropy train sif --vectors my-word2vec --corpus sentences.txt --output my-sif"})
final class TrainSifCommand implements Callable<Integer> {

    private final Streams streams;

    @Mixin
    AverageOptions options = new AverageOptions();

    @Option(names = "--counts", paramLabel = "FILE",
            description = "Counts of words, a word and its count a line. Default: those of the folder of --vectors; else those of --corpus.")
    @Nullable String counts;

    @Option(names = "--a", paramLabel = "X", defaultValue = "1e-3",
            description = "The smaller, the less frequent words weigh. Default: ${DEFAULT-VALUE}.")
    double a;

    @Option(names = "--components", paramLabel = "M", defaultValue = "1",
            description = "Directions that all texts share, to be taken out. Default: ${DEFAULT-VALUE}.")
    int components;

    TrainSifCommand(Streams streams) {
        this.streams = streams;
    }

    @Override
    public Integer call() throws IOException {
        Averaging.Sif sif;
        try {
            sif = new Averaging.Sif(a, components);
        } catch (IllegalArgumentException e) {
            throw Arguments.about("--a, --components", e);
        }
        return options.train(streams, sif, counts);
    }
}
