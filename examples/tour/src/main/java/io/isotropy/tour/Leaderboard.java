package io.isotropy.tour;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** All systems in a table, in the order of the article. */
public final class Leaderboard {

    /** What the columns are. */
    public static final List<String> HEADER = List.of(
            "System", "Spearman", "Reverse dictionary, MRR@10", "recall@10", "Mean cosine", "Effective rank", "Uniformity", "Dimension",
            "Training, s", "Texts/s", "Size, MB");

    private Leaderboard() {}

    /** A row for each system; what is undefined is empty. */
    public static List<List<String>> rows(List<Result> results) {
        List<List<String>> rows = new ArrayList<>();
        for (Result result : results) {
            rows.add(List.of(
                    result.card().title(), number(100 * result.scores().spearman(), 2), number(result.scores().reciprocalRank(), 3),
                    number(result.scores().recall(), 3), number(result.anatomy().meanCosine(), 3), number(result.anatomy().effectiveRank(), 1),
                    number(result.anatomy().uniformity(), 2), Integer.toString(result.cost().dimension()),
                    number(result.cost().seconds(), 1), number(result.cost().textsPerSecond(), 0), number(result.cost().bytes() / 1e6, 1)));
        }
        return rows;
    }

    /** A Markdown table. */
    static String markdown(List<Result> results) {
        StringBuilder text = new StringBuilder();
        line(text, HEADER);
        line(text, HEADER.stream().map(column -> column.equals(HEADER.getFirst()) ? "---" : "---:").toList());
        rows(results).forEach(row -> line(text, row));
        return text.toString();
    }

    private static void line(StringBuilder text, List<String> cells) {
        text.append("| ").append(String.join(" | ", cells.stream().map(cell -> cell.replace("|", "\\|")).toList())).append(" |\n");
    }

    /** A figure with so many decimals; empty if it is undefined. */
    static String number(double value, int decimals) {
        return Double.isNaN(value) ? "" : String.format(Locale.ROOT, "%." + decimals + "f", value);
    }
}
