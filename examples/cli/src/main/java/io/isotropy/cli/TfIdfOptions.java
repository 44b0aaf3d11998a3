package io.isotropy.cli;

import io.isotropy.nlp.lexical.Weighting;
import io.isotropy.nlp.lexical.Weighting.TfIdf;
import picocli.CommandLine.Option;

/** Which TF-IDF. */
final class TfIdfOptions {

    @Option(names = "--formula", paramLabel = "F", defaultValue = "sklearn",
            description = "sklearn: ln((1 + N) / (1 + n)) + 1; sklearn_unsmoothed: ln(N / n) + 1; gensim: log2(N / n); plain: ln(N / n) "
                    + "times the term's share of the text, not normalized. N texts, n of them with the term. Default: ${DEFAULT-VALUE}.")
    TfIdf.Formula formula = TfIdf.Formula.SKLEARN;

    @Option(names = "--sublinear", description = "Take 1 + ln(count) in place of the count.")
    boolean sublinear;

    Weighting of() {
        return new TfIdf(formula, sublinear);
    }
}
