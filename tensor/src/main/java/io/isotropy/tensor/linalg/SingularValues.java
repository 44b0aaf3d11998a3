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

    /** Up to so many columns, Jacobi's method is as fast as the other. */
    private static final int JACOBI_COLUMNS = 32;
    /** From so many times more rows than columns on, a QR decomposition comes first. */
    private static final double TALL = 1.6;

    private static final int MOST_SWEEPS = 60;
    private static final double TOLERANCE = 1e-15;
    /** The square of a length, of columns about 1, from which on down those of its elements lose digits. */
    private static final double ZERO = 0x1p-900;

    /** As many left vectors as there are values. */
    public static SingularValues of(Matrix a) {
        return of(a, false);
    }

    /** All left and right vectors: u (rows, rows), v (cols, cols). */
    public static SingularValues full(Matrix a) {
        return of(a, true);
    }

    private static SingularValues of(Matrix a, boolean full) {
        a.requireFinite("singularValues");
        if (a.rows() < a.cols()) {
            SingularValues transposed = tall(a.transposed(), full);
            return new SingularValues(transposed.v, transposed.values, transposed.u).signed();
        }
        return tall(a, full).signed();
    }

    private static SingularValues tall(Matrix a, boolean full) {
        int m = a.rows();
        int n = a.cols();
        if (full) {
            return Bidiagonal.decompose(a, m);
        }
        if (n <= JACOBI_COLUMNS) {
            return jacobi(a);
        }
        if (m < TALL * n) {
            return Bidiagonal.decompose(a, n);
        }
        Qr qr = Qr.of(a); // Chan 1982: cheaper than to reduce all rows to a bidiagonal
        SingularValues small = Bidiagonal.decompose(qr.r(), n);
        return new SingularValues(qr.q().times(small.u), small.values, small.v);
    }

    /**
     * One-sided Jacobi rotations: Hestenes 1958, as in Golub and Van Loan, "Matrix Computations", §8.6.3: pairs of columns are rotated until
     * all are orthogonal; their lengths are the singular values. Slower than {@link Bidiagonal} for large matrices, and more exact in small
     * singular values (Demmel and Veselić 1992).
     */
    private static SingularValues jacobi(Matrix a) {
        int n = a.cols();
        double scale = a.powerOfTwo();
        double[][] columns = a.transposed().toRows(scale);
        double[][] rotations = Matrix.identity(n).toRows();
        boolean rotated = true;
        for (int sweep = 0; rotated; sweep++) {
            if (sweep == MOST_SWEEPS) {
                throw new ArithmeticException("[singularValues] no convergence in " + MOST_SWEEPS + " sweeps");
            }
            rotated = false;
            for (int p = 0; p < n - 1; p++) {
                for (int q = p + 1; q < n; q++) {
                    rotated |= rotate(columns[p], columns[q], rotations[p], rotations[q]);
                }
            }
        }
        return sorted(columns, rotations, a.rows(), scale);
    }

    /** Makes two columns orthogonal; false if they are so already. */
    private static boolean rotate(double[] x, double[] y, double[] xRotation, double[] yRotation) {
        double alpha = RowLoops.dot(x, x, 0, x.length);
        double beta = RowLoops.dot(y, y, 0, y.length);
        double gamma = RowLoops.dot(x, y, 0, x.length);
        // A column that depends on the others shrinks with every sweep, down to where squares have no digits left: it is 0.
        if (Math.min(alpha, beta) < ZERO || Math.abs(gamma) <= TOLERANCE * Math.sqrt(alpha) * Math.sqrt(beta)) {
            return false;
        }
        double zeta = (beta - alpha) / (2 * gamma);
        double tangent = Math.copySign(1, zeta) / (Math.abs(zeta) + Math.sqrt(1 + zeta * zeta));
        double cosine = 1 / Math.sqrt(1 + tangent * tangent);
        double sine = cosine * tangent;
        RowLoops.rotate(x, y, cosine, sine, 0, x.length);
        RowLoops.rotate(xRotation, yRotation, cosine, sine, 0, xRotation.length);
        return true;
    }

    private static SingularValues sorted(double[][] columns, double[][] rotations, int rows, double scale) {
        int n = columns.length;
        double[] lengths = Arrays.stream(columns).mapToDouble(column -> Math.sqrt(RowLoops.dot(column, column, 0, column.length))).toArray();
        // The direction of a column that is 0, or noise beside the others, says nothing: any that is orthogonal to theirs will do.
        int rank = (int) Arrays.stream(lengths).filter(length -> length * length >= ZERO).count();
        int[] order = IntStream.range(0, n).boxed()
                .sorted(Comparator.comparingDouble((Integer j) -> -lengths[j])).mapToInt(j -> j).toArray();
        Matrix u = Matrix.zeros(rows, n);
        Matrix v = Matrix.zeros(n, n);
        double[] values = new double[n];
        for (int j = 0; j < n; j++) {
            int from = order[j];
            values[j] = lengths[from] / scale;
            for (int i = 0; i < rows; i++) {
                u.values()[i * n + j] = j < rank ? columns[from][i] / lengths[from] : 0;
            }
            for (int i = 0; i < n; i++) {
                v.values()[i * n + j] = rotations[from][i];
            }
        }
        return new SingularValues(completed(u, rank), values, v);
    }

    /** With columns from {@code rank} on that are orthonormal and orthogonal to those before. */
    private static Matrix completed(Matrix u, int rank) {
        if (rank < u.cols()) {
            Matrix q = Qr.of(u.columns(rank)).q(u.cols());
            for (int i = 0; i < u.rows(); i++) {
                System.arraycopy(q.values(), i * u.cols() + rank, u.values(), i * u.cols() + rank, u.cols() - rank);
            }
        }
        return u;
    }

    /** With the signs that the class promises; changes the matrices in place. */
    SingularValues signed() {
        v.makeColumnsPositive(u);
        return this;
    }
}
