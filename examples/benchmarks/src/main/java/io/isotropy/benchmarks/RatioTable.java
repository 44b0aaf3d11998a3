package io.isotropy.benchmarks;

import io.isotropy.benchmarks.SideBySide.Timing;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;

/**
 * Prints timings as a Markdown table, a row per case as soon as it is measured. The first column of timings is the
 * baseline: ratio = the other's time / the baseline's, so above 1 the baseline is faster.
 *
 * @param out where the table goes
 * @param unit what {@code work} counts, per second: "GFLOP/s", say
 */
public record RatioTable(PrintStream out, String unit) {

    /** The title rows. */
    public void header(String cases, List<Contender> contenders) {
        StringBuilder titles = new StringBuilder("| ").append(cases).append(" |");
        StringBuilder rule = new StringBuilder("|---|");
        for (int i = 0; i < contenders.size(); i++) {
            titles.append(' ').append(contenders.get(i).name()).append(i == 0 ? " |" : " | ratio |");
            rule.append(i == 0 ? "---:|" : "---:|---:|");
        }
        out.println(titles);
        out.println(rule);
    }

    /**
     * One row: median time, best time and throughput at the median.
     *
     * @param work units of work in one call
     */
    public void row(String label, double work, List<Timing> timings) {
        StringBuilder row = new StringBuilder("| ").append(label).append(" |");
        Timing ours = timings.getFirst();
        for (Timing timing : timings) {
            row.append(String.format(
                    Locale.ROOT, " %s (best %s, %.1f %s) |",
                    time(timing.median()), time(timing.best()), work / timing.median(), unit));
            if (timing != ours) {
                row.append(" **").append(ratio(timing.ratioTo(ours))).append("** |");
            }
        }
        out.println(row);
    }

    /** A time with three or four figures. */
    public static String time(double seconds) {
        if (seconds < 1e-3) {
            return String.format(Locale.ROOT, "%.1f µs", seconds * 1e6);
        }
        return seconds < 1
                ? String.format(Locale.ROOT, "%.2f ms", seconds * 1e3)
                : String.format(Locale.ROOT, "%.2f s", seconds);
    }

    /** A ratio with two decimals. */
    public static String ratio(double ratio) {
        return String.format(Locale.ROOT, "%.2f", ratio);
    }
}
