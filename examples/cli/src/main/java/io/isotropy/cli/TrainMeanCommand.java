package io.isotropy.cli;

import io.isotropy.nlp.average.Averaging;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** The plain mean of word vectors. */
@Command(name = "mean", description = "Makes a model whose vectors are the mean of the words' vectors; it learns nothing from texts.",
        footer = {"", "Example:", "  isotropy train mean --vectors my-word2vec --output my-mean"})
final class TrainMeanCommand implements Callable<Integer> {

    private final Streams streams;

    @Mixin
    AverageOptions options = new AverageOptions();

    TrainMeanCommand(Streams streams) {
        this.streams = streams;
    }

    @Override
    public Integer call() throws IOException {
        return options.train(streams, new Averaging.Mean(), null);
    }
}
