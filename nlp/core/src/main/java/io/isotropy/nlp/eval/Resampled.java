package io.isotropy.nlp.eval;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/** A figure that is made of items, such that it can be made again of other choices of them. */
public sealed interface Resampled {

    /** The number of items. */
    int size();

    /** The figure with item i taken {@code times[i]} times; NaN where undefined. */
    double of(int[] times);

    /**
     * The mean of the items' own figures: accuracy, nDCG.
     *
     * @param values one an item
     */
    record Mean(double[] values) implements Resampled {

        @Override
        public int size() {
            return values.length;
        }

        @Override
        public double of(int[] times) {
            double sum = 0;
            long count = 0;
            for (int i = 0; i < values.length; i++) {
                sum += times[i] * values[i];
                count += times[i];
            }
            return sum / count;
        }
    }

    /**
     * Spearman's ρ of two series.
     *
     * @param x the places of its values, see {@link Ranking}
     */
    record RankCorrelation(Ranking x, Ranking y) implements Resampled {

        /** Of pairs of values. */
        static RankCorrelation of(double[] x, double[] y) {
            return new RankCorrelation(Ranking.of(x), Ranking.of(y));
        }

        @Override
        public int size() {
            return x.order.length;
        }

        @Override
        public double of(int[] times) {
            double[] a = x.ranks(times);
            double[] b = y.ranks(times);
            if (!x.defined || !y.defined) {
                return Double.NaN;
            }
            long count = 0;
            double meanA = 0;
            double meanB = 0;
            for (int i = 0; i < times.length; i++) {
                count += times[i];
                meanA += times[i] * a[i];
                meanB += times[i] * b[i];
            }
            meanA /= count;
            meanB /= count;
            double aa = 0;
            double bb = 0;
            double ab = 0;
            for (int i = 0; i < times.length; i++) {
                aa += times[i] * (a[i] - meanA) * (a[i] - meanA);
                bb += times[i] * (b[i] - meanB) * (b[i] - meanB);
                ab += times[i] * (a[i] - meanA) * (b[i] - meanB);
            }
            return Math.clamp(ab / (Math.sqrt(aa) * Math.sqrt(bb)), -1, 1); // 0/0, NaN, where all that was taken is equal
        }
    }

    /**
     * The order of values, sorted once.
     *
     * @param order the items, the smallest value's first
     * @param tied whether the value at a place of the order is equal to the one before
     * @param defined whether all are finite
     */
    record Ranking(int[] order, boolean[] tied, boolean defined) {

        static Ranking of(double[] values) {
            int[] order = IntStream.range(0, values.length)
                    .boxed()
                    .sorted(Comparator.comparingDouble(i -> values[i] + 0.0)) // −0.0 + 0.0 is 0.0, so that the zeros tie
                    .mapToInt(Integer::intValue)
                    .toArray();
            boolean[] tied = new boolean[order.length];
            for (int i = 1; i < order.length; i++) {
                tied[i] = values[order[i]] == values[order[i - 1]];
            }
            return new Ranking(order, tied, Arrays.stream(values).allMatch(Double::isFinite));
        }

        /** The rank of each item, ties averaged, with item i taken {@code times[i]} times. */
        double[] ranks(int[] times) {
            double[] ranks = new double[order.length];
            long before = 0;
            for (int from = 0; from < order.length; ) {
                int to = from;
                long group = 0;
                do {
                    group += times[order[to++]];
                } while (to < order.length && tied[to]);
                for (int i = from; i < to; i++) {
                    ranks[order[i]] = before + (group + 1) / 2.0;
                }
                before += group;
                from = to;
            }
            return ranks;
        }
    }
}
