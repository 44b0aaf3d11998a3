package io.isotropy.nlp.anatomy;

import io.isotropy.nlp.repair.Moments;
import io.isotropy.tensor.linalg.Matrix;
import io.isotropy.tensor.linalg.SymmetricEigen;
import java.util.Arrays;
import java.util.List;

/**
 * In which directions vectors differ.
 *
 * @param singularValues of the centred vectors, (D), falling: σ = √((n − 1)·λ), λ the covariance's eigenvalues
 * @param rank how many are above the error of float vectors, max(n, D)·2⁻²³·σ₁
 * @param effectiveRank exp(−Σ p·ln p), p = σ/Σσ: Roy and Vetterli 2007, "The Effective Rank", definition 1; NaN where all are 0
 * @param condition σ₁ over the smallest of the {@code rank}; how much longer the longest direction is
 * @param partitionIsotropy min Z(c)/max Z(c), Z(c) = Σ exp(cᵀv), c the eigenvectors of VᵀV and their opposites: Mu and Viswanath 2018, eq. 2 and
 *     §2.3, whose code takes one sign of each, whichever it gets; 1 is isotropic
 */
public record Spectrum(double[] singularValues, int rank, double effectiveRank, double condition, double partitionIsotropy) {

    private static final double FLOAT_EPSILON = 0x1p-23;

    /** Decomposes the vectors that are not zero. */
    public static Spectrum of(List<float[]> vectors, int dimension) {
        Moments moments = new Moments(dimension);
        vectors.forEach(moments::add);
        long n = moments.count();
        Matrix covariance = n < 2 ? Matrix.zeros(dimension, dimension) : moments.covariance();
        double[] values = SymmetricEigen.of(covariance).values();
        for (int i = 0; i < dimension; i++) {
            values[i] = Math.sqrt(Math.max(0, n - 1) * Math.max(0, values[i])); // rounding may leave a variance below 0
        }
        double limit = Math.max(n, dimension) * FLOAT_EPSILON * values[0];
        int rank = 0;
        for (double value : values) {
            rank += value > limit ? 1 : 0;
        }
        return new Spectrum(values, rank, effectiveRank(values), rank == 0 ? Double.NaN : values[0] / values[rank - 1],
                n == 0 ? Double.NaN : partitionIsotropy(vectors, covariance, moments));
    }

    /** exp(−Σ p·ln p) of the shares p of singular values; NaN where all are 0. */
    public static double effectiveRank(double[] singularValues) {
        double sum = Arrays.stream(singularValues).sum();
        double entropy = 0;
        for (double value : singularValues) {
            entropy -= value == 0 ? 0 : value / sum * Math.log(value / sum);
        }
        return sum == 0 ? Double.NaN : Math.exp(entropy);
    }

    private static double partitionIsotropy(List<float[]> vectors, Matrix covariance, Moments moments) {
        int d = covariance.rows();
        double[] mean = moments.mean();
        Matrix gram = Matrix.zeros(d, d); // VᵀV / n
        double n = moments.count();
        for (int i = 0; i < d; i++) {
            for (int j = 0; j < d; j++) {
                gram.values()[i * d + j] = (n - 1) / n * covariance.at(i, j) + mean[i] * mean[j];
            }
        }
        Matrix along = Matrix.ofFloats(vectors, d).times(SymmetricEigen.of(gram).vectors()); // (N, D)
        double least = Double.POSITIVE_INFINITY;
        double largest = Double.NEGATIVE_INFINITY;
        for (int c = 0; c < d; c++) {
            for (int sign = -1; sign <= 1; sign += 2) {
                double z = logPartition(along, c, sign);
                least = Math.min(least, z);
                largest = Math.max(largest, z);
            }
        }
        return Math.exp(least - largest);
    }

    /** ln Z, from the largest exponent on so that nothing overflows. */
    private static double logPartition(Matrix along, int column, int sign) {
        double top = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < along.rows(); i++) {
            top = Math.max(top, sign * along.at(i, column));
        }
        double sum = 0;
        for (int i = 0; i < along.rows(); i++) {
            sum += Math.exp(sign * along.at(i, column) - top);
        }
        return top + Math.log(sum);
    }
}
