package io.isotropy.nlp.projection;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * How much points are neighbours, p_ij, for pairs of which one is among the nearest of the other: van der Maaten 2014, §3. Rows sum up to 1 all
 * together; p_ij = p_ji.
 *
 * @param starts row i is numbers starts[i] … starts[i+1] − 1
 * @param columns j, rising within a row
 * @param values p_ij
 */
record Affinities(int[] starts, int[] columns, double[] values) {

    /** Neighbours per unit of perplexity: beyond, a Gaussian of that perplexity has nothing left (their §3). */
    static final int NEIGHBOURS = 3;
    private static final int MOST_HALVINGS = 100;
    private static final double TOLERANCE = 1e-5;

    int size() {
        return starts.length - 1;
    }

    static Affinities of(Neighbours neighbours, double perplexity) {
        int k = neighbours.k();
        int n = k == 0 ? 0 : neighbours.rows().length / k;
        double[] conditional = new double[n * k];
        IntStream.range(0, n).parallel().forEach(i -> fitRow(neighbours.squaredDistances(), i * k, k, Math.log(perplexity), conditional));
        return symmetric(neighbours, n, conditional);
    }

    /** p_{j|i} = exp(−β·d²)/Σ, eq. 1, with β so that the entropy is the logarithm of the perplexity, by halving an interval. */
    private static void fitRow(double[] squared, int from, int k, double entropy, double[] p) {
        double nearest = squared[from];
        double mean = 0;
        for (int j = 0; j < k; j++) {
            mean += (squared[from + j] - nearest) / k;
        }
        double beta = mean > 0 ? 1 / mean : 1;
        double low = 0;
        double high = Double.POSITIVE_INFINITY;
        for (int step = 0; step < MOST_HALVINGS; step++) {
            double sum = 0;
            double weighted = 0;
            for (int j = 0; j < k; j++) {
                double distance = squared[from + j] - nearest; // the same p, and the nearest never underflows
                p[from + j] = Math.exp(-beta * distance);
                sum += p[from + j];
                weighted += distance * p[from + j];
            }
            for (int j = 0; j < k; j++) {
                p[from + j] /= sum;
            }
            double difference = Math.log(sum) + beta * weighted / sum - entropy;
            if (Math.abs(difference) < TOLERANCE) {
                return;
            }
            if (difference > 0) {
                low = beta;
                beta = high == Double.POSITIVE_INFINITY ? 2 * beta : (low + high) / 2;
            } else {
                high = beta;
                beta = (low + high) / 2;
            }
        }
    }

    /** p_ij = (p_{j|i} + p_{i|j}) / 2n, van der Maaten and Hinton 2008, §3.1. */
    private static Affinities symmetric(Neighbours neighbours, int n, double[] conditional) {
        int k = neighbours.k();
        int[] rows = neighbours.rows();
        int[] sources = new int[n + 1]; // how many points have i as their neighbour, summed up
        for (int row : rows) {
            sources[row + 1]++;
        }
        for (int i = 0; i < n; i++) {
            sources[i + 1] += sources[i];
        }
        int[] next = Arrays.copyOf(sources, n);
        int[] places = new int[rows.length];
        for (int place = 0; place < rows.length; place++) {
            places[next[rows[place]]++] = place;
        }
        int[] starts = new int[n + 1];
        int[] columns = new int[2 * rows.length];
        double[] values = new double[columns.length];
        double[] row = new double[n];
        int[] touched = new int[n];
        int filled = 0;
        for (int i = 0; i < n; i++) {
            int count = 0;
            for (int place = i * k; place < (i + 1) * k; place++) {
                touched[count++] = rows[place];
                row[rows[place]] = conditional[place] + Double.MIN_NORMAL; // marks it as touched even where p is 0
            }
            for (int s = sources[i]; s < sources[i + 1]; s++) {
                int source = places[s] / k;
                if (row[source] == 0) {
                    touched[count++] = source;
                }
                row[source] += conditional[places[s]] + Double.MIN_NORMAL;
            }
            Arrays.sort(touched, 0, count);
            for (int t = 0; t < count; t++) {
                columns[filled] = touched[t];
                values[filled++] = row[touched[t]] / (2.0 * n);
                row[touched[t]] = 0;
            }
            starts[i + 1] = filled;
        }
        return new Affinities(starts, Arrays.copyOf(columns, filled), Arrays.copyOf(values, filled));
    }
}
