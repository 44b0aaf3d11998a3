package io.isotropy.cli;

import io.isotropy.nlp.corpus.Tokenizer;
import picocli.CommandLine.Option;

/** Terms of several tokens. */
final class NGramOptions {

    @Option(names = "--ngrams", paramLabel = "N-M", defaultValue = "1-1",
            description = "Terms are runs of N to M tokens: 1-2 for words and pairs of words. Default: ${DEFAULT-VALUE}.")
    String ngrams = "1-1";

    Tokenizer of(CorpusOptions corpus) {
        return of(corpus, ngrams);
    }

    /** A tokenizer of the runs that a range names. */
    static Tokenizer of(CorpusOptions corpus, String ngrams) {
        if (!ngrams.matches("[1-9]\\d?(-[1-9]\\d?)?")) {
            throw new InputException("--ngrams must be a number of tokens or a range such as 1-2, got " + ngrams);
        }
        String[] range = ngrams.split("-");
        return corpus.tokens(Integer.parseInt(range[0]), Integer.parseInt(range[range.length - 1]));
    }
}
