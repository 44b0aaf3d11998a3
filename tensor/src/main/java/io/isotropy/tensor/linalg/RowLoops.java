package io.isotropy.tensor.linalg;

/**
 * The inner loops. Each works on whole arrays at one common index, since the JIT vectorizes those and not loops that read one flat array at several
 * offsets: a product of two 768 × 768 matrices ran at 4 GFLOP/s on flat arrays and at 20 on arrays of rows, on one core with AVX-512.
 *
 * <p>A sum takes its terms one after the other with {@link Math#fma}, so its bits do not depend on how many terms or rows a loop takes at once.
 */
final class RowLoops {

    private RowLoops() {}

    /** x[j] += a·y[j]. */
    static void add(double[] x, double a, double[] y, int from, int to) {
        for (int j = from; j < to; j++) {
            x[j] = Math.fma(a, y[j], x[j]);
        }
    }

    /** x[j] += Σ a[k + i]·y[i][j], four terms. */
    static void add4(double[] x, double[] a, int k, double sign, double[] y0, double[] y1, double[] y2, double[] y3, int from, int to) {
        double a0 = sign * a[k];
        double a1 = sign * a[k + 1];
        double a2 = sign * a[k + 2];
        double a3 = sign * a[k + 3];
        for (int j = from; j < to; j++) {
            x[j] = Math.fma(a3, y3[j], Math.fma(a2, y2[j], Math.fma(a1, y1[j], Math.fma(a0, y0[j], x[j]))));
        }
    }

    /** As {@link #add4}, of two rows, which spares half of the loads. */
    static void add4(
            double[] x, double[] z, double[] a, double[] b, int k, double sign, double[] y0, double[] y1, double[] y2, double[] y3, int from,
            int to) {
        double a0 = sign * a[k];
        double a1 = sign * a[k + 1];
        double a2 = sign * a[k + 2];
        double a3 = sign * a[k + 3];
        double b0 = sign * b[k];
        double b1 = sign * b[k + 1];
        double b2 = sign * b[k + 2];
        double b3 = sign * b[k + 3];
        for (int j = from; j < to; j++) {
            double v0 = y0[j];
            double v1 = y1[j];
            double v2 = y2[j];
            double v3 = y3[j];
            x[j] = Math.fma(a3, v3, Math.fma(a2, v2, Math.fma(a1, v1, Math.fma(a0, v0, x[j]))));
            z[j] = Math.fma(b3, v3, Math.fma(b2, v2, Math.fma(b1, v1, Math.fma(b0, v0, z[j]))));
        }
    }

    /** x[j] *= a. */
    static void scale(double[] x, double a, int from, int to) {
        for (int j = from; j < to; j++) {
            x[j] *= a;
        }
    }

    /** x[j] /= a. */
    static void divide(double[] x, double a, int from, int to) {
        for (int j = from; j < to; j++) {
            x[j] /= a;
        }
    }

    /** Two rows of a symmetric A take in −v·wᵀ − w·vᵀ, and then add their share to p = A·x, in one go through memory. */
    static void updateAndMultiply(
            double[] a, double[] b, double[] v, double[] w, int i, double[] p, double[] x, int from, int to) {
        double va = -v[i];
        double wa = -w[i];
        double xa = x[i];
        double vb = -v[i + 1];
        double wb = -w[i + 1];
        double xb = x[i + 1];
        for (int j = from; j < to; j++) {
            double first = Math.fma(va, w[j], Math.fma(wa, v[j], a[j]));
            double second = Math.fma(vb, w[j], Math.fma(wb, v[j], b[j]));
            a[j] = first;
            b[j] = second;
            p[j] = Math.fma(xb, second, Math.fma(xa, first, p[j]));
        }
    }

    /** (x, y) becomes (c·x − s·y, s·x + c·y). */
    static void rotate(double[] x, double[] y, double c, double s, int from, int to) {
        for (int j = from; j < to; j++) {
            double first = x[j];
            double second = y[j];
            x[j] = c * first - s * second;
            y[j] = s * first + c * second;
        }
    }

