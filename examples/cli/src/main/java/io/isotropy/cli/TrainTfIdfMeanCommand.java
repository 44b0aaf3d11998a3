package io.isotropy.cli;

import io.isotropy.nlp.average.Averaging;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Words weighted by how few texts have them. */
@Command(name = "tfidf-mean", description = "Makes a model whose vectors are the mean of the words' vectors, each weighted by how few texts of the corpus have it.",
        footer = {"", "Example:", "  isotropy train tfidf-mean --vectors my-word2vec --corpus sentences.txt --output my-mean"})
final class TrainTfIdfMeanCommand implements Callable<Integer> {

    private final Streams streams;

    @Mixin
    AverageOptions options = new AverageOptions();

    TrainTfIdfMeanCommand(Streams streams) {
        this.streams = streams;
    }

    @Override
    public Integer call() throws IOException {
        return options.train(streams, new Averaging.TfIdfMean(), null);
    }
}
