package io.isotropy.cli;

import io.isotropy.cli.ComparisonOptions.Judged;
import io.isotropy.nlp.eval.Bootstrap;
import io.isotropy.nlp.eval.Resampled;
import io.isotropy.nlp.eval.TaskKind;
import io.isotropy.nlp.eval.TaskResult;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Figures times 100, a column for each model; behind the others' the difference to the first and its interval. */
record ComparisonTable(List<String> models, List<Judged> judged, Bootstrap bootstrap) {

    @Override
    public String toString() {
        Table table = new Table().row(header());
        Map<TaskKind, List<double[]>> mains = new EnumMap<>(TaskKind.class);
        for (int from = 0; from < judged.size(); from += models.size()) {
            List<TaskResult> results = judged.subList(from, from + models.size()).stream().map(Judged::result).toList();
            TaskKind kind = results.getFirst().kind();
            mains.computeIfAbsent(kind, _ -> new ArrayList<>()).add(results.stream().mapToDouble(TaskResult::main).toArray());
            for (String figure : kind.shown()) {
                table.row(row(results, figure));
            }
        }
        mains.forEach((kind, rows) -> {
            if (rows.size() > 1) {
                table.row(means(kind, rows));
            }
        });
        return table.toString();
    }

    private Object[] header() {
        List<Object> cells = new ArrayList<>(List.of("TASK", "FIGURE"));
        for (int i = 0; i < models.size(); i++) {
            cells.add(models.get(i));
            if (i > 0) {
                cells.add("DIFFERENCE [95 %]");
            }
        }
        return cells.toArray();
    }

    private Object[] row(List<TaskResult> results, String figure) {
        TaskResult first = results.getFirst();
        boolean main = figure.equals(first.kind().main());
        List<Object> cells = new ArrayList<>(List.of(first.task(), figure));
        for (int i = 0; i < results.size(); i++) {
            TaskResult result = results.get(i);
            Double deviation = result.scores().get(figure + "_std");
            String spread = deviation == null ? "" : " ± " + percent(deviation);
            cells.add(percent(result.scores().getOrDefault(figure, Double.NaN)) + spread);
            if (i > 0) {
                cells.add(main ? difference(first, result) : "");
            }
        }
        return cells.toArray();
    }

    private String difference(TaskResult first, TaskResult other) {
        String difference = signed(other.main() - first.main());
        Resampled one = first.items();
        Resampled two = other.items();
        if (one == null || two == null || one.size() == 0 || Double.isNaN(other.main() - first.main())) {
            return difference;
        }
        Bootstrap.Interval interval = bootstrap.difference(one, two);
        return difference + " [" + signed(interval.low()) + ", " + signed(interval.high()) + "]";
    }

    private Object[] means(TaskKind kind, List<double[]> rows) {
        List<Object> cells = new ArrayList<>(List.of("mean of " + rows.size(), kind.main()));
        double first = mean(rows, 0);
        for (int i = 0; i < models.size(); i++) {
            cells.add(percent(mean(rows, i)));
            if (i > 0) {
                cells.add(signed(mean(rows, i) - first));
            }
        }
        return cells.toArray();
    }

    /** Undefined where one is: models must be compared over the same tasks. */
    private static double mean(List<double[]> rows, int model) {
        return rows.stream().mapToDouble(row -> row[model]).average().orElse(Double.NaN);
    }

    private static String percent(double figure) {
        return Double.isNaN(figure) ? "NaN" : String.format(Locale.ROOT, "%.2f", 100 * figure);
    }

    private static String signed(double figure) {
        return Double.isNaN(figure) ? "NaN" : String.format(Locale.ROOT, "%+.2f", 100 * figure);
    }
}
