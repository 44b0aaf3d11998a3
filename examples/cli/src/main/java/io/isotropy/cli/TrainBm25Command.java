package io.isotropy.cli;

import io.isotropy.nlp.lexical.LexicalFolder;
import io.isotropy.nlp.lexical.TermModel;
import io.isotropy.nlp.lexical.Weighting;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The ranking function of search engines. */
@Command(name = "bm25", description = "Makes BM25 vectors of texts, whose inner product with a query's counts ranks them.",
        footer = {"", "Example:", "  isotropy train bm25 --corpus texts.txt --output my-bm25"})
final class TrainBm25Command implements Callable<Integer> {

    private final Streams streams;

    @Mixin
    CorpusOptions corpus = new CorpusOptions();

    @Mixin
    NGramOptions ngrams = new NGramOptions();

    @Option(names = "--variant", paramLabel = "V", defaultValue = "lucene",
            description = "lucene, okapi or atire. Default: ${DEFAULT-VALUE}.")
    Weighting.Bm25.Variant variant = Weighting.Bm25.Variant.LUCENE;

    @Option(names = "--k1", paramLabel = "X", defaultValue = "1.2",
            description = "How fast further occurrences stop to count. Default: ${DEFAULT-VALUE}.")
    double k1;

    @Option(names = "--b", paramLabel = "X", defaultValue = "0.75",
            description = "How much a text's length counts, 0 to 1. Default: ${DEFAULT-VALUE}.")
    double b;

    TrainBm25Command(Streams streams) {
        this.streams = streams;
    }

    @Override
    public Integer call() throws IOException {
        long start = System.nanoTime();
        corpus.requirePlace("terms");
        Weighting weighting;
        try {
            weighting = new Weighting.Bm25(variant, k1, b);
        } catch (IllegalArgumentException e) {
            throw Arguments.about("--k1, --b", e);
        }
        TermModel model = corpus.terms(ngrams.of(corpus), weighting);
        return corpus.save(streams, model, start, folder -> LexicalFolder.save(model, folder));
    }
}
