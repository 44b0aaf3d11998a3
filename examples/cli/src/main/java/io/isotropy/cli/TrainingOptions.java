package io.isotropy.cli;

import io.isotropy.autograd.train.TrainingArguments;
import io.isotropy.autograd.train.TrainingArguments.ScheduleType;
import java.util.function.UnaryOperator;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** How to train: the arguments that all training commands share, named as in Hugging Face's {@code TrainingArguments}. */
final class TrainingOptions {

    @Option(names = "--epochs", paramLabel = "N", defaultValue = "1",
            description = "How often to go through the data; 1.5 is allowed. Default: ${DEFAULT-VALUE}.")
    double epochs;

    @Option(names = "--max-steps", paramLabel = "N", defaultValue = "0",
            description = "Steps in all, whatever --epochs says; 0 for none.")
    long maxSteps;

    @Option(names = "--batch-size", paramLabel = "N", defaultValue = "32",
            description = "Examples per batch. Default: ${DEFAULT-VALUE}.")
    int batchSize;

    @Option(names = "--max-batch-tokens", paramLabel = "N", defaultValue = "0",
            description = "Fill batches up to so many tokens instead; 0 for no.")
    long maxBatchTokens;

    @Option(names = "--learning-rate", paramLabel = "X", defaultValue = "5e-5",
            description = "The highest learning rate. Default: ${DEFAULT-VALUE}.")
    double learningRate;

    @ArgGroup(exclusive = true)
    Warmup warmup = new Warmup();

    /** Only one of the two is meant. */
    static final class Warmup {
        @Option(names = "--warmup-ratio", paramLabel = "X",
                description = "The share of steps in which the learning rate rises from 0.")
        double ratio;

        @Option(names = "--warmup-steps", paramLabel = "N",
                description = "The number of such steps.")
        long steps;
    }

    @Option(names = "--lr-scheduler", paramLabel = "S", defaultValue = "linear",
            description = "constant, linear (the default) or cosine, after warm-up.")
    ScheduleType schedule = ScheduleType.LINEAR;

    @Option(names = "--weight-decay", paramLabel = "X", defaultValue = "0.01",
            description = "Decay of matrices in AdamW. Default: ${DEFAULT-VALUE}.")
    double weightDecay;

    @Option(names = "--adam-beta1", paramLabel = "X", defaultValue = "0.9",
            description = "How long AdamW remembers gradients: the decay of their mean. Default: ${DEFAULT-VALUE}.")
    double beta1;

    @Option(names = "--adam-beta2", paramLabel = "X", defaultValue = "0.999",
            description = "The same for their squares. Default: ${DEFAULT-VALUE}.")
    double beta2;

    @Option(names = "--adam-epsilon", paramLabel = "X", defaultValue = "1e-8",
            description = "Added to the root of the squares that AdamW divides by. Default: ${DEFAULT-VALUE}.")
    double epsilon;

    @Option(names = "--max-grad-norm", paramLabel = "X", defaultValue = "1",
            description = "Clips the gradients' global norm; 0 for no limit. Default: ${DEFAULT-VALUE}.")
    double maxGradNorm;

    @Option(names = "--gradient-accumulation-steps", paramLabel = "N", defaultValue = "1",
            description = "Batches per step. Default: ${DEFAULT-VALUE}.")
    int accumulation;

    @Option(names = "--eval-steps", paramLabel = "N", defaultValue = "0",
            description = "Steps between evaluations on --dev; 0 for one an epoch.")
    long evalSteps;

    @Option(names = "--early-stopping-patience", paramLabel = "N", defaultValue = "0",
            description = "Evaluations without a better figure that end training; 0 for none.")
    int patience;

    @Option(names = "--save-steps", paramLabel = "N", defaultValue = "500",
            description = "Steps between checkpoints; 0 for one at the end. Default: ${DEFAULT-VALUE}.")
    long saveSteps;

    @Option(names = "--save-total-limit", paramLabel = "N", defaultValue = "2",
            description = "Checkpoints to keep; 0 for all. Default: ${DEFAULT-VALUE}.")
    int saveTotalLimit;

    @Option(names = "--logging-steps", paramLabel = "N", defaultValue = "50",
            description = "Steps per line of metrics.tsv. Default: ${DEFAULT-VALUE}.")
    long loggingSteps;

    @Option(names = "--seed", paramLabel = "N", defaultValue = "42",
            description = "Of all that is drawn. Default: ${DEFAULT-VALUE}.")
    long seed;

    @Option(names = "--resume",
            description = "Go on from the newest checkpoint in --output.")
    boolean resume;

    /**
     * The arguments of the trainer.
     *
     * @param evaluated whether there is a set to evaluate on, whose best model is then the result
     */
    TrainingArguments arguments(boolean evaluated) {
        TrainingArguments all = TrainingArguments.DEFAULT.withSchedule(schedule).withSeed(seed);
        all = with(all, "--learning-rate", next -> next.withLearningRate(learningRate));
        all = with(all, "--epochs", next -> next.withEpochs(epochs));
        all = with(all, "--max-steps", next -> next.withMaxSteps(maxSteps));
        all = with(all, "--warmup-ratio, --warmup-steps", next -> next.withWarmup(warmup.ratio, warmup.steps));
        all = with(all, "--weight-decay, --adam-…", next -> next.withAdamW(weightDecay, beta1, beta2, epsilon));
        all = with(all, "--max-grad-norm", next -> next.withMaxGradNorm(maxGradNorm));
        all = with(all, "--gradient-accumulation-steps", next -> next.withGradientAccumulation(accumulation));
        all = with(all, "--eval-steps", next -> next.withEvaluation(evalSteps, "", true, evaluated));
        all = with(all, "--early-stopping-patience", next -> next.withEarlyStopping(patience, 0));
        all = with(all, "--save-steps, --save-total-limit", next -> next.withSaving(saveSteps, saveTotalLimit));
        return with(all, "--logging-steps", next -> next.withLogging(loggingSteps));
    }

    private static TrainingArguments with(TrainingArguments before, String option, UnaryOperator<TrainingArguments> change) {
        try {
            return change.apply(before);
        } catch (IllegalArgumentException e) {
            throw Arguments.about(option, e);
        }
    }
}
