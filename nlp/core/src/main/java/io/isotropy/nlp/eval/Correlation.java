package io.isotropy.nlp.eval;

import java.util.Arrays;

/**
 * Correlation of two series, as scipy.stats gives it. It is NaN, which means undefined, for fewer than two pairs, for a series that is
 * constant, and for one that holds NaN or an infinity.
 */
public final class Correlation {

    private Correlation() {}

    /** Pearson's r: the covariance over the product of the standard deviations. */
    public static double pearson(double[] x, double[] y) {
        requireSameLength("pearson", x, y);
        if (x.length < 2 || isUndefined(x) || isUndefined(y)) {
            return Double.NaN;
        }
        double meanX = mean(x);
        double meanY = mean(y);
        double xx = 0;
        double yy = 0;
        double xy = 0;
        for (int i = 0; i < x.length; i++) {
            double dx = x[i] - meanX;
            double dy = y[i] - meanY;
            xx += dx * dx;
            yy += dy * dy;
            xy += dx * dy;
        }
        return Math.clamp(xy / (Math.sqrt(xx) * Math.sqrt(yy)), -1, 1);
    }

    /** Spearman's ρ: Pearson's r of the ranks; equal values share the average of their ranks. */
    public static double spearman(double[] x, double[] y) {
        requireSameLength("spearman", x, y);
        if (isUndefined(x) || isUndefined(y)) {
            return Double.NaN;
        }
        return pearson(ranks(x), ranks(y));
    }

    /** Ranks from 1, ties averaged. */
    static double[] ranks(double[] values) {
        int[] once = new int[values.length];
        Arrays.fill(once, 1);
        return Resampled.Ranking.of(values).ranks(once);
    }

    private static double mean(double[] values) {
        return Arrays.stream(values).sum() / values.length;
    }

    /** Whether the values are all the same, to the bit and not just after rounding, or not all numbers. */
    private static boolean isUndefined(double[] values) {
        boolean constant = true;
        for (double value : values) {
            if (!Double.isFinite(value)) {
                return true;
            }
            constant &= value == values[0];
        }
        return constant;
    }

    private static void requireSameLength(String op, double[] x, double[] y) {
        if (x.length != y.length) {
            throw new IllegalArgumentException(
                    "[" + op + "] the series must have the same length: got x " + x.length + ", y " + y.length);
        }
    }
}
