package io.isotropy.cli;

import io.isotropy.nlp.lexical.LexicalFolder;
import io.isotropy.nlp.lexical.TermModel;
import io.isotropy.nlp.lexical.Weighting;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Bags of words and of n-grams. */
@Command(name = "bow", description = "Makes bags of words: how often each word of the corpus comes in a text.",
        footer = {"", "Example:", "  isotropy train bow --corpus texts.txt --ngrams 1-2 --output my-bow"})
final class TrainBowCommand implements Callable<Integer> {

    private final Streams streams;

    @Mixin
    CorpusOptions corpus = new CorpusOptions();

    @Mixin
    NGramOptions ngrams = new NGramOptions();

    @Option(names = "--binary", description = "1 for every term that comes, however often.")
    boolean binary;

    TrainBowCommand(Streams streams) {
        this.streams = streams;
    }

    @Override
    public Integer call() throws IOException {
        long start = System.nanoTime();
        corpus.requirePlace("terms");
        TermModel model = corpus.terms(ngrams.of(corpus), binary ? new Weighting.Binary() : new Weighting.Counts());
        return corpus.save(streams, model, start, folder -> LexicalFolder.save(model, folder));
    }
}
