package io.isotropy.cli;

import io.isotropy.nlp.eval.DataFolder;
import io.isotropy.nlp.eval.LabelledFile;
import io.isotropy.nlp.eval.TransferTask;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What holds between two texts, from their vectors. */
@Command(name = "nli", description = "Measures what vectors know of inference: accuracy of logistic regression on (u, v, |u-v|, u*v).",
        footer = {
            "", "A file has label, premise and hypothesis a line between tabs, or a header that names them; also with .gz. Without --test it is",
            "judged by stratified cross-validation. Pairs whose label is blank or \"-\" are left out and counted.", ComparisonOptions.FOOTER,
            "", "Example:", "  isotropy eval nli --c 1 --folds 5 nli-train.tsv"
        })
final class EvalNliCommand implements Callable<Integer> {

    private final Streams streams;

    @Mixin
    ComparisonOptions comparison = new ComparisonOptions();

    @Mixin
    ValidationOptions validation = new ValidationOptions();

    @Option(names = "--test", paramLabel = "FILE", description = "Judge on these pairs.")
    @Nullable String test;

    @Parameters(paramLabel = "FILE", description = "Pairs with labels.")
    String file = "";

    EvalNliCommand(Streams streams) {
        this.streams = streams;
    }

    @Override
    public Integer call() throws IOException {
        Path path = Arguments.path(file, "FILE");
        LabelledFile judged = test == null ? null : LabelledFile.read(Arguments.path(test, "--test"), true);
        String name = test == null ? DataFolder.stem(path) : DataFolder.stemOfBoth(path);
        comparison.run(streams, List.of(
                new TransferTask(name, LabelledFile.read(path, true), judged, validation.of(comparison.seed))));
        return Failures.OK;
    }
}
