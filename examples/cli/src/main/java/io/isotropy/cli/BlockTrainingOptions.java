package io.isotropy.cli;

import io.isotropy.kernels.Backends;
import io.isotropy.nlp.word2vec.TrainingProgress;
import java.io.IOException;
import java.util.Locale;
import me.tongfei.progressbar.ProgressBar;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What training by windows over a corpus shares: its options, threads, and how it goes on. */
final class BlockTrainingOptions {

    /** Seconds between lines where there is no terminal. */
    private static final double INTERVAL = 10;

    /** Of a progress bar, per epoch. */
    private static final int STEPS = 1000;

    @Option(names = {"--dimension", "--size"}, paramLabel = "D", defaultValue = "100", description = "Default: ${DEFAULT-VALUE}.")
    int dimension;

    @Option(names = "--window", paramLabel = "N", defaultValue = "5",
            description = "Words to either side of a word. Default: ${DEFAULT-VALUE}.")
    int window;

    @Option(names = "--sample", paramLabel = "T", defaultValue = "1e-3",
            description = "Words that make up more than about T of the corpus are left out at random; 0 for never. Default: ${DEFAULT-VALUE}.")
    double sample;

    @Option(names = "--negative", paramLabel = "N",
            description = "Negative samples of a word; 0 for none, with --hs. Default: 5, with --hs 0.")
    @Nullable Integer negative;

    @Option(names = "--hs", description = "Hierarchical softmax: predict a word's path in a Huffman tree.")
    boolean hierarchicalSoftmax;

    @Option(names = "--ns-exponent", paramLabel = "E", defaultValue = "0.75",
            description = "Negative samples come in proportion to count^E. Default: ${DEFAULT-VALUE}.")
    double noiseExponent;

    @Option(names = "--threads", paramLabel = "N", description = "Threads to train with. Default: one per core.")
    @Nullable Integer threads;

    @Option(names = "--deterministic", description = "The same bytes for the same seed, whatever the number of threads: one trains, the "
            + "others prepare. Otherwise all train at once, which is faster and not repeatable.")
    boolean deterministic;

    @Option(names = "--seed", paramLabel = "N", defaultValue = "1", description = "Of the random numbers. Default: ${DEFAULT-VALUE}.")
    long seed;

    private @Nullable ProgressBar bar;
    private long nextLine;
    private double loss = Double.NaN;

    /** What trains a model. */
    interface Method<T> {
        T train(int threads, TrainingProgress.Listener listener) throws IOException;
    }

    int negatives() {
        return negative != null ? negative : hierarchicalSoftmax ? 0 : 5;
    }

    <T> T run(Streams streams, CorpusOptions corpus, String name, Method<T> method) throws IOException {
        ThreadOptions checked = new ThreadOptions();
        checked.threads = threads;
        checked.apply();
        nextLine = System.nanoTime() + (long) (INTERVAL * 1e9);
        try {
            return method.train(Backends.preferred().threads(), progress -> {
                if (!corpus.quiet) {
                    show(streams, name, progress);
                }
            });
        } catch (IllegalArgumentException e) {
            throw Arguments.about("train " + name, e);
        } finally {
            if (bar != null) {
                bar.close();
            }
        }
    }

    private void show(Streams streams, String name, TrainingProgress progress) {
        loss = Double.isNaN(progress.loss()) ? loss : progress.loss();
        String figures = String.format(Locale.ROOT, "loss %.4f, %,.0f words/s", loss, progress.wordsPerSecond());
        if (streams.terminal()) {
            bar = bar == null ? Bars.steps(streams, name, 0, (long) STEPS * progress.ofEpochs()) : bar;
            bar.stepTo((long) (STEPS * progress.epochs())).setExtraMessage(figures);
        } else if (System.nanoTime() >= nextLine || progress.epochs() >= progress.ofEpochs()) {
            nextLine = System.nanoTime() + (long) (INTERVAL * 1e9);
            streams.err().printf(Locale.ROOT, "isotropy: epoch %.2f of %d, %s, %.0f s left%n",
                    progress.epochs(), progress.ofEpochs(), figures, progress.secondsLeft());
        }
    }
}
