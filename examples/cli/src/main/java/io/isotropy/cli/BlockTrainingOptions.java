package io.isotropy.cli;

import io.isotropy.nlp.word2vec.TrainingProgress;
import java.io.IOException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** What training by windows over a corpus shares: its options, threads, and how it goes on. */
final class BlockTrainingOptions {

    /** Of a progress bar, per epoch. */
    private static final int STEPS = 1000;

    @Option(names = {"--dimension", "--size"}, paramLabel = "D", defaultValue = "100",
            description = "The length of the vectors. Default: ${DEFAULT-VALUE}.")
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

    @Mixin
    LearningThreads learning = new LearningThreads();

    @Option(names = "--seed", paramLabel = "N", defaultValue = "1", description = "Of the random numbers. Default: ${DEFAULT-VALUE}.")
    long seed;

    private double loss = Double.NaN;

    /** What trains a model. */
    interface Method<T> {
        T train(int threads, TrainingProgress.Listener listener) throws IOException;
    }

    /** Complains of options that nothing reads. */
    void requireUse(@Nullable CommandSpec command) {
        Arguments.requireUse(command, "negative samples (--negative)", negatives() > 0, "--ns-exponent");
    }

    int negatives() {
        return negative != null ? negative : hierarchicalSoftmax ? 0 : 5;
    }

    <T> T run(Streams streams, CorpusOptions corpus, String name, Method<T> method) throws IOException {
        int threads = learning.count();
        try (WorkProgress work = corpus.progress(streams, name)) {
            return method.train(threads, progress -> show(work, progress));
        } catch (IllegalArgumentException e) {
            throw Arguments.complaint(e);
        }
    }

    private void show(WorkProgress work, TrainingProgress progress) {
        loss = Double.isNaN(progress.loss()) ? loss : progress.loss();
        work.at((long) (STEPS * progress.epochs()), (long) STEPS * progress.ofEpochs(),
                String.format(Locale.ROOT, "epoch %.2f of %d", progress.epochs(), progress.ofEpochs()),
                String.format(Locale.ROOT, "loss %.4f, %,.0f words/s", loss, progress.wordsPerSecond()), progress.secondsLeft());
    }
}
