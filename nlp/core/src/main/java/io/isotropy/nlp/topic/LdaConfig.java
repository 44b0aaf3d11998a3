package io.isotropy.nlp.topic;

/**
 * How to train an LDA by Gibbs sampling, in MALLET's names.
 *
 * @param topics K
 * @param iterations passes over all words
 * @param alpha the SUM over topics of the prior of topics in documents
 * @param beta the prior of each word in topics
 * @param optimizeInterval iterations between estimates of alpha and beta; 0 leaves them as they are
 * @param burnIn iterations before the first estimate
 * @param symmetricAlpha whether the estimate leaves alpha the same for all topics
 * @param seed of all random numbers
 */
public record LdaConfig(
        int topics, int iterations, double alpha, double beta, int optimizeInterval, int burnIn, boolean symmetricAlpha, long seed) {

    /** Topic ids are kept in 16 bits. */
    private static final int MOST_TOPICS = 1 << 16;

    /** The defaults of MALLET 2.0.8's {@code train-topics}, but for the seed, which is the clock there. */
    public static final LdaConfig DEFAULT = new LdaConfig(10, 1000, 5.0, 0.01, 0, 200, false, 42);

    /** Checks the numbers. */
    public LdaConfig {
        require(topics >= 2 && topics <= MOST_TOPICS, "the number of topics must be 2 to " + MOST_TOPICS, topics);
        require(iterations >= 1, "the number of iterations must be 1 or more", iterations);
        require(alpha > 0 && alpha < Double.POSITIVE_INFINITY, "alpha must be above 0", alpha);
        require(beta > 0 && beta < Double.POSITIVE_INFINITY, "beta must be above 0", beta);
        require(optimizeInterval >= 0, "the optimize interval must be 0 or more", optimizeInterval);
        require(burnIn >= 0, "the burn-in must be 0 or more", burnIn);
    }

    private static void require(boolean rule, String text, Number got) {
        if (!rule) {
            throw new IllegalArgumentException("[lda] " + text + ": got " + got);
        }
    }

    /** With another number of topics, 2 or more: all texts are of one topic alike, and there is nothing to learn. */
    public LdaConfig withTopics(int number) {
        return new LdaConfig(number, iterations, alpha, beta, optimizeInterval, burnIn, symmetricAlpha, seed);
    }

    public LdaConfig withIterations(int number) {
        return new LdaConfig(topics, number, alpha, beta, optimizeInterval, burnIn, symmetricAlpha, seed);
    }

    /** With the priors estimated every {@code interval} iterations once {@code start} are over. */
    public LdaConfig withOptimization(int interval, int start) {
        return new LdaConfig(topics, iterations, alpha, beta, interval, start, symmetricAlpha, seed);
    }

    public LdaConfig withSeed(long number) {
        return new LdaConfig(topics, iterations, alpha, beta, optimizeInterval, burnIn, symmetricAlpha, number);
    }
}
