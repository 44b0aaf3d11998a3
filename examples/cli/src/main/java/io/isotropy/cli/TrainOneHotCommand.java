package io.isotropy.cli;

import io.isotropy.nlp.lexical.LexicalFolder;
import io.isotropy.nlp.lexical.TermModel;
import io.isotropy.nlp.lexical.Weighting;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** One dimension per word. */
@Command(name = "onehot", description = "Makes one-hot vectors: a dimension per word, 1 for each word that a text has.",
        footer = {"", "Example:", "  isotropy train onehot --corpus texts.txt --output my-onehot"})
final class TrainOneHotCommand implements Callable<Integer> {

    private final Streams streams;

    @Mixin
    CorpusOptions corpus = new CorpusOptions();

    TrainOneHotCommand(Streams streams) {
        this.streams = streams;
    }

    @Override
    public Integer call() throws IOException {
        long start = System.nanoTime();
        corpus.requirePlace("terms");
        TermModel model = corpus.terms(corpus.tokens(), new Weighting.Binary());
        return corpus.save(streams, model, start, folder -> LexicalFolder.save(model, folder));
    }
}
