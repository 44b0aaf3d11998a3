package io.isotropy.tour;

import io.isotropy.tensor.linalg.Matrix;
import io.isotropy.tensor.linalg.RandomizedSvd;
import io.isotropy.tensor.linalg.SingularValues;
import io.isotropy.tensor.linalg.SymmetricEigen;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The vectors of n texts, of any length, seen through their products with each other, C: (n, n). C = X·Xᵀ = U·diag(s²)·Uᵀ has the squares of X's
 * singular values, and U·diag(s) are the texts in X's principal directions.
 */
final class Projection {

    private static final int SEED = 1;

    private Projection() {}

    /** The texts in the two directions of largest variance: (n, 2). */
    static List<double[]> of(Cosines cosines) {
        int n = cosines.rows();
        Matrix centered = centered(cosines);
        int directions = Math.min(2, n);
        SingularValues svd = RandomizedSvd.of(n, n, directions, SEED, centered::times, centered::times); // it is symmetric
        List<double[]> points = new ArrayList<>();
        for (int i = 0; i < n; i++) {
            double[] point = new double[2];
            for (int k = 0; k < directions; k++) {
                point[k] = svd.u().at(i, k) * Math.sqrt(svd.values()[k]);
            }
            points.add(point);
        }
        return points;
    }

    /** (I − 1/n)·C·(I − 1/n): the products of the vectors less their mean. */
    private static Matrix centered(Cosines cosines) {
        int n = cosines.rows();
        double[] means = new double[n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                means[i] += (double) cosines.at(i, j) / n;
            }
        }
        double mean = Arrays.stream(means).average().orElse(0);
        Matrix centered = Matrix.zeros(n, n);
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                centered.values()[i * n + j] = cosines.at(i, j) - means[i] - means[j] + mean;
            }
        }
        return centered;
    }

    /** e to the entropy of the singular values' shares: Roy and Vetterli 2007, eq. 3. 0 where all vectors are zero. */
    static double effectiveRank(Cosines cosines) {
        int n = cosines.rows();
        Matrix products = Matrix.zeros(n, n);
        for (int i = 0; i < n * n; i++) {
            products.values()[i] = cosines.values()[i];
        }
        double[] singular = Arrays.stream(SymmetricEigen.of(products).values()).map(value -> Math.sqrt(Math.max(0, value))).toArray();
        double sum = Arrays.stream(singular).sum();
        double entropy = 0;
        for (double value : singular) {
            double share = value / sum;
            entropy -= share > 0 ? share * Math.log(share) : 0;
        }
        return sum == 0 ? 0 : Math.exp(entropy);
    }
}
