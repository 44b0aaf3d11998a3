package io.isotropy.tensor.linalg;

import java.util.ArrayList;
import java.util.List;

/**
 * A = Q·R with orthogonal Q and upper R, by Householder reflections in blocks: Golub and Van Loan, "Matrix Computations", §5.2.1 and §5.2.3. Signs as
 * LAPACK's, and NumPy's: elements on R's diagonal may be negative. Q is orthogonal to rounding for any A, singular ones too.
 */
public final class Qr {

    private final int cols;
    /** (m, n), R in its upper part. */
    private final double[][] rows;
    private final List<Reflectors> blocks;
    /** A was multiplied by this, a power of two, so that no square overflows. */
    private final double scale;

    private Qr(int cols, double[][] rows, List<Reflectors> blocks, double scale) {
        this.cols = cols;
        this.rows = rows;
        this.blocks = blocks;
        this.scale = scale;
    }

    /** Factors a matrix of any shape. */
    public static Qr of(Matrix a) {
        a.requireFinite("qr");
        int m = a.rows();
        int n = a.cols();
        double scale = a.powerOfTwo();
        double[][] rows = a.toRows(scale);
        List<Reflectors> blocks = new ArrayList<>();
        int most = Math.min(m, n);
        for (int from = 0; from < most; from += Reflectors.BLOCK) {
            int to = Math.min(from + Reflectors.BLOCK, most);
            Reflectors block = panel(rows, from, to);
            block.applyTransposed(rows, to, n);
            blocks.add(block);
        }
        return new Qr(n, rows, blocks, scale);
    }

    /** Reduces the columns from … to−1, as rows of their own. */
    private static Reflectors panel(double[][] rows, int from, int to) {
        int m = rows.length;
        double[][] columns = new double[to - from][m];
        for (int i = 0; i < m; i++) {
            for (int k = from; k < to; k++) {
                columns[k - from][i] = rows[i][k];
            }
        }
        double[] tau = new double[to - from];
        for (int k = from; k < to; k++) {
            double[] v = columns[k - from];
            for (int i = 0; i < k; i++) {
                rows[i][k] = v[i];
            }
            Reflectors.Reflection reflection = Reflectors.reflection(v, k, m);
            rows[k][k] = reflection.beta();
            tau[k - from] = reflection.tau();
            for (int j = k + 1; j < to; j++) {
                double[] column = columns[j - from];
                RowLoops.add(column, -reflection.tau() * RowLoops.dot(v, column, k, m), v, k, m);
            }
        }
        return Reflectors.of(from, columns, tau);
    }

    /** The first min(m, n) columns of Q: (m, min(m, n)). */
    public Matrix q() {
        return q(Math.min(rows.length, cols));
    }

    /** The whole of Q: (m, m). */
    public Matrix fullQ() {
        return q(rows.length);
    }

    /** The first {@code size} columns of Q, at most m: (m, size). */
    Matrix q(int size) {
        double[][] q = new double[rows.length][size];
        for (int i = 0; i < size; i++) {
            q[i][i] = 1;
        }
        apply(q, size);
        return Matrix.ofRows(q, size);
    }

    /** x = Q·x; x: (m, size). */
    void apply(double[][] x, int size) {
        for (Reflectors block : blocks.reversed()) {
            block.apply(x, 0, size);
        }
    }

    /** R: (min(m, n), n). */
    public Matrix r() {
        int size = Math.min(rows.length, cols);
        Matrix r = Matrix.zeros(size, cols);
        for (int i = 0; i < size; i++) {
            for (int j = i; j < cols; j++) {
                r.values()[i * cols + j] = rows[i][j] / scale;
            }
        }
        return r;
    }

    /** QᵀB: (m, cols of b), the first rows of which are those of the thin Q. */
    public Matrix transposedTimes(Matrix b) {
        if (b.rows() != rows.length) {
            throw new IllegalArgumentException(
                    "[transposedTimes] the right side must have " + rows.length + " rows: got (" + b.rows() + ", " + b.cols() + ")");
        }
        double[][] x = b.toRows();
        for (Reflectors block : blocks) {
            block.applyTransposed(x, 0, b.cols());
        }
        return Matrix.ofRows(x, b.cols());
    }
}
