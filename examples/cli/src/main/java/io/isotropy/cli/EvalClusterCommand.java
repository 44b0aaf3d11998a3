package io.isotropy.cli;

import io.isotropy.nlp.eval.ClusterTask;
import io.isotropy.nlp.eval.DataFolder;
import io.isotropy.nlp.eval.LabelledFile;
import io.isotropy.nlp.eval.Task;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Groups that nobody named. */
@Command(name = "cluster", description = "Measures whether groups come out by themselves: V-measure of k-means against the labels.",
        footer = {
            "", "A file has a label and a text a line between tabs, or a header that names label and text; also with .gz. There are as many",
            "clusters as labels. The figure is the mean over starts with different seeds, +- their standard deviation.", ComparisonOptions.FOOTER,
            "", "Example:", "  isotropy eval cluster --model all-MiniLM-L6-v2 --starts 10 20newsgroups.tsv.gz"
        })
final class EvalClusterCommand implements Callable<Integer> {

    private final Streams streams;

    @Mixin
    ComparisonOptions comparison = new ComparisonOptions();

    @Option(names = "--starts", paramLabel = "N", defaultValue = "5", description = "Runs of k-means. Default: ${DEFAULT-VALUE}.")
    int starts;

    @Parameters(paramLabel = "FILE", arity = "1..*", description = "Texts with labels.")
    List<String> files = List.of();

    EvalClusterCommand(Streams streams) {
        this.streams = streams;
    }

    @Override
    public Integer call() throws IOException {
        if (starts < 1) {
            throw new InputException("--starts must be 1 or more, got " + starts);
        }
        List<Task> tasks = new ArrayList<>();
        for (String file : files) {
            Path path = Arguments.path(file, "FILE");
            tasks.add(new ClusterTask(DataFolder.stem(path), LabelledFile.read(path, false), starts, comparison.seed));
        }
        comparison.run(streams, tasks);
        return Failures.OK;
    }
}
