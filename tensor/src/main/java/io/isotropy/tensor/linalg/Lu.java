package io.isotropy.tensor.linalg;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * P·A = L·U of a square matrix, by Gaussian elimination with partial pivoting: Golub and Van Loan, "Matrix Computations", §3.4, in blocks of
 * columns (§3.2.11).
 */
public final class Lu {

    private static final int BLOCK = 32;

    /** U, and below its diagonal L, whose own diagonal is 1. */
    private final double[][] rows;
    /** Row i of what was factored is row order[i] of A. */
    private final int[] order;
    private final boolean odd;

    private Lu(double[][] rows, int[] order, boolean odd) {
        this.rows = rows;
        this.order = order;
        this.odd = odd;
    }

    /**
     * Factors a matrix, a singular one too.
     *
     * @throws IllegalArgumentException if it is not square, or not finite
     */
    public static Lu of(Matrix a) {
        a.requireSquare("lu").requireFinite("lu");
        int n = a.rows();
        double[][] rows = a.toRows();
        int[] order = IntStream.range(0, n).toArray();
        boolean odd = false;
        for (int from = 0; from < n; from += BLOCK) {
            int to = Math.min(from + BLOCK, n);
            for (int k = from; k < to; k++) {
                int pivot = pivot(rows, k);
                if (pivot != k) {
                    swap(rows, order, k, pivot);
                    odd = !odd;
                }
                eliminate(rows, k, to);
            }
            for (int i = from + 1; i < to; i++) {
                RowLoops.addProduct(rows, i, i + 1, rows, from, i, rows, to, n, -1);
            }
            RowLoops.addProduct(rows, to, n, rows, from, to, rows, to, n, -1);
        }
        return new Lu(rows, order, odd);
    }

    private static int pivot(double[][] rows, int k) {
        int pivot = k;
        for (int i = k + 1; i < rows.length; i++) {
            pivot = Math.abs(rows[i][k]) > Math.abs(rows[pivot][k]) ? i : pivot;
        }
        return pivot;
    }

    private static void swap(double[][] rows, int[] order, int i, int j) {
        double[] row = rows[i];
        rows[i] = rows[j];
        rows[j] = row;
        int place = order[i];
        order[i] = order[j];
        order[j] = place;
    }

    /** Takes row k from those below, in the columns of its block. */
    private static void eliminate(double[][] rows, int k, int to) {
        double pivot = rows[k][k];
        for (int i = k + 1; i < rows.length && pivot != 0; i++) {
            rows[i][k] /= pivot;
            RowLoops.add(rows[i], -rows[i][k], rows[k], k + 1, to);
        }
    }

    /** (n, n), with a diagonal of ones. */
    public Matrix l() {
        int n = rows.length;
        Matrix l = Matrix.identity(n);
        for (int i = 0; i < n; i++) {
            System.arraycopy(rows[i], 0, l.values(), i * n, i);
        }
        return l;
    }

    /** (n, n). */
    public Matrix u() {
        int n = rows.length;
        Matrix u = Matrix.zeros(n, n);
        for (int i = 0; i < n; i++) {
            System.arraycopy(rows[i], i, u.values(), i * n + i, n - i);
        }
        return u;
    }

    /** Which row of A is row i of P·A. */
    public int[] order() {
        return order.clone();
    }

    /** Whether a pivot is exactly 0. */
    public boolean isSingular() {
        return firstZero() >= 0;
    }

    private int firstZero() {
        return IntStream.range(0, rows.length).filter(i -> rows[i][i] == 0).findFirst().orElse(-1);
    }

    /** det A; 1 for (0, 0). It may overflow where {@link #logDeterminant} does not. */
    public double determinant() {
        double product = odd ? -1 : 1;
        for (int i = 0; i < rows.length; i++) {
            product *= rows[i][i];
        }
        return product;
    }

    /**
     * det A = sign · exp(log), as NumPy's slogdet.
     *
     * @param sign 1, −1, or 0 for a singular matrix
     * @param log of |det A|; −∞ for a singular matrix
     */
    public record LogDeterminant(int sign, double log) {}

    /** The determinant's logarithm. */
    public LogDeterminant logDeterminant() {
        boolean negative = odd;
        double log = 0;
        for (int i = 0; i < rows.length; i++) {
            negative ^= rows[i][i] < 0;
            log += Math.log(Math.abs(rows[i][i]));
        }
        return isSingular() ? new LogDeterminant(0, Double.NEGATIVE_INFINITY) : new LogDeterminant(negative ? -1 : 1, log);
    }

    /**
     * X of A·X = B. b: (n, cols). Returns (n, cols).
     *
     * @throws ArithmeticException if A is singular
     */
    public Matrix solve(Matrix b) {
        int n = rows.length;
        if (b.rows() != n) {
            throw new IllegalArgumentException("[solve] the right side must have " + n + " rows: got (" + b.rows() + ", " + b.cols() + ")");
        }
        int zero = firstZero();
        if (zero >= 0) {
            throw new ArithmeticException("[solve] the matrix is singular: pivot " + (zero + 1) + " of " + n + " is 0");
        }
        double[][] x = Arrays.stream(order).mapToObj(b::row).toArray(double[][]::new);
        Triangle.solveLower(rows, x, b.cols(), true);
        Triangle.solveUpper(rows, x, n, b.cols());
        return Matrix.ofRows(x, b.cols());
    }

    /**
     * A⁻¹.
     *
     * @throws ArithmeticException if A is singular
     */
    public Matrix inverse() {
        return solve(Matrix.identity(rows.length));
    }
}
