package io.isotropy.cli;

import io.isotropy.kernels.Backends;
import io.isotropy.nlp.fasttext.TrainingPlan;
import java.util.Locale;
import me.tongfei.progressbar.ProgressBar;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What the commands that train fastText models share: how they learn, and how it goes on. Names of the original tool are known too. */
final class FastTextOptions {

    /** Seconds between lines where there is no terminal. */
    private static final double INTERVAL = 10;

    @Mixin
    ThreadOptions threads = new ThreadOptions();

    @Option(names = {"--dimension", "--dim"}, paramLabel = "D", defaultValue = "100", description = "Default: ${DEFAULT-VALUE}.")
    int dimension;

    @Option(names = {"--epochs", "--epoch"}, paramLabel = "N", defaultValue = "5", description = "Default: ${DEFAULT-VALUE}.")
    int epochs;

    @Option(names = {"--buckets", "--bucket"}, paramLabel = "N", defaultValue = "2000000",
            description = "Rows that n-grams share by their hash. Default: ${DEFAULT-VALUE}.")
    int buckets;

    @Option(names = {"--negatives", "--neg"}, paramLabel = "N", defaultValue = "5",
            description = "Negative samples of the loss ns. Default: ${DEFAULT-VALUE}.")
    int negatives;

    @Option(names = {"--learning-rate", "--lr"}, paramLabel = "R", description = "At the start. Default: 0.05 for vectors, 0.1 for classifiers.")
    @Nullable Double learningRate;

    @Option(names = "--deterministic", description = "The same model for the same seed, whatever the number of threads; slower, since one learns.")
    boolean deterministic;

    @Option(names = "--seed", paramLabel = "N", defaultValue = "42", description = "Of the random numbers. Default: ${DEFAULT-VALUE}.")
    long seed;

    private @Nullable ProgressBar bar;
    private long start;
    private long firstTokens;
    private long nextLine;

    /** The plan of a training that is about to start. */
    TrainingPlan plan(Streams streams, double usualRate, int maxWords, boolean quiet) {
        threads.apply();
        try {
            return new TrainingPlan(learningRate == null ? usualRate : learningRate, maxWords, Backends.preferred().threads(), deterministic,
                    seed, (tokens, total, loss) -> show(streams, quiet, tokens, total, loss));
        } catch (IllegalArgumentException e) {
            throw Arguments.about("--learning-rate", e);
        }
    }

    private void show(Streams streams, boolean quiet, long tokens, long total, double loss) {
        long now = System.nanoTime();
        if (start == 0) {
            start = now;
            firstTokens = tokens;
            nextLine = now + (long) (INTERVAL * 1e9);
        }
        if (quiet) {
            return;
        }
        String figures = Double.isNaN(loss) ? "" : String.format(Locale.ROOT, "loss %.4f, ", loss);
        double rate = (tokens - firstTokens) / Math.max(1e-9, (now - start) / 1e9);
        if (streams.terminal()) {
            bar = bar == null ? Bars.steps(streams, "train", 0, total) : bar;
            bar.stepTo(tokens).setExtraMessage(String.format(Locale.ROOT, "%s%,.0f words/s", figures, rate));
        } else if (now >= nextLine || tokens == total) {
            nextLine = now + (long) (INTERVAL * 1e9);
            streams.err().printf(Locale.ROOT, "isotropy: %,d of %,d words, %s%,.0f words/s, %.0f s left%n",
                    tokens, total, figures, rate, rate == 0 ? 0 : (total - tokens) / rate);
        }
    }

    /** Takes the bar away. */
    void close() {
        if (bar != null) {
            bar.close();
            bar = null;
        }
    }
}
