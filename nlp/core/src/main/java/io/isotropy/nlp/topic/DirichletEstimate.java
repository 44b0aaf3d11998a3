package io.isotropy.nlp.topic;

import java.util.Arrays;

/**
 * Parameters of Dirichlet priors from counts drawn with them, by Minka's fixed point ("Estimating a Dirichlet distribution", 2000, eq. 55)
 * on histograms, where differences of ψ are sums (Wallach 2008, "Structured topic models for language", §2.3), with a Gamma(1.001, 1) prior
 * on each parameter as MALLET has, which keeps those of unused topics above 0.
 */
final class DirichletEstimate {

    private static final double GAMMA_SHAPE = 1.001;
    private static final double GAMMA_SCALE = 1;
    private static final int STEPS = 5;

    /** No topic becomes impossible. */
    private static final double LEAST = 1e-6;

    private DirichletEstimate() {}

    /** A histogram of counts, as long as the largest needs. */
    static final class Histogram {

        private int[] texts = new int[16];
        private int largest;

        void add(int count) {
            if (count >= texts.length) {
                texts = Arrays.copyOf(texts, Math.max(count + 1, texts.length * 2));
            }
            texts[count]++;
            largest = Math.max(largest, count);
        }

        /** Σ over all counts c > 0 of ψ(c + x) − ψ(x). */
        double digammaRises(double x) {
            double sum = 0;
            double rise = 0;
            for (int count = 1; count <= largest; count++) {
                rise += 1 / (x + count - 1);
                sum += texts[count] * rise;
            }
            return sum;
        }
    }

    /** α of each topic. {@code topicCounts[k]} holds how often k is in each document, {@code lengths} how many words those have. */
    static double[] alpha(double[] alpha, Histogram[] topicCounts, Histogram lengths, boolean symmetric) {
        double[] estimate = alpha.clone();
        for (int step = 0; step < STEPS; step++) {
            double denominator = lengths.digammaRises(Arrays.stream(estimate).sum()) + 1 / GAMMA_SCALE;
            for (int k = 0; k < estimate.length; k++) {
                double numerator = GAMMA_SHAPE - 1 + estimate[k] * topicCounts[k].digammaRises(estimate[k]);
                estimate[k] = Math.max(LEAST, numerator / denominator);
            }
            if (symmetric) {
                Arrays.fill(estimate, Arrays.stream(estimate).average().orElseThrow());
            }
        }
        return estimate;
    }

    /** β, the same for all words. {@code wordCounts} holds all n_wk, {@code totals} all n_k. */
    static double beta(double beta, Histogram wordCounts, long[] totals, int words) {
        double estimate = beta;
        for (int step = 0; step < STEPS; step++) {
            double numerator = estimate * wordCounts.digammaRises(estimate);
            double denominator = 0;
            for (long total : totals) {
                denominator += GammaFunction.digamma(total + estimate * words) - GammaFunction.digamma(estimate * words);
            }
            estimate = Math.max(LEAST, numerator / (words * denominator));
        }
        return estimate;
    }

    /**
     * A step of Newton's method towards the most likely parameters, given the mean of E[ln θ] over {@code number} draws, in linear time
     * (Huang 2005, "Maximum likelihood estimation of Dirichlet distribution parameters", eq. 9-12), scaled by {@code rho}. One that would
     * leave the positive numbers is not made.
     */
    static void newtonStep(double[] prior, double[] meanLogs, int number, double rho) {
        double sum = Arrays.stream(prior).sum();
        double constant = number * GammaFunction.trigamma(sum);
        double ofSum = GammaFunction.digamma(sum);
        double[] gradient = new double[prior.length];
        double[] diagonal = new double[prior.length];
        double numerator = 0;
        double denominator = 1 / constant;
        for (int k = 0; k < prior.length; k++) {
            gradient[k] = number * (ofSum - GammaFunction.digamma(prior[k]) + meanLogs[k]);
            diagonal[k] = -number * GammaFunction.trigamma(prior[k]);
            numerator += gradient[k] / diagonal[k];
            denominator += 1 / diagonal[k];
        }
        double shift = numerator / denominator;
        double[] result = new double[prior.length];
        for (int k = 0; k < prior.length; k++) {
            result[k] = prior[k] - rho * (gradient[k] - shift) / diagonal[k];
            if (!(result[k] > 0)) {
                return;
            }
        }
        System.arraycopy(result, 0, prior, 0, prior.length);
    }
}
