package io.isotropy.nlp.projection;

/**
 * How t-SNE runs.
 *
 * @param perplexity how many neighbours a point has, more or less; at most a third of the other points
 * @param exaggeration what the affinities are multiplied with at first
 * @param exaggerated for so many iterations
 * @param learningRate the step; 0 for N / 12 and no exaggeration's factor in it, as {@link #step} tells
 * @param angle θ of Barnes and Hut: a cell that is seen under less counts as one point; 0 is exact
 * @param components the vectors are reduced to, by PCA, before distances are taken
 */
public record TsneConfig(
        double perplexity, int iterations, double exaggeration, int exaggerated, double learningRate, double angle, int components) {

    /**
     * Perplexity 30, 1000 iterations and θ = 0.5 of van der Maaten 2014; 250 iterations with 12-fold affinities as its authors' code has them; the
     * learning rate of Belkina et al. 2019; 50 components as van der Maaten and Hinton 2008, §4.2 have (30 there).
     */
    public static final TsneConfig DEFAULT = new TsneConfig(30, 1000, 12, 250, 0, 0.5, 50);

    /** A cell that holds the point itself would be taken for one point from here on: no corner is farther than its side times √2. */
    private static final double WIDEST = 0.7;
    private static final double LEAST_STEP = 50;

    /** Checks the numbers. */
    public TsneConfig {
        if (!(perplexity > 0) || iterations < 0 || !(exaggeration >= 1) || exaggerated < 0 || !(learningRate >= 0)
                || !(angle >= 0 && angle <= WIDEST) || components < 1) {
            throw new IllegalArgumentException("[tsne] needs a perplexity above 0, iterations 0 or more, an exaggeration of 1 or more, a learning"
                    + " rate of 0 or more, an angle of 0 to " + WIDEST + " and 1 component or more: got " + perplexity + ", " + iterations + ", "
                    + exaggeration + ", " + learningRate + ", " + angle + ", " + components);
        }
    }

    /** The same with another number of iterations. */
    public TsneConfig withIterations(int count) {
        return new TsneConfig(perplexity, count, exaggeration, exaggerated, learningRate, angle, components);
    }

    /** The same with another angle. */
    public TsneConfig withAngle(double theta) {
        return new TsneConfig(perplexity, iterations, exaggeration, exaggerated, learningRate, theta, components);
    }

    /** η for n points. N / 12 is meant for gradients without the 4 of the paper's eq. 5, which ours has. */
    double step(int n) {
        return learningRate > 0 ? learningRate : Math.max(n / exaggeration / 4, LEAST_STEP);
    }

    double perplexity(int n) {
        return Math.max(1, Math.min(perplexity, (n - 1) / 3.0));
    }
}
