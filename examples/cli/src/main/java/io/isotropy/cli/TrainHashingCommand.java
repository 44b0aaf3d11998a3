package io.isotropy.cli;

import io.isotropy.nlp.lexical.HashingModel;
import io.isotropy.nlp.lexical.LexicalFolder;
import java.io.IOException;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** No vocabulary. */
@Command(name = "hashing", description = "Makes a model that hashes terms to dimensions; only its settings are saved.",
        footer = {"", "Example:", "  isotropy train hashing --corpus texts.txt --dimension 4096 --output my-hashing"})
final class TrainHashingCommand implements Callable<Integer> {

    private final Streams streams;

    @Spec
    @Nullable CommandSpec spec;

    @Mixin
    CorpusOptions corpus = new CorpusOptions();

    @Mixin
    NGramOptions ngrams = new NGramOptions();

    @Option(names = "--dimension", paramLabel = "N", defaultValue = "4096",
            description = "The length of the vectors. Default: ${DEFAULT-VALUE}.")
    int dimension;

    TrainHashingCommand(Streams streams) {
        this.streams = streams;
    }

    @Override
    public Integer call() throws IOException {
        long start = System.nanoTime();
        corpus.requirePlace("hashing");
        Arguments.requireUse(spec, "models that have a list of terms", false, "--min-count", "--max-terms");
        HashingModel model;
        try {
            model = new HashingModel(ngrams.of(corpus), dimension, true);
        } catch (IllegalArgumentException e) {
            throw Arguments.about("--dimension", e);
        }
        return corpus.save(streams, model, start, folder -> LexicalFolder.save(model, folder));
    }
}
