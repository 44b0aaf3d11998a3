package io.isotropy.tensor.linalg;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * The singular value decomposition A = U · diag(s) · Vᵀ with s falling.
 *
 * <p>The sign of each pair of singular vectors is free; here the element of largest magnitude in a column of V is positive.
 *
 * @param u (rows, k), k = min(rows, cols)
 * @param values (k), none negative, falling
 * @param v (cols, k)
 */
public record SingularValues(Matrix u, double[] values, Matrix v) {

    private static final int MOST_SWEEPS = 60;
    private static final double TOLERANCE = 1e-15;

    /**
     * One-sided Jacobi rotations: Hestenes 1958, as in Golub and Van Loan, "Matrix Computations", §8.6.3: pairs of columns are rotated until
     * all are orthogonal; their lengths are the singular values. Slower than bidiagonalization for large matrices, and more exact in small
     * singular values (Demmel and Veselić 1992).
     */
    public static SingularValues of(Matrix a) {
        if (a.rows() < a.cols()) {
            SingularValues transposed = tall(a.transposed());
            return new SingularValues(transposed.v, transposed.values, transposed.u).signed();
        }
        return tall(a).signed();
    }

    private static SingularValues tall(Matrix a) {
        int n = a.cols();
        double[][] columns = new double[n][];
        double[][] rotations = new double[n][];
        Matrix transposed = a.transposed();
        for (int j = 0; j < n; j++) {
            columns[j] = transposed.row(j);
            rotations[j] = new double[n];
            rotations[j][j] = 1;
        }
        boolean rotated = true;
        for (int sweep = 0; rotated; sweep++) {
            if (sweep == MOST_SWEEPS) {
                throw new ArithmeticException("[singularValues] no convergence in " + MOST_SWEEPS + " sweeps; is there a NaN or an infinity?");
            }
            rotated = false;
            for (int p = 0; p < n - 1; p++) {
                for (int q = p + 1; q < n; q++) {
                    rotated |= rotate(columns[p], columns[q], rotations[p], rotations[q]);
                }
            }
        }
        return sorted(columns, rotations, a.rows());
    }

    /** Makes two columns orthogonal; false if they are so already. */
    private static boolean rotate(double[] x, double[] y, double[] xRotation, double[] yRotation) {
        double alpha = dot(x, x);
        double beta = dot(y, y);
        double gamma = dot(x, y);
        if (Math.abs(gamma) <= TOLERANCE * Math.sqrt(alpha * beta)) {
            return false;
        }
        double zeta = (beta - alpha) / (2 * gamma);
        double tangent = Math.copySign(1, zeta) / (Math.abs(zeta) + Math.sqrt(1 + zeta * zeta));
        double cosine = 1 / Math.sqrt(1 + tangent * tangent);
        double sine = cosine * tangent;
        turn(x, y, cosine, sine);
        turn(xRotation, yRotation, cosine, sine);
        return true;
    }

    private static void turn(double[] x, double[] y, double cosine, double sine) {
        for (int i = 0; i < x.length; i++) {
            double old = x[i];
            x[i] = cosine * old - sine * y[i];
            y[i] = sine * old + cosine * y[i];
        }
    }

    private static double dot(double[] x, double[] y) {
        double sum = 0;
        for (int i = 0; i < x.length; i++) {
            sum += x[i] * y[i];
        }
        return sum;
    }

    private static SingularValues sorted(double[][] columns, double[][] rotations, int rows) {
        int n = columns.length;
        double[] lengths = Arrays.stream(columns).mapToDouble(column -> Math.sqrt(dot(column, column))).toArray();
        int[] order = IntStream.range(0, n).boxed()
                .sorted(Comparator.comparingDouble((Integer j) -> -lengths[j])).mapToInt(j -> j).toArray();
        Matrix u = Matrix.zeros(rows, n);
        Matrix v = Matrix.zeros(n, n);
        double[] values = new double[n];
        for (int j = 0; j < n; j++) {
            int from = order[j];
            values[j] = lengths[from];
            for (int i = 0; i < rows; i++) {
                u.values()[i * n + j] = lengths[from] == 0 ? 0 : columns[from][i] / lengths[from];
            }
            for (int i = 0; i < n; i++) {
                v.values()[i * n + j] = rotations[from][i];
            }
        }
        return new SingularValues(u, values, v);
    }

    /** With the signs that the class promises; changes the matrices in place. */
    SingularValues signed() {
        int k = values.length;
        for (int j = 0; j < k; j++) {
            double largest = 0;
            for (int i = 0; i < v.rows(); i++) {
                largest = Math.abs(v.at(i, j)) > Math.abs(largest) ? v.at(i, j) : largest;
            }
            if (largest < 0) {
                negate(u, j);
                negate(v, j);
            }
        }
        return this;
    }

    private static void negate(Matrix matrix, int column) {
        for (int i = 0; i < matrix.rows(); i++) {
            matrix.values()[i * matrix.cols() + column] *= -1;
        }
    }
}
