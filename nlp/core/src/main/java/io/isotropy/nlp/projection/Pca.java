package io.isotropy.nlp.projection;

import io.isotropy.nlp.repair.Moments;
import io.isotropy.tensor.linalg.Matrix;
import io.isotropy.tensor.linalg.SingularValues;
import io.isotropy.tensor.linalg.SymmetricEigen;
import java.util.Arrays;
import java.util.List;

/**
 * Principal component analysis: Hotelling 1933; the directions of largest variance are the eigenvectors of the covariance. A direction's sign is
 * free; here its component of largest magnitude is positive.
 *
 * @param mean (D)
 * @param components (D, k), orthonormal columns
 * @param variances of all D directions, falling
 */
public record Pca(double[] mean, Matrix components, double[] variances) {

    /**
     * Finds the first {@code k} directions of the vectors, or all where there are fewer. Vectors of zeros are left out, as those of texts
     * without a known word. With fewer than two others there is no variance in any direction.
     *
     * @param dimension D, the length of each vector
     */
    public static Pca fit(List<float[]> vectors, int dimension, int k) {
        if (k < 1) {
            throw new IllegalArgumentException("[pca] k must be 1 or more: got " + k);
        }
        List<float[]> used = vectors.stream().filter(Pca::hasDirection).toList();
        if (used.size() < 2) {
            double[] mean = used.isEmpty() ? new double[dimension] : Matrix.ofFloats(used, dimension).row(0);
            return new Pca(mean, Matrix.zeros(dimension, Math.min(k, dimension)), new double[dimension]);
        }
        return used.size() < dimension ? few(used, dimension, k) : many(used, dimension, k);
    }

    /** Σ = V·Λ·Vᵀ. */
    private static Pca many(List<float[]> vectors, int dimension, int k) {
        Moments moments = new Moments(dimension);
        vectors.forEach(moments::add);
        SymmetricEigen eigen = SymmetricEigen.of(moments.covariance());
        double[] variances = Arrays.stream(eigen.values()).map(value -> Math.max(0, value)).toArray();
        return new Pca(moments.mean(), eigen.vectors().columns(Math.min(k, dimension)), variances);
    }

    /** X − μ = U·diag(s)·Vᵀ, λ = s²/(n − 1): where there are fewer vectors than dimensions the covariance, (D, D), would be the larger matrix. */
    private static Pca few(List<float[]> vectors, int dimension, int k) {
        Matrix x = Matrix.ofFloats(vectors, dimension);
        double[] mean = new double[dimension];
        for (int i = 0; i < x.rows(); i++) {
            for (int j = 0; j < dimension; j++) {
                mean[j] += x.at(i, j) / x.rows();
            }
        }
        SingularValues svd = SingularValues.of(x.minusRow(mean));
        double[] variances = new double[dimension];
        for (int i = 0; i < x.rows(); i++) {
            variances[i] = svd.values()[i] * svd.values()[i] / (x.rows() - 1);
        }
        return new Pca(mean, svd.v().columns(Math.min(k, x.rows())), variances);
    }

    private static boolean hasDirection(float[] vector) {
        for (float value : vector) {
            if (value != 0) {
                return true;
            }
        }
        return false;
    }

    /** The vectors' coordinates along the directions, (N, k). */
    public Matrix apply(List<float[]> vectors) {
        return Matrix.ofFloats(vectors, mean.length).minusRow(mean).times(components);
    }

    /** The share of the variance that a direction has; 0 where there is none at all. */
    public double share(int direction) {
        double sum = 0;
        for (double variance : variances) {
            sum += variance;
        }
        return sum == 0 ? 0 : variances[direction] / sum;
    }
}
