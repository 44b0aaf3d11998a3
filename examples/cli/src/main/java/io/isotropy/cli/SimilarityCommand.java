package io.isotropy.cli;

import io.isotropy.nlp.EmbeddingModel;
import io.isotropy.nlp.eval.Cosine;
import io.isotropy.nlp.json.JsonWriter;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Texts to a matrix of cosines. */
@Command(name = "similarity", description = "Shows how similar texts are: the cosine of every two, 1 for the same direction.",
        footer = {"", "Example:", "  isotropy similarity \"A man plays a guitar.\" \"Someone makes music.\" \"It rains.\""})
final class SimilarityCommand implements Callable<Integer> {

    private static final int SHOWN = 60;

    private final Streams streams;

    @Mixin
    EncoderOptions encoder = new EncoderOptions();

    @Parameters(paramLabel = "TEXT", arity = "2..*", description = "Two texts or more.")
    List<String> texts = List.of();

    @Option(names = "--json", description = "As JSON.")
    boolean json;

    SimilarityCommand(Streams streams) {
        this.streams = streams;
    }

    @Override
    public Integer call() throws IOException {
        try (EmbeddingModel model = encoder.load(streams, false)) {
            List<float[]> vectors = model.embed(texts);
            List<List<Double>> cosines = new ArrayList<>();
            for (float[] a : vectors) {
                cosines.add(vectors.stream().map(b -> Cosine.of(a, b)).toList());
            }
            if (json) {
                Map<String, Object> result = new LinkedHashMap<>();
                result.put("model", model.name());
                result.put("texts", texts);
                result.put("cosine", cosines);
                streams.print(JsonWriter.toText(result));
            } else {
                streams.print(table(cosines));
            }
        }
        return Failures.OK;
    }

    private String table(List<List<Double>> cosines) {
        Table table = new Table();
        Object[] header = new Object[texts.size() + 2];
        header[0] = "";
        header[texts.size() + 1] = "";
        for (int i = 0; i < texts.size(); i++) {
            header[i + 1] = i + 1;
        }
        table.row(header);
        for (int i = 0; i < texts.size(); i++) {
            Object[] row = new Object[texts.size() + 2];
            row[0] = i + 1;
            for (int j = 0; j < texts.size(); j++) {
                row[j + 1] = String.format(Locale.ROOT, "%.4f", cosines.get(i).get(j));
            }
            row[texts.size() + 1] = shown(texts.get(i));
            table.row(row);
        }
        return table.toString();
    }

    private static String shown(String text) {
        String line = text.replaceAll("\\s+", " ");
        return line.codePointCount(0, line.length()) <= SHOWN
                ? line
                : line.substring(0, line.offsetByCodePoints(0, SHOWN)) + "…";
    }
}
