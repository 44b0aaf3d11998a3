package io.isotropy.tensor.linalg;

/** Orthonormal bases. */
public final class Orthogonal {

    /** What is left of a column, relative to its length, below which it depends on those before it. */
    private static final double DEPENDENT = 1e-12;

    private Orthogonal() {}

    /**
     * An orthonormal basis of the columns of {@code a}: (rows, cols), by the Gram-Schmidt process done twice, which is orthogonal to rounding
     * (Giraud et al. 2005). A column that depends on those before it becomes zero.
     */
    public static Matrix basis(Matrix a) {
        Matrix columns = a.transposed();
        int n = columns.rows();
        int length = columns.cols();
        double[] values = columns.values();
        for (int j = 0; j < n; j++) {
            double before = norm(values, j, length);
            for (int pass = 0; pass < 2; pass++) {
                for (int i = 0; i < j; i++) {
                    subtractProjection(values, i, j, length);
                }
            }
            double norm = norm(values, j, length);
            double factor = norm > DEPENDENT * before ? 1 / norm : 0;
            for (int k = 0; k < length; k++) {
                values[j * length + k] *= factor;
            }
        }
        return columns.transposed();
    }

    private static double norm(double[] values, int row, int length) {
        double sum = 0;
        for (int k = 0; k < length; k++) {
            sum += values[row * length + k] * values[row * length + k];
        }
        return Math.sqrt(sum);
    }

    private static void subtractProjection(double[] values, int i, int j, int length) {
        double dot = 0;
        for (int k = 0; k < length; k++) {
            dot += values[i * length + k] * values[j * length + k];
        }
        for (int k = 0; k < length; k++) {
            values[j * length + k] -= dot * values[i * length + k];
        }
    }
}
