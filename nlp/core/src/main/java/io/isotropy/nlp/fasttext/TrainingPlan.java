package io.isotropy.nlp.fasttext;

/**
 * How a model is trained; what it becomes is in {@link FastTextConfig}.
 *
 * @param learningRate at the start ({@code -lr}); it falls linearly to 0
 * @param maxWords the most words to have a vector, the frequent ones
 * @param threads that learn at once, without locks, so that no two runs give the same bits
 * @param deterministic whether the result depends on the seed alone, to the bit; then one thread learns, however many there are
 * @param seed of all random numbers
 * @param watch is told how it goes
 */
public record TrainingPlan(double learningRate, int maxWords, int threads, boolean deterministic, long seed, Watch watch) {

    /** The original's learning rate for vectors: args.cc of version 0.9.2. */
    public static final double VECTORS_LEARNING_RATE = 0.05;
    /** The original's learning rate for classifiers: args.cc of version 0.9.2. */
    public static final double CLASSIFIER_LEARNING_RATE = 0.1;

    /** Is told how training goes, by any of its threads but one at a time. */
    @FunctionalInterface
    public interface Watch {

        /**
         * Some of the work is done.
         *
         * @param tokens seen so far, in all epochs
         * @param total tokens to see in all
         * @param loss the mean of the latest predictions; NaN if there were none
         */
        void seen(long tokens, long total, double loss);
    }

    /** Checks the numbers. */
    public TrainingPlan {
        if (!(learningRate > 0 && learningRate < 100)) {
            throw new IllegalArgumentException("[fastText] the learning rate must be above 0 and below 100: got " + learningRate);
        }
        if (threads < 1) {
            throw new IllegalArgumentException("[fastText] threads must be 1 or more: got " + threads);
        }
    }

    /** A plan that nobody watches. */
    public static TrainingPlan of(double learningRate, int threads, boolean deterministic, long seed) {
        return new TrainingPlan(learningRate, Integer.MAX_VALUE, threads, deterministic, seed, (_, _, _) -> {});
    }

    int workers() {
        return deterministic ? 1 : threads;
    }
}
