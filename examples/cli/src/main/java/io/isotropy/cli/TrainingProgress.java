package io.isotropy.cli;

import io.isotropy.autograd.train.Outcome;
import io.isotropy.autograd.train.TrainingListener;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;
import me.tongfei.progressbar.ProgressBar;
import org.jspecify.annotations.Nullable;

/** Shows how training goes on: a bar with loss, examples/s and the time that is left on a terminal; lines elsewhere. */
final class TrainingProgress implements TrainingListener, AutoCloseable {

    /** Weight of the newest step in the means that are shown. */
    private static final double NEWEST = 0.05;
    /** Seconds between lines where there is no terminal. */
    private static final double INTERVAL = 30;

    private final Streams streams;
    private final boolean quiet;
    private final boolean resumable;
    private final long start = System.nanoTime();
    private long examples;
    private double seconds;
    private @Nullable ProgressBar bar;
    private double loss = Double.NaN;
    private double rate = Double.NaN;
    private double sinceLine;

    /** @param resumable whether checkpoints outlive the command */
    TrainingProgress(Streams streams, boolean quiet, boolean resumable) {
        this.streams = streams;
        this.quiet = quiet;
        this.resumable = resumable;
    }

    @Override
    public void started(long from, long total) {
        if (quiet) {
            return;
        }
        if (from > 0) {
            say("goes on after step " + from + " of " + total);
        }
        if (streams.terminal()) {
            bar = Bars.steps(streams, "train", from, total);
        }
    }

    @Override
    public void stepped(Step step) {
        loss = mean(loss, step.loss());
        rate = mean(rate, step.examples() / Math.max(step.seconds(), 1e-9));
        sinceLine += step.seconds();
        examples += step.examples();
        seconds += step.seconds();
        String figures = String.format(Locale.ROOT, "loss %.4f, %,.1f/s", loss, rate);
        if (bar != null) {
            bar.stepTo(step.number()).setExtraMessage(figures);
        } else if (sinceLine >= INTERVAL && !quiet) {
            sinceLine = 0;
            say(String.format(Locale.ROOT, "step %d of %d, epoch %.2f, %s", step.number(), step.total(), step.epoch(), figures));
        }
    }

    private static double mean(double before, double value) {
        return Double.isNaN(before) ? value : before + NEWEST * (value - before);
    }

    @Override
    public void evaluated(long step, Map<String, Double> metrics, boolean best) {
        StringJoiner figures = new StringJoiner(", ");
        metrics.forEach((name, value) -> figures.add(String.format(Locale.ROOT, "%s %.4f", name, value)));
        say("step " + step + ": " + figures + (best ? ", the best so far" : ""));
    }

    @Override
    public void saved(Path checkpoint) {
        if (bar == null && resumable) {
            say("saved " + checkpoint);
        }
    }

    @Override
    public void finished(Outcome outcome) {
        close();
        switch (outcome.reason()) {
            case DONE -> {} // the command says what it has saved
            case EARLY_STOPPING -> say("ended, since evaluations became no better");
            case STOPPED -> say("stopped with a checkpoint; the same command with --resume goes on: " + Plural.of(outcome.steps(), "step")
                    + String.format(Locale.ROOT, ", loss %.4f", outcome.loss())
                    + (outcome.bestStep() == 0
                            ? ""
                            : String.format(Locale.ROOT, ", best %.4f at step %d", outcome.best(), outcome.bestStep())), false);
        }
    }

    /** What the steps of this run took: " in 12.3 s (41.2 examples/s), loss 0.1234"; empty where there was none, all being done before. */
    String figures() {
        return seconds == 0
                ? ""
                : String.format(Locale.ROOT, " in %.1f s (%,.1f examples/s), loss %.4f", (System.nanoTime() - start) / 1e9, examples / seconds, loss);
    }

    private void say(String line) {
        say(line, quiet);
    }

    private void say(String line, boolean silent) {
        if (!silent) {
            streams.err().println((bar == null ? "" : "\r") + "isotropy: " + line);
        }
    }

    @Override
    public void close() {
        if (bar != null) {
            bar.close();
            bar = null;
        }
    }
}
