package io.isotropy.cli;

import io.isotropy.nlp.lexical.LexicalFolder;
import io.isotropy.nlp.lexical.TermModel;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Frequent in the text, rare in the corpus. */
@Command(name = "tfidf", description = "Makes TF-IDF vectors: counts of terms, weighted by how few texts have them.",
        footer = {"", "Example:", "  isotropy train tfidf --corpus texts.txt --ngrams 1-2 --min-count 2 --output my-tfidf"})
final class TrainTfIdfCommand implements Callable<Integer> {

    private final Streams streams;

    @Mixin
    CorpusOptions corpus = new CorpusOptions();

    @Mixin
    NGramOptions ngrams = new NGramOptions();

    @Mixin
    TfIdfOptions weighting = new TfIdfOptions();

    TrainTfIdfCommand(Streams streams) {
        this.streams = streams;
    }

    @Override
    public Integer call() throws IOException {
        long start = System.nanoTime();
        corpus.requirePlace("terms");
        TermModel model = corpus.terms(ngrams.of(corpus), weighting.of());
        return corpus.save(streams, model, start, folder -> LexicalFolder.save(model, folder));
    }
}
