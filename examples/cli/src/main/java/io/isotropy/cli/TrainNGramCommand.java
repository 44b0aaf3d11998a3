package io.isotropy.cli;

import io.isotropy.nlp.lexical.LexicalFolder;
import io.isotropy.nlp.lexical.TermModel;
import io.isotropy.nlp.lexical.Weighting;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Bags of n-grams. */
@Command(name = "ngram", description = "Makes bags of n-grams: how often each run of words, or with a tokenizer of characters each run of "
        + "those, comes in a text. The same as bow with another default.",
        footer = {"", "Example:", "  isotropy train ngram --corpus texts.txt --ngrams 1-3 --min-count 2 --output my-ngrams"})
final class TrainNGramCommand implements Callable<Integer> {

    private final Streams streams;

    @Mixin
    CorpusOptions corpus = new CorpusOptions();

    @Option(names = "--ngrams", paramLabel = "N-M", defaultValue = "1-2",
            description = "Terms are runs of N to M tokens. Default: ${DEFAULT-VALUE}.")
    String ngrams = "1-2";

    @Option(names = "--binary", description = "1 for every n-gram that comes, however often.")
    boolean binary;

    TrainNGramCommand(Streams streams) {
        this.streams = streams;
    }

    @Override
    public Integer call() throws IOException {
        long start = System.nanoTime();
        corpus.requirePlace("terms");
        TermModel model = corpus.terms(NGramOptions.of(corpus, ngrams), binary ? new Weighting.Binary() : new Weighting.Counts());
        return corpus.save(streams, model, start, folder -> LexicalFolder.save(model, folder));
    }
}
