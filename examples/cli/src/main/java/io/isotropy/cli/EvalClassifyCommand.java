package io.isotropy.cli;

import io.isotropy.nlp.fasttext.ClassifierScores;
import io.isotropy.nlp.fasttext.FastText;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** How right a classifier is. */
@Command(name = "classify", description = "Precision and recall of a classifier's labels, as fasttext test has them.",
        footer = {"", "Example:", "  isotropy eval classify --model my-classifier test.tsv"})
final class EvalClassifyCommand implements Callable<Integer> {

    private final Streams streams;

    @Mixin
    ClassifierOptions classifier = new ClassifierOptions();

    @Mixin
    LabelledOptions labels = new LabelledOptions();

    @Parameters(paramLabel = "FILE", arity = "1..*", description = LabelledOptions.FILES)
    List<String> files = List.of();

    EvalClassifyCommand(Streams streams) {
        this.streams = streams;
    }

    @Override
    public Integer call() throws IOException {
        try (FastText model = classifier.load()) {
            ClassifierScores scores = model.test(labels.of(files, "FILE"), classifier.top, classifier.threshold);
            if (scores.texts() == 0) {
                throw new InputException(String.join(", ", files) + ": no text has one of the " + model.dictionary().labels().size()
                        + " labels that the classifier knows");
            }
            streams.print(new Table().row("TEXTS", "PRECISION@" + classifier.top, "RECALL@" + classifier.top)
                    .row(scores.texts(), percent(scores.precision()), percent(scores.recall())).toString());
        }
        return Failures.OK;
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.2f", 100 * share);
    }
}
