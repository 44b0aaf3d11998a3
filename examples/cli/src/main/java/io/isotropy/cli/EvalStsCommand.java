package io.isotropy.cli;

import io.isotropy.nlp.EmbeddingModel;
import io.isotropy.nlp.eval.StsEvaluation;
import io.isotropy.nlp.eval.StsEvaluation.Figures;
import io.isotropy.nlp.eval.StsFile;
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
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Semantic Textual Similarity. */
@Command(name = "sts", description = "Correlates cosines with human scores of sentence pairs (Semantic Textual Similarity).",
        footer = {
            "", "A file has a line per pair with fields between tabs: a header that names score, sentence1 and sentence2, or the",
            "score and the sentences in that order. Lines without a score are left out and counted. Figures are correlations",
            "times 100; a correlation is undefined, and left out of the means, where all cosines or all scores are equal.",
            "", "Example:", "  isotropy eval sts --model bge-small-en-v1.5 sts-test.tsv"
        })
final class EvalStsCommand implements Callable<Integer> {

    private final Streams streams;

    @Mixin
    EncoderOptions encoder = new EncoderOptions();

    @Parameters(paramLabel = "FILE", arity = "1..*", description = "Files of pairs.")
    List<String> files = List.of();

    @Option(names = "--json", description = "As JSON; correlations from -1 to 1, null where undefined.")
    boolean json;

    EvalStsCommand(Streams streams) {
        this.streams = streams;
    }

    @Override
    public Integer call() throws IOException {
        List<StsFile> read = new ArrayList<>();
        for (String file : files) {
            Path path = Arguments.path(file, "FILE");
            if (Files.isDirectory(path)) {
                throw new InputException(file + " is a folder; give files of pairs");
            }
            read.add(StsFile.read(path));
        }
        try (EmbeddingModel model = encoder.load(streams, false)) {
            StsEvaluation evaluation = StsEvaluation.of(model, read);
            streams.print(json ? json(model.name(), evaluation) : table(evaluation));
        }
        return Failures.OK;
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
