package io.isotropy.nlp.topic;

/**
 * How far training is.
 *
 * @param iteration iterations done
 * @param iterations iterations in all
 * @param measure what {@link Listener} says, per token: a log-likelihood or a bound of it; NaN where it was not computed
 * @param tokensPerSecond over all iterations so far
 */
public record TopicProgress(int iteration, int iterations, double measure, double tokensPerSecond, double secondsLeft) {

    /** Hears about every iteration. */
    @FunctionalInterface
    public interface Listener {

        /** Nobody. */
        Listener NONE = progress -> {};

        void iterated(TopicProgress progress);
    }

    static TopicProgress of(int iteration, int iterations, double measure, long tokens, long startNanos) {
        double seconds = Math.max((System.nanoTime() - startNanos) / 1e9, 1e-9);
        return new TopicProgress(
                iteration, iterations, measure, (double) tokens * iteration / seconds, seconds / iteration * (iterations - iteration));
    }
}
