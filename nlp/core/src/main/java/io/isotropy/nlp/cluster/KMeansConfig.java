package io.isotropy.nlp.cluster;

/**
 * How k-means goes.
 *
 * @param clusters k
 * @param starts how often it begins anew; the run with the smallest inertia counts
 * @param iterations the most rounds of a run
 * @param tolerance a run ends when the squares of the centres' moves sum to no more than this times the mean variance of the components
 * @param seed of the random choices
 */
public record KMeansConfig(int clusters, int starts, int iterations, double tolerance, long seed) {

    /** Checks the numbers. */
    public KMeansConfig {
        if (clusters < 1 || starts < 1 || iterations < 1 || !(tolerance >= 0)) {
            throw new IllegalArgumentException("[kMeans] clusters, starts and iterations must be 1 or more, the tolerance 0 or more: got clusters "
                    + clusters + ", starts " + starts + ", iterations " + iterations + ", tolerance " + tolerance);
        }
    }

    /** scikit-learn's defaults: one start, 300 rounds, 1e-4. */
    public static KMeansConfig of(int clusters, long seed) {
        return new KMeansConfig(clusters, 1, 300, 1e-4, seed);
    }

    /** The same with several starts. */
    public KMeansConfig withStarts(int count) {
        return new KMeansConfig(clusters, count, iterations, tolerance, seed);
    }
}
