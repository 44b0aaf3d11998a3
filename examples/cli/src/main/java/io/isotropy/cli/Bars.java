package io.isotropy.cli;

import java.time.Duration;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** Progress bars as all commands draw them. */
final class Bars {

    private static final int WIDTH = 100;

    private Bars() {}

    /** A bar over bytes, shown as MB; a total below 0 is unknown. */
    static ProgressBar bytes(Streams streams, String task, long total) {
        return bar(streams, task, total).setUnit("MB", 1_000_000).build();
    }

    /** A bar over steps, of which {@code from} are done. */
    static ProgressBar steps(Streams streams, String task, long from, long total) {
        return bar(streams, task, total).startsFrom(from, Duration.ZERO).build();
    }

    private static ProgressBarBuilder bar(Streams streams, String task, long total) {
        return new ProgressBarBuilder()
                .setTaskName(task)
                .setInitialMax(total)
                .setStyle(ProgressBarStyle.ASCII)
                .setUpdateIntervalMillis(200)
                .clearDisplayOnFinish()
                // A width of our own: asking the terminal for its would take the library longer than a short run.
                .setConsumer(new ConsoleProgressBarConsumer(streams.err(), WIDTH));
    }
}
