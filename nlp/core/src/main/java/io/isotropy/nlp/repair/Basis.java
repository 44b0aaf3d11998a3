package io.isotropy.nlp.repair;

import io.isotropy.tensor.linalg.Matrix;
import io.isotropy.tensor.linalg.Qr;
import io.isotropy.tensor.linalg.SymmetricEigen;
import java.util.List;

/**
 * Coordinates of the subspace that vectors vary in: y = (x − μ)·A. The last layer norm of a BERT puts every vector on a hyperplane; across it a
 * density has no bounds, so that a flow must not see that direction.
 *
 * @param mean (D), μ
 * @param weight (D, k), A, whose columns are orthogonal
 * @param logDeterminant log √det(AᵀA): what log p(y) differs by from the log density of x in the subspace
 */
record Basis(double[] mean, Matrix weight, double logDeterminant) {

    /** Which coordinates. */
    enum Axes {
        /** Those of the vectors, turned by no more than it takes to drop the directions without variance. */
        OWN,
        /** The principal components, each of variance 1: the flow begins where whitening ends. */
        PRINCIPAL
    }

    /**
     * Of the subspace of some vectors.
     *
     * @param tolerance directions whose variance is below this share of the largest are dropped
     */
    static Basis of(Moments moments, Axes axes, double tolerance) {
        Whitening whitening = Whitening.fit(moments, new Whitening.Config(0, tolerance, 0));
        int size = whitening.inputDimension();
        int kept = whitening.dimension();
        return switch (axes) {
            case PRINCIPAL -> {
                double log = 0;
                for (int i = 0; i < kept; i++) {
                    log -= 0.5 * Math.log(whitening.eigenvalues()[i]);
                }
                yield new Basis(moments.mean(), whitening.weight(), log);
            }
            case OWN -> {
                // The reflections that take the dropped directions to the first axes leave the others almost where they are.
                Matrix vectors = SymmetricEigen.of(moments.covariance()).vectors();
                Matrix dropped = vectors.columns(kept, size);
                yield new Basis(moments.mean(), kept == size ? Matrix.identity(size) : Qr.of(dropped).fullQ().columns(size - kept, size), 0);
            }
        };
    }

    /** y of each vector, (n, k). */
    Matrix apply(List<float[]> vectors) {
        return Matrix.ofFloats(vectors, mean.length).minusRow(mean).times(weight);
    }
}
