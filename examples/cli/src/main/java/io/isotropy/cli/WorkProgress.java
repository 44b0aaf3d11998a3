package io.isotropy.cli;

import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import me.tongfei.progressbar.ProgressBar;
import org.jspecify.annotations.Nullable;

/** Shows how long work goes on: a bar with figures on a terminal; elsewhere a line every ten seconds. */
final class WorkProgress implements AutoCloseable {

    /** Seconds between lines. */
    private static final double INTERVAL = 10;

    private final Streams streams;
    private final boolean quiet;
    private final String task;
    private long nextLine = System.nanoTime() + (long) (INTERVAL * 1e9);
    private @Nullable ProgressBar bar;
    private String latest = "";

    WorkProgress(Streams streams, boolean quiet, String task) {
        this.streams = streams;
        this.quiet = quiet;
        this.task = task;
    }

    /**
     * Work is at {@code done} of {@code total} steps, which a line calls {@code place}.
     *
     * @param figures may be empty
     * @param secondsLeft NaN if unknown
     */
    void at(long done, long total, String place, String figures, double secondsLeft) {
        latest = figures;
        if (quiet) {
            return;
        }
        if (streams.terminal()) {
            bar = bar == null ? Bars.steps(streams, task, 0, total) : bar;
            bar.stepTo(done).setExtraMessage(figures);
        } else if (System.nanoTime() >= nextLine) {
            nextLine = System.nanoTime() + (long) (INTERVAL * 1e9);
            String left = Double.isNaN(secondsLeft) ? "" : String.format(Locale.ROOT, "%.0f s left", secondsLeft);
            streams.err().println("isotropy: "
                    + Stream.of(place, figures, left).filter(part -> !part.isEmpty()).collect(Collectors.joining(", ")));
        }
    }

    /** The last figures. */
    String figures() {
        return latest;
    }

    /** Takes the bar away. */
    @Override
    public void close() {
        if (bar != null) {
            bar.close();
            bar = null;
        }
    }
}
