package io.isotropy.nlp.projection;

import io.isotropy.nlp.repair.Moments;
import io.isotropy.tensor.linalg.Matrix;
import io.isotropy.tensor.linalg.SingularValues;
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
        Moments moments = new Moments(dimension);
        vectors.forEach(moments::add);
        Matrix covariance = moments.count() < 2 ? Matrix.zeros(dimension, dimension) : moments.covariance();
        SingularValues svd = SingularValues.of(covariance); // Σ = V·Λ·Vᵀ
        return new Pca(moments.mean(), svd.v().columns(Math.min(k, dimension)), svd.values());
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
