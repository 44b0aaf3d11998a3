package io.isotropy.nlp.anatomy;

import io.isotropy.kernels.Backends;
import io.isotropy.tensor.Scope;
import io.isotropy.tensor.Shape;
import io.isotropy.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Vectors at length 1. Those of zeros have no direction and are left out.
 *
 * @param rows where each vector's direction is; −1 for none
 */
record Directions(List<float[]> units, int[] rows, int dimension) {

    /** Of the cosines from −1 to 1. */
    static final int BINS = 100;
    private static final int BLOCK = 256;

    static Directions of(List<float[]> vectors, int dimension) {
        List<float[]> units = new ArrayList<>();
        int[] rows = new int[vectors.size()];
        for (int i = 0; i < rows.length; i++) {
            float[] vector = vectors.get(i);
            double norm = norm(vector);
            rows[i] = norm == 0 ? -1 : units.size();
            if (norm > 0) {
                float[] unit = new float[dimension];
                for (int j = 0; j < dimension; j++) {
                    unit[j] = (float) (vector[j] / norm);
                }
                units.add(unit);
            }
        }
        return new Directions(units, rows, dimension);
    }

    static double norm(float[] vector) {
        return Math.sqrt(dot(vector, vector));
    }

    static double dot(float[] x, float[] y) {
        double sum = 0;
        for (int j = 0; j < x.length; j++) {
            sum += (double) x[j] * y[j];
        }
        return sum;
    }

    int size() {
        return units.size();
    }

    /** ‖Σu‖/n, the length of the mean direction; NaN for none. */
    double meanLength() {
        double[] sum = new double[dimension];
        for (float[] unit : units) {
            for (int j = 0; j < dimension; j++) {
                sum[j] += unit[j];
            }
        }
        double squares = 0;
        for (double one : sum) {
            squares += one * one;
        }
        return Math.sqrt(squares) / size();
    }

    /**
     * What all pairs of two different vectors have.
     *
     * @param uniformity ln of the mean of exp(−2·‖u − v‖²)
     * @param shares of the pairs whose cosine is in each of {@link #BINS} equal bins
     */
    record Pairs(double uniformity, double[] shares) {}

    /** Goes through all pairs, by blocks of rows; NaN where there is none. */
    Pairs pairs() {
        int n = size();
        double[] shares = new double[BINS];
        if (n < 2) {
            return new Pairs(Double.NaN, shares);
        }
        double sum = 0;
        long[] counts = new long[BINS];
        try (Scope _ = Scope.open()) {
            Tensor matrix = Tensor.uninitialized(Backends.preferred(), Shape.of(n, dimension));
            for (int i = 0; i < n; i++) {
                matrix.buffer().write((long) i * dimension, units.get(i), 0, dimension);
            }
            for (int from = 0; from < n; from += BLOCK) {
                int first = from;
                int rows = Math.min(BLOCK, n - from);
                float[] cosines = new float[rows * (n - first)];
                try (Scope _ = Scope.open()) {
                    Tensor others = matrix.slice(0, first, n); // the other half of the pairs is the same
                    matrix.slice(0, first, first + rows).matmul(others.transpose()).buffer().read(0, cosines, 0, cosines.length);
                }
                List<Row> found = IntStream.range(0, rows).parallel().mapToObj(r -> Row.of(cosines, r * (n - first) + r + 1, (r + 1) * (n - first)))
                        .toList();
                for (Row row : found) {
                    sum += row.sum;
                    for (int b = 0; b < BINS; b++) {
                        counts[b] += row.counts[b];
                    }
                }
            }
        }
        double pairs = n * (n - 1.0) / 2;
        for (int b = 0; b < BINS; b++) {
            shares[b] = counts[b] / pairs;
        }
        return new Pairs(Math.log(sum / pairs), shares);
    }

    /** The bin of a cosine. */
    static int bin(double cosine) {
        return Math.clamp((int) ((cosine + 1) / 2 * BINS), 0, BINS - 1);
    }

    private record Row(double sum, int[] counts) {

        static Row of(float[] cosines, int from, int to) {
            double sum = 0;
            int[] counts = new int[BINS];
            for (int i = from; i < to; i++) {
                sum += Math.exp(4.0 * cosines[i] - 4); // ‖u − v‖² = 2 − 2·cos
                counts[bin(cosines[i])]++;
            }
            return new Row(sum, counts);
        }
    }
}
