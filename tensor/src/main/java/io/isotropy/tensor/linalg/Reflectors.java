package io.isotropy.tensor.linalg;

import java.util.Arrays;

/**
 * A product of Householder reflections H = I − V·T·Vᵀ, which is applied as two matrix products: the compact WY form of Schreiber and Van Loan 1989,
 * "A Storage-Efficient WY Representation for Products of Householder Transformations".
 *
 * @param from the first row that it changes
 * @param columns (k, m), Vᵀ: each begins with zeros, then a 1
 * @param rows (m, k), V
 * @param t (k, k), upper
 */
record Reflectors(int from, double[][] columns, double[][] rows, double[][] t) {

    /** How many go together where many are applied one after the other. */
    static final int BLOCK = 32;

    /** Sums of squares above have all their digits. */
    private static final double SMALL_SQUARE = 0x1p-900;

    /**
     * The product H₁·H₂ ⋯ Hₖ of I − τ·v·vᵀ.
     *
     * @param from before which all v are 0
     * @param v (k, m)
     * @param tau (k)
     */
    static Reflectors of(int from, double[][] v, double[] tau) {
        int k = v.length;
        int m = k == 0 ? 0 : v[0].length;
        double[][] t = new double[k][k];
        for (int j = 0; j < k; j++) {
            t[j][j] = tau[j];
            double[] along = new double[j];
            for (int i = 0; i < j; i++) {
                along[i] = -tau[j] * RowLoops.dot(v[i], v[j], from, m);
            }
            for (int i = 0; i < j; i++) { // T's column j is T·Vᵀ·v of those before
                for (int l = i; l < j; l++) {
                    t[i][j] = Math.fma(t[i][l], along[l], t[i][j]);
                }
            }
        }
        return new Reflectors(from, v, transposed(v, m), t);
    }

    static double[][] transposed(double[][] rows, int cols) {
        double[][] result = new double[cols][rows.length];
        for (int i = 0; i < rows.length; i++) {
            for (int j = 0; j < cols; j++) {
                result[j][i] = rows[i][j];
            }
        }
        return result;
    }

    /** x = H·x in its columns from … to−1; x: (m, n). */
    void apply(double[][] x, int colFrom, int colTo) {
        apply(x, colFrom, colTo, t);
    }

    /** x = Hᵀ·x. */
    void applyTransposed(double[][] x, int colFrom, int colTo) {
        apply(x, colFrom, colTo, transposed(t, t.length));
    }

    private void apply(double[][] x, int colFrom, int colTo, double[][] middle) {
        int k = columns.length;
        int m = rows.length;
        double[][] w = new double[k][colTo];
        RowLoops.addProduct(w, 0, k, columns, from, m, x, colFrom, colTo, 1); // VᵀX
        double[][] tw = new double[k][colTo];
        RowLoops.addProduct(tw, 0, k, middle, 0, k, w, colFrom, colTo, 1);
        RowLoops.addProduct(x, from, m, rows, 0, k, tw, colFrom, colTo, -1);
    }

    /**
     * Makes of x the v of the reflection that maps x to (β, 0, …): v = (1, …) where {@code at} begins. Golub and Van Loan, "Matrix
     * Computations", algorithm 5.1.1, with LAPACK's signs. Returns τ and β.
     *
     * @param x its elements at … to−1 count; those before become 0
     */
    static Reflection reflection(double[] x, int at, int to) {
        double scale = scale(x, at, to);
        double alpha = x[at];
        double rest = Math.sqrt(RowLoops.dot(x, x, at + 1, to));
        Arrays.fill(x, 0, at, 0);
        x[at] = 1;
        if (rest == 0) {
            return new Reflection(0, alpha / scale);
        }
        double beta = -Math.copySign(Math.hypot(alpha, rest), alpha);
        RowLoops.scale(x, 1 / (alpha - beta), at + 1, to);
        return new Reflection((beta - alpha) / beta, beta / scale);
    }

    /** Brings x near 1 by a power of two where its squares would lose digits: what is left of columns that depend on others gets ever smaller. */
    private static double scale(double[] x, int at, int to) {
        double square = RowLoops.dot(x, x, at, to);
        if (square > SMALL_SQUARE) {
            return 1;
        }
        double largest = 0;
        for (int i = at; i < to; i++) {
            largest = Math.max(largest, Math.abs(x[i]));
        }
        if (largest == 0) {
            return 1;
        }
        double scale = Math.scalb(1.0, Math.min(-Math.getExponent(largest), Double.MAX_EXPONENT));
        RowLoops.scale(x, scale, at, to);
        return scale;
    }

    /** τ of I − τ·v·vᵀ, and β, what is left of the vector. */
    record Reflection(double tau, double beta) {}
}
