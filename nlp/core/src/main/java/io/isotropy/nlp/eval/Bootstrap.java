package io.isotropy.nlp.eval;

import io.isotropy.tensor.Philox;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * How sure the difference of two models is: the paired bootstrap (Efron and Tibshirani 1993, "An Introduction to the Bootstrap", §13.3; Koehn
 * 2004). Items are drawn with replacement, as many as there are, the same for both models; the percentiles of the differences bound the interval.
 *
 * @param resamples how often
 * @param seed of the draws; resample r is drawn from stream r
 * @param level the share of the resamples within the interval
 */
public record Bootstrap(int resamples, long seed, double level) {

    /** Checks the numbers. */
    public Bootstrap {
        if (resamples < 1 || !(level > 0 && level < 1)) {
            throw new IllegalArgumentException("[bootstrap] resamples must be 1 or more, the level between 0 and 1: got " + resamples + ", "
                    + level);
        }
    }

    /** Bounds of a difference; NaN where a resample leaves it undefined. */
    public record Interval(double low, double high) {

        /** Whether it leaves 0 out. */
        public boolean isClear() {
            return low > 0 || high < 0;
        }
    }

    /** The interval of the second's figure minus the first's, over the same items. */
    public Interval difference(Resampled first, Resampled second) {
        int size = first.size();
        if (size != second.size() || size == 0) {
            throw new IllegalArgumentException("[bootstrap] both must have the same items, one at least: got " + size + " and " + second.size());
        }
        double[] differences = IntStream.range(0, resamples).parallel().mapToDouble(r -> {
            int[] times = draw(size, Philox.of(seed).withStream(r));
            return second.of(times) - first.of(times);
        }).toArray();
        Arrays.sort(differences); // NaN comes last
        return Double.isNaN(differences[resamples - 1])
                ? new Interval(Double.NaN, Double.NaN)
                : new Interval(quantile(differences, (1 - level) / 2), quantile(differences, (1 + level) / 2));
    }

    private static int[] draw(int size, Philox random) {
        int[] times = new int[size];
        for (int i = 0; i < size; i++) {
            times[random.integer(i, size)]++;
        }
        return times;
    }

    /** Between the two nearest, as NumPy's. */
    private static double quantile(double[] sorted, double share) {
        double place = share * (sorted.length - 1);
        int low = (int) place;
        int high = Math.min(low + 1, sorted.length - 1);
        return sorted[low] + (place - low) * (sorted[high] - sorted[low]);
    }
}
