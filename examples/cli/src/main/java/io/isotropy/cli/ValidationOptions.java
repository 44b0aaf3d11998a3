package io.isotropy.cli;

import io.isotropy.nlp.logistic.CrossValidation;
import java.util.List;
import picocli.CommandLine.Option;

/** How logistic regression learns and is judged. */
final class ValidationOptions {

    @Option(names = "--folds", paramLabel = "K", defaultValue = "10",
            description = "Of the cross-validation where there is no test, and of the choice of C. Default: ${DEFAULT-VALUE}.")
    int folds;

    @Option(names = "--c", paramLabel = "C,…", split = ",",
            description = "The inverse strength of the regularization; of several the best of an inner cross-validation. Default: "
                    + "0.25,0.5,1,2,4,8, as SentEval.")
    List<Double> strengths = List.of();

    CrossValidation of(long seed) {
        try {
            return new CrossValidation(folds, folds, strengths.isEmpty() ? CrossValidation.SENTEVAL_STRENGTHS : strengths, seed);
        } catch (IllegalArgumentException e) {
            throw Arguments.about("--folds, --c", e);
        }
    }
}
