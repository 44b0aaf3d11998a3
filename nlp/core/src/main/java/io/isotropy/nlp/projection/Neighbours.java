package io.isotropy.nlp.projection;

import io.isotropy.kernels.Backends;
import io.isotropy.nlp.search.Hit;
import io.isotropy.nlp.search.Measure;
import io.isotropy.nlp.search.VectorSearch;
import io.isotropy.tensor.Scope;
import io.isotropy.tensor.Shape;
import io.isotropy.tensor.Tensor;
import io.isotropy.tensor.linalg.Matrix;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The k nearest other points of each point, by Euclidean distance, the nearest first.
 *
 * @param k how many each point has
 * @param rows point i's are numbers i·k … i·k + k − 1
 * @param squaredDistances in the same order
 */
public record Neighbours(int k, int[] rows, double[] squaredDistances) {

    private record Found(int row, double squared) {}

    /**
     * Finds them exactly, but for the rounding of the points to float: ‖x − y‖² = ‖x‖² − 2·(x·y − ‖y‖²/2), so the nearest y are those with the
     * largest dot product of (x, 1) and (y, −‖y‖²/2). Points should lie around 0, where floats lose least.
     *
     * @param x (N, D)
     * @param k at most; N − 1 where that is less
     */
    public static Neighbours of(Matrix x, int k) {
        int n = x.rows();
        int kept = Math.max(0, Math.min(k, n - 1));
        int[] rows = new int[Math.multiplyExact(n, kept)];
        double[] distances = new double[rows.length];
        if (rows.length == 0) {
            return new Neighbours(kept, rows, distances);
        }
        try (Scope _ = Scope.open()) {
            float[] lifted = new float[Math.multiplyExact(n, x.cols() + 1)];
            List<float[]> queries = new ArrayList<>(n);
            for (int i = 0; i < n; i++) {
                queries.add(lift(x, i, lifted));
            }
            Tensor matrix = Tensor.of(Backends.preferred(), Shape.of(n, x.cols() + 1), lifted);
            List<List<Hit>> hits = VectorSearch.of(matrix, Measure.DOT).best(queries, kept + 1);
            for (int i = 0; i < n; i++) {
                List<Found> nearest = others(x, i, hits.get(i));
                for (int j = 0; j < kept; j++) {
                    rows[i * kept + j] = nearest.get(j).row;
                    distances[i * kept + j] = nearest.get(j).squared;
                }
            }
        }
        return new Neighbours(kept, rows, distances);
    }

    /** Writes (y, −‖y‖²/2) of a row and returns its query, (y, 1). */
    private static float[] lift(Matrix x, int row, float[] lifted) {
        int d = x.cols();
        float[] query = new float[d + 1];
        double squares = 0;
        for (int j = 0; j < d; j++) {
            query[j] = (float) x.at(row, j);
            squares += (double) query[j] * query[j];
        }
        System.arraycopy(query, 0, lifted, row * (d + 1), d);
        query[d] = 1;
        lifted[row * (d + 1) + d] = (float) (-squares / 2);
        return query;
    }

    private static List<Found> others(Matrix x, int i, List<Hit> hits) {
        List<Found> found = new ArrayList<>(hits.size());
        for (Hit hit : hits) {
            if (hit.row() != i) {
                found.add(new Found(hit.row(), squaredDistance(x, i, hit.row())));
            }
        }
        found.sort(Comparator.comparingDouble(Found::squared).thenComparingInt(Found::row));
        return found;
    }

    private static double squaredDistance(Matrix x, int i, int j) {
        double sum = 0;
        for (int c = 0; c < x.cols(); c++) {
            double difference = x.at(i, c) - x.at(j, c);
            sum += difference * difference;
        }
        return sum;
    }
}