    /** Σ x[j]·y[j], by eight sums side by side: the JIT does not split a sum of doubles, whose order counts. */
    static double dot(double[] x, double[] y, int from, int to) {
        double s0 = 0;
        double s1 = 0;
        double s2 = 0;
        double s3 = 0;
        double s4 = 0;
        double s5 = 0;
        double s6 = 0;
        double s7 = 0;
        int j = from;
        for (; j <= to - 8; j += 8) {
            s0 = Math.fma(x[j], y[j], s0);
            s1 = Math.fma(x[j + 1], y[j + 1], s1);
            s2 = Math.fma(x[j + 2], y[j + 2], s2);
            s3 = Math.fma(x[j + 3], y[j + 3], s3);
            s4 = Math.fma(x[j + 4], y[j + 4], s4);
            s5 = Math.fma(x[j + 5], y[j + 5], s5);
            s6 = Math.fma(x[j + 6], y[j + 6], s6);
            s7 = Math.fma(x[j + 7], y[j + 7], s7);
        }
        for (; j < to; j++) {
            s0 = Math.fma(x[j], y[j], s0);
        }
        return ((s0 + s1) + (s2 + s3)) + ((s4 + s5) + (s6 + s7));
    }

    /**
     * c[i] += sign·Σ a[i][k]·b[k] for the rows and columns given: the product of matrices, in blocks of terms and columns that stay in the caches.
     *
     * @param upper whether only the columns from i on are wanted of row i; the odd row of a pair then has one more
     */
    static void addProduct(
            double[][] c, int rowFrom, int rowTo, double[][] a, int kFrom, int kTo, double[][] b, int from, int to, double sign,
            boolean upper) {
        for (int j = from; j < to; j += COLUMNS) {
            int end = Math.min(j + COLUMNS, to);
            for (int k = kFrom; k < kTo; k += TERMS) {
                addBlock(c, rowFrom, rowTo, a, k, Math.min(k + TERMS, kTo), b, j, end, sign, upper);
            }
        }
    }

    /** As the other, of all columns. */
    static void addProduct(
            double[][] c, int rowFrom, int rowTo, double[][] a, int kFrom, int kTo, double[][] b, int from, int to, double sign) {
        addProduct(c, rowFrom, rowTo, a, kFrom, kTo, b, from, to, sign, false);
    }

    /** So many rows of so many columns of b are used for all rows of c before the next: 192 KiB, well within a second-level cache. */
    private static final int TERMS = 64;
    private static final int COLUMNS = 384;

    private static void addBlock(
            double[][] c, int rowFrom, int rowTo, double[][] a, int kFrom, int kTo, double[][] b, int from, int to, double sign,
            boolean upper) {
        int i = rowFrom;
        for (; i + 2 <= rowTo; i += 2) {
            int start = upper ? Math.max(from, i) : from;
            int k = kFrom;
            for (; k + 4 <= kTo && start < to; k += 4) {
                add4(c[i], c[i + 1], a[i], a[i + 1], k, sign, b[k], b[k + 1], b[k + 2], b[k + 3], start, to);
            }
            for (; k < kTo && start < to; k++) {
                add(c[i], sign * a[i][k], b[k], start, to);
                add(c[i + 1], sign * a[i + 1][k], b[k], start, to);
            }
        }
        if (i < rowTo) {
            int start = upper ? Math.max(from, i) : from;
            int k = kFrom;
            for (; k + 4 <= kTo && start < to; k += 4) {
                add4(c[i], a[i], k, sign, b[k], b[k + 1], b[k + 2], b[k + 3], start, to);
            }
            for (; k < kTo && start < to; k++) {
                add(c[i], sign * a[i][k], b[k], start, to);
            }
        }
    }
}
