package io.isotropy.cli;

import io.isotropy.kernels.Backends;
import io.isotropy.nlp.json.JsonWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The lines of a benchmark. */
final class BenchReport {

    /** One measurement: figures in {@code unit}. */
    private record Line(String what, int threads, double median, double best, String unit) {}

    private final List<Line> lines = new ArrayList<>();

    void add(String what, int threads, double median, double best, String unit) {
        lines.add(new Line(what, threads, median, best, unit));
    }

    /** The numbers of threads to measure with: one, and all. */
    static List<Integer> threads(int all) {
        return all == 1 ? List.of(1) : List.of(1, all);
    }

    String text(boolean json) {
        if (json) {
            Map<String, Object> result = new LinkedHashMap<>();
            result.put("backend", Backends.preferred().name());
            result.put("description", Backends.preferred().description());
            result.put("results", lines.stream().map(BenchReport::facts).toList());
            return JsonWriter.toText(result);
        }
        Table table = new Table().row("", "THREADS", "MEDIAN", "BEST", "");
        for (Line line : lines) {
            table.row(line.what, line.threads, number(line.median), number(line.best), line.unit);
        }
        return Backends.preferred().name() + ": " + Backends.preferred().description() + "\n" + table;
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, value < 1000 ? "%.2f" : "%,.0f", value);
    }

    private static Map<String, Object> facts(Line line) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("what", line.what);
        facts.put("threads", line.threads);
        facts.put("median", line.median);
        facts.put("best", line.best);
        facts.put("unit", line.unit);
        return facts;
    }
}
