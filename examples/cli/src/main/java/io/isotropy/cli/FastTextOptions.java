package io.isotropy.cli;

import io.isotropy.nlp.fasttext.TrainingPlan;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What the commands that train fastText models share: how they learn, and how it goes on. Names of the original tool are known too. */
final class FastTextOptions {

    @Mixin
    LearningThreads learning = new LearningThreads();

    @Option(names = {"--dimension", "--dim"}, paramLabel = "D", defaultValue = "100",
            description = "The length of the vectors. Default: ${DEFAULT-VALUE}.")
    int dimension;

    @Option(names = {"--epochs", "--epoch"}, paramLabel = "N", defaultValue = "5",
            description = "How often to go through the texts. Default: ${DEFAULT-VALUE}.")
    int epochs;

    @Option(names = {"--buckets", "--bucket"}, paramLabel = "N", defaultValue = "2000000",
            description = "Rows that n-grams share by their hash. Default: ${DEFAULT-VALUE}.")
    int buckets;

    @Option(names = {"--negatives", "--neg"}, paramLabel = "N", defaultValue = "5",
            description = "Negative samples of the loss ns. Default: ${DEFAULT-VALUE}.")
    int negatives;

    @Option(names = {"--learning-rate", "--lr"}, paramLabel = "R",
            description = "At the start. Default: 0.05 for vectors, 0.1 for classifiers.")
    @Nullable Double learningRate;

    @Option(names = "--seed", paramLabel = "N", defaultValue = "42", description = "Of the random numbers. Default: ${DEFAULT-VALUE}.")
    long seed;

    private long start;
    private long firstTokens;

    /** The plan of a training that is about to start. */
    TrainingPlan plan(WorkProgress work, double usualRate, int maxWords) {
        int threads = learning.count();
        try {
            return new TrainingPlan(learningRate == null ? usualRate : learningRate, maxWords, threads, learning.deterministic,
                    seed, (tokens, total, loss) -> show(work, tokens, total, loss));
        } catch (IllegalArgumentException e) {
            throw Arguments.about("--learning-rate", e);
        }
    }

    private void show(WorkProgress work, long tokens, long total, double loss) {
        long now = System.nanoTime();
        if (start == 0) {
            start = now;
            firstTokens = tokens;
        }
        double rate = (tokens - firstTokens) / Math.max(1e-9, (now - start) / 1e9);
        String figures = Double.isNaN(loss) ? "" : String.format(Locale.ROOT, "loss %.4f, ", loss);
        work.at(tokens, total, String.format(Locale.ROOT, "%,d of %,d words", tokens, total),
                String.format(Locale.ROOT, "%s%,.0f words/s", figures, rate), rate == 0 ? 0 : (total - tokens) / rate);
    }
}
