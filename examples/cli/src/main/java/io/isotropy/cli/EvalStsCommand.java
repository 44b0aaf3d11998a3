package io.isotropy.cli;

import io.isotropy.nlp.EmbeddingModel;
import io.isotropy.nlp.eval.DataFolder;
import io.isotropy.nlp.eval.SemEvalFolder;
import io.isotropy.nlp.eval.StsEvaluation;
import io.isotropy.nlp.eval.StsEvaluation.Figures;
import io.isotropy.nlp.eval.StsFile;
import io.isotropy.nlp.eval.StsTask;
import io.isotropy.nlp.json.JsonWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Semantic Textual Similarity. */
@Command(name = "sts", description = "Correlates cosines with human scores of sentence pairs (Semantic Textual Similarity).",
        footer = {
            "", "A file has a line per pair with fields between tabs: a header that names score, sentence1 and sentence2, or the",
            "score and the sentences in that order. Lines without a score are left out and counted. Figures are correlations",
            "times 100; a correlation is undefined, and left out of the means, where all cosines or all scores are equal.",
            "The files of one model are also taken together; of several models each file or folder is a task by itself. --json of one",
            "model holds what the table shows, from -1 to 1; with several models, or by --output, it has the shape of MTEB's results.",
            ComparisonOptions.FOOTER,
            "", "Example:", "  isotropy eval sts --model bge-small-en-v1.5 sts-test.tsv"
        })
final class EvalStsCommand implements Callable<Integer> {

    private final Streams streams;

    @Mixin
    ComparisonOptions comparison = new ComparisonOptions();

    @Parameters(paramLabel = "FILE|DIR", arity = "1..*", description = "Files of pairs, or folders of SemEval (STS.input.X.txt and STS.gs.X.txt).")
    List<String> files = List.of();

    EvalStsCommand(Streams streams) {
        this.streams = streams;
    }

    @Override
    public Integer call() throws IOException {
        List<StsTask> tasks = new ArrayList<>();
        for (String file : files) {
            Path path = Arguments.path(file, "FILE|DIR");
            if (Files.isDirectory(path) && !SemEvalFolder.isOne(path)) {
                throw new InputException(file + " is a folder without STS.input.X.txt; give files of pairs, or a folder of SemEval");
            }
            tasks.add(new StsTask(DataFolder.stem(path), Files.isDirectory(path) ? SemEvalFolder.read(path) : List.of(StsFile.read(path))));
        }
        if (comparison.encoder.model.models.size() > 1 || comparison.output != null) {
            comparison.run(streams, List.copyOf(tasks));
        } else {
            one(tasks.stream().flatMap(task -> task.files().stream()).toList());
        }
        return Failures.OK;
    }

    /** All files of one model together, in more detail than models side by side. */
    private void one(List<StsFile> read) throws IOException {
        try (EmbeddingModel model = comparison.encoder.load(streams, comparison.quiet)) {
            long start = System.nanoTime();
            StsEvaluation evaluation = StsEvaluation.of(model, read);
            streams.print(comparison.json ? json(model.name(), evaluation) : table(evaluation));
            if (!comparison.quiet) {
                summary(evaluation, (System.nanoTime() - start) / 1e9);
            }
        }
    }

    private void summary(StsEvaluation evaluation, double seconds) {
        long pairs = 0;
        for (StsEvaluation.FileResult file : evaluation.files()) {
            pairs += file.pairs();
            if (Double.isNaN(file.figures().spearman())) {
                streams.err().println("isotropy: " + file.name() + " has no correlation: "
                        + (file.pairs() < 2 ? "fewer than two pairs with a score" : "all its scores, or all cosines of its pairs, are equal"));
            }
        }
        streams.err().printf(Locale.ROOT, "isotropy: %s in %.2f s (%,.0f pairs/s)%n", Plural.of(pairs, "pair"), seconds, pairs / Math.max(seconds, 1e-9));
    }

    private static String table(StsEvaluation evaluation) {
        Table table = new Table().row("", "PAIRS", "NO SCORE", "PEARSON", "SPEARMAN");
        long pairs = 0;
        long blank = 0;
        for (StsEvaluation.FileResult file : evaluation.files()) {
            table.row(file.name(), file.pairs(), file.blank(), percent(file.figures().pearson()), percent(file.figures().spearman()));
            pairs += file.pairs();
            blank += file.blank();
        }
        row(table, "all", pairs, blank, evaluation.all());
        row(table, "mean", pairs, blank, evaluation.mean());
        row(table, "wmean", pairs, blank, evaluation.weightedMean());
        return table.toString();
    }

    private static void row(Table table, String name, long pairs, long blank, Figures figures) {
        table.row(name, pairs, blank, percent(figures.pearson()), percent(figures.spearman()));
    }

    private static String percent(double figure) {
        return Double.isNaN(figure) ? "NaN" : String.format(Locale.ROOT, "%.2f", 100 * figure);
    }

    private static String json(String model, StsEvaluation evaluation) {
        List<Object> list = new ArrayList<>();
        for (StsEvaluation.FileResult file : evaluation.files()) {
            Map<String, Object> facts = new LinkedHashMap<>();
            facts.put("file", file.name());
            facts.put("pairs", file.pairs());
            facts.put("noScore", file.blank());
            facts.putAll(facts(file.figures()));
            list.add(facts);
        }
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("model", model);
        result.put("files", list);
        result.put("all", facts(evaluation.all()));
        result.put("mean", facts(evaluation.mean()));
        result.put("wmean", facts(evaluation.weightedMean()));
        return JsonWriter.toText(result);
    }

    private static Map<String, Object> facts(Figures figures) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("pearson", defined(figures.pearson()));
        facts.put("spearman", defined(figures.spearman()));
        return facts;
    }

    private static @Nullable Double defined(double figure) {
        return Double.isNaN(figure) ? null : figure;
    }
}
