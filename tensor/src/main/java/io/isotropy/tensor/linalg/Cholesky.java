package io.isotropy.tensor.linalg;

import java.util.Arrays;

/**
 * A = L·Lᵀ of a symmetric positive definite matrix: Golub and Van Loan, "Matrix Computations", §4.2, in blocks of rows of Lᵀ. Of A only the diagonal
 * and what is below are read.
 */
public final class Cholesky {

    private static final int BLOCK = 32;

    /** Lᵀ; what is below the diagonal is not defined. */
    private final double[][] upper;
    private final double[][] lower;

    private Cholesky(double[][] upper) {
        this.upper = upper;
        int n = upper.length;
        lower = new double[n][n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j <= i; j++) {
                lower[i][j] = upper[j][i];
            }
        }
    }

    /**
     * Factors a matrix.
     *
     * @throws ArithmeticException if it is not positive definite
     */
    public static Cholesky of(Matrix a) {
        a.requireSquare("cholesky").requireFinite("cholesky");
        int n = a.rows();
        double[][] rows = a.transposed().toRows();
        for (int from = 0; from < n; from += BLOCK) {
            int to = Math.min(from + BLOCK, n);
            for (int k = from; k < to; k++) {
                double pivot = rows[k][k];
                if (!(pivot > 0)) {
                    throw new ArithmeticException("[cholesky] the matrix must be positive definite: its leading minor of order " + (k + 1)
                            + " is not");
                }
                RowLoops.divide(rows[k], Math.sqrt(pivot), k, n);
                for (int i = k + 1; i < to; i++) {
                    RowLoops.add(rows[i], -rows[k][i], rows[k], i, n);
                }
            }
            double[][] factors = new double[n][to - from]; // of rows to … n
            for (int i = to; i < n; i++) {
                for (int k = from; k < to; k++) {
                    factors[i][k - from] = rows[k][i];
                }
            }
            double[][] block = Arrays.copyOfRange(rows, from, to);
            RowLoops.addProduct(rows, to, n, factors, 0, to - from, block, to, n, -1, true);
        }
        return new Cholesky(rows);
    }

    /** L: (n, n). */
    public Matrix l() {
        return Matrix.ofRows(lower, lower.length);
    }

    /** ln det A. */
    public double logDeterminant() {
        double log = 0;
        for (int i = 0; i < lower.length; i++) {
            log += 2 * Math.log(lower[i][i]);
        }
        return log;
    }

    /** X of A·X = B. b: (n, cols). Returns (n, cols). */
    public Matrix solve(Matrix b) {
        int n = lower.length;
        if (b.rows() != n) {
            throw new IllegalArgumentException("[solve] the right side must have " + n + " rows: got (" + b.rows() + ", " + b.cols() + ")");
        }
        double[][] x = b.toRows();
        Triangle.solveLower(lower, x, b.cols(), false);
        Triangle.solveUpper(upper, x, n, b.cols());
        return Matrix.ofRows(x, b.cols());
    }
}
