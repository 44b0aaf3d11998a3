package io.isotropy.cli;

import io.isotropy.nlp.lexical.LexicalFolder;
import io.isotropy.nlp.lexical.Lsa;
import io.isotropy.nlp.lexical.TermModel;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Latent semantic analysis. */
@Command(name = "lsa", description = "Makes LSA vectors: TF-IDF, reduced to the directions that explain most of the corpus.",
        footer = {"", "Example:", "  isotropy train lsa --corpus texts.txt --dimension 100 --min-count 2 --output my-lsa"})
final class TrainLsaCommand implements Callable<Integer> {

    private final Streams streams;

    @Mixin
    CorpusOptions corpus = new CorpusOptions();

    @Mixin
    NGramOptions ngrams = new NGramOptions();

    @Mixin
    TfIdfOptions weighting = new TfIdfOptions();

    @Option(names = "--dimension", paramLabel = "K", defaultValue = "100",
            description = "The length of the vectors. Default: ${DEFAULT-VALUE}.")
    int dimension;

    @Option(names = "--seed", paramLabel = "N", defaultValue = "42", description = "Of the random projection. Default: ${DEFAULT-VALUE}.")
    long seed;

    TrainLsaCommand(Streams streams) {
        this.streams = streams;
    }

    @Override
    public Integer call() throws IOException {
        long start = System.nanoTime();
        corpus.requirePlace("lsa");
        TermModel terms = corpus.terms(ngrams.of(corpus), weighting.of());
        Lsa model = Lsa.train(corpus.texts(), terms, dimension, seed);
        return corpus.save(streams, model, start, folder -> LexicalFolder.save(model, folder));
    }
}
