package io.isotropy.cli;

import io.isotropy.nlp.eval.DataFolder;
import io.isotropy.nlp.eval.LabelledFile;
import io.isotropy.nlp.eval.Task;
import io.isotropy.nlp.eval.TransferTask;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Classes of texts from their vectors. */
@Command(name = "transfer", description = "Measures what vectors know of classes: accuracy of logistic regression that learns from them (SentEval).",
        footer = {
            "", "A file has a label and a text a line between tabs, or a header that names label and text; also with .gz. Each file is a task",
            "by itself, judged by stratified cross-validation; with --test the one FILE is the training.", ComparisonOptions.FOOTER,
            "", "Examples:", "  isotropy eval transfer --model all-MiniLM-L6-v2 --model bge-small-en-v1.5 mr.tsv",
            "  isotropy eval transfer --coarse --test trec-test.tsv trec-train.tsv"
        })
final class EvalTransferCommand implements Callable<Integer> {

    private final Streams streams;

    @Mixin
    ComparisonOptions comparison = new ComparisonOptions();

    @Mixin
    ValidationOptions validation = new ValidationOptions();

    @Option(names = "--test", paramLabel = "FILE", description = "Judge on these texts.")
    @Nullable String test;

    @Option(names = "--coarse", description = "Take labels up to their first colon: the 6 classes of TREC rather than its 50.")
    boolean coarse;

    @Parameters(paramLabel = "FILE", arity = "1..*", description = "Texts with labels.")
    List<String> files = List.of();

    EvalTransferCommand(Streams streams) {
        this.streams = streams;
    }

    @Override
    public Integer call() throws IOException {
        if (test != null && files.size() > 1) {
            throw new InputException("--test goes with one FILE, got " + files.size());
        }
        List<Task> tasks = new ArrayList<>();
        LabelledFile judged = test == null ? null : read(test, "--test");
        for (String file : files) {
            Path path = Arguments.path(file, "FILE");
            String name = test == null ? DataFolder.stem(path) : DataFolder.stemOfBoth(path);
            tasks.add(new TransferTask(name, read(file, "FILE"), judged, validation.of(comparison.seed)));
        }
        comparison.run(streams, tasks);
        return Failures.OK;
    }

    private LabelledFile read(String file, String option) throws IOException {
        LabelledFile read = LabelledFile.read(Arguments.path(file, option), false);
        return coarse ? read.withCoarseLabels() : read;
    }
}
