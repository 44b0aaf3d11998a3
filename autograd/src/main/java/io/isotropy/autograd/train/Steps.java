package io.isotropy.autograd.train;

import java.util.List;

/** Walks through the steps of a run: of every epoch the batches in their order, so many a step; an epoch's last step may have fewer. */
final class Steps {

    private final Mixture data;
    private final int accumulation;
    private List<Batch> batches;
    private int epoch;
    private int next;

    Steps(Mixture data, int accumulation) {
        this.data = data;
        this.accumulation = accumulation;
        this.batches = data.batches(0);
    }

    /** The number of steps of a run. */
    static long total(Mixture data, TrainingArguments arguments) {
        if (arguments.maxSteps() > 0) {
            return arguments.maxSteps();
        }
        int whole = (int) arguments.epochs();
        double part = arguments.epochs() - whole;
        long steps = 0;
        for (int epoch = 0; epoch < whole; epoch++) {
            steps += stepsOf(data.batches(epoch), arguments.gradientAccumulationSteps());
        }
        long rest = part == 0 ? 0 : stepsOf(data.batches(whole), arguments.gradientAccumulationSteps());
        return steps + (long) Math.ceil(part * rest);
    }

    private static long stepsOf(List<Batch> batches, int accumulation) {
        return (batches.size() + accumulation - 1L) / accumulation;
    }

    /** The batches of the next step. */
    List<Batch> next() {
        if (next == batches.size()) {
            batches = data.batches(++epoch);
            next = 0;
        }
        int from = next;
        next = Math.min(batches.size(), from + accumulation);
        return batches.subList(from, next);
    }

    /** Passes over steps that were done before. */
    void skip(long steps) {
        for (long i = 0; i < steps; i++) {
            next();
        }
    }

    /** How often the data have been gone through. */
    double epochs() {
        return epoch + (double) next / batches.size();
    }

    /** Whether the last step was an epoch's last. */
    boolean isEpochEnd() {
        return next == batches.size();
    }
}
