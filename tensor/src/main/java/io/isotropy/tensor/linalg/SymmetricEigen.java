package io.isotropy.tensor.linalg;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A = V·diag(λ)·Vᵀ of a symmetric matrix, with λ falling: reduction to a tridiagonal matrix, and the QL algorithm with implicit shifts: Golub and Van
 * Loan, "Matrix Computations", §8.3. Only the diagonal of A and what is below are read.
 *
 * <p>The sign of an eigenvector is free; here its element of largest magnitude is positive.
 *
 * @param values (n), λ, falling
 * @param vectors (n, n), V, a column each
 */
public record SymmetricEigen(double[] values, Matrix vectors) {

    private static final int MOST_STEPS = 60;
    private static final double EPS = Math.ulp(1.0);

    /** Decomposes a matrix. */
    public static SymmetricEigen of(Matrix a) {
        a.requireSquare("symmetricEigen").requireFinite("symmetricEigen");
        int n = a.rows();
        double scale = a.powerOfTwo();
        double[][] rows = a.toRows(scale);
        for (int i = 0; i < n; i++) {
            for (int j = i + 1; j < n; j++) {
                rows[i][j] = rows[j][i];
            }
        }
        double[] diagonal = new double[n];
        double[] beside = new double[n];
        List<Reflectors> blocks = tridiagonal(rows, diagonal, beside);
        Rotations rotations = new Rotations(n);
        double noise = noise(diagonal, beside);
        for (int l = 0; l < n; l++) {
            diagonalize(l, diagonal, beside, noise, rotations);
        }
        int[] order = IntStream.range(0, n).boxed().sorted(Comparator.comparingDouble(i -> -diagonal[i])).mapToInt(i -> i).toArray();
        double[][] vectors = Reflectors.transposed(Arrays.stream(order).mapToObj(i -> rotations.rows()[i]).toArray(double[][]::new), n);
        for (Reflectors block : blocks.reversed()) {
            block.apply(vectors, 0, n);
        }
        double[] values = Arrays.stream(order).mapToDouble(i -> diagonal[i] / scale).toArray();
        Matrix v = Matrix.ofRows(vectors, n);
        v.makeColumnsPositive(null);
        return new SymmetricEigen(values, v);
    }

    /**
     * T = QᵀAQ, algorithm 8.3.1. The update of A by one reflection waits until the product of A with the next is formed, and both read A once.
     *
     * @param a the whole of A; is overwritten
     */
    private static List<Reflectors> tridiagonal(double[][] a, double[] diagonal, double[] beside) {
        int n = a.length;
        List<Reflectors> blocks = new ArrayList<>();
        List<double[]> block = new ArrayList<>();
        double[] tau = new double[Reflectors.BLOCK];
        double[] v = new double[n];
        double[] w = new double[n];
        for (int k = 0; k < n; k++) {
            RowLoops.add(a[k], -v[k], w, k, n);
            RowLoops.add(a[k], -w[k], v, k, n);
            diagonal[k] = a[k][k];
            if (k == n - 1) {
                break;
            }
            double[] x = a[k].clone();
            Reflectors.Reflection reflection = Reflectors.reflection(x, k + 1, n);
            beside[k] = reflection.beta();
            double[] p = product(a, v, w, x, k + 1);
            RowLoops.scale(p, reflection.tau(), k + 1, n);
            RowLoops.add(p, -reflection.tau() / 2 * RowLoops.dot(p, x, k + 1, n), x, k + 1, n);
            v = x;
            w = p;
            tau[block.size()] = reflection.tau();
            block.add(x);
            if (block.size() == Reflectors.BLOCK || k == n - 2) {
                blocks.add(Reflectors.of(k + 2 - block.size(), block.toArray(double[][]::new), tau));
                block.clear();
            }
        }
        return blocks;
    }

    /** A·x after A −= v·wᵀ + w·vᵀ, in the rows and columns from {@code from} on. */
    private static double[] product(double[][] a, double[] v, double[] w, double[] x, int from) {
        int n = a.length;
        double[] p = new double[n];
        int i = from;
        for (; i + 2 <= n; i += 2) {
            RowLoops.updateAndMultiply(a[i], a[i + 1], v, w, i, p, x, from, n);
        }
        if (i < n) {
            RowLoops.add(a[i], -w[i], v, from, n);
            RowLoops.add(a[i], -v[i], w, from, n);
            RowLoops.add(p, x[i], a[i], from, n);
        }
        return p;
    }

    /** What is below the rounding errors of the reduction says nothing of A; where A has a low rank, steps would chase it without an end. */
    private static double noise(double[] d, double[] e) {
        double norm = 0;
        for (int i = 0; i < d.length; i++) {
            norm = Math.max(norm, Math.abs(d[i]) + Math.abs(e[i]));
        }
        return EPS * norm + Double.MIN_NORMAL;
    }

    /** QL steps, algorithm 8.3.3 from the other end, until element l of {@code e} vanishes in the noise: EISPACK's imtql2. */
    private static void diagonalize(int l, double[] d, double[] e, double noise, Rotations rotations) {
        int n = d.length;
        for (int step = 0;; step++) {
            int m = l;
            while (m < n - 1 && Math.abs(e[m]) > EPS * (Math.abs(d[m]) + Math.abs(d[m + 1])) + noise) {
                m++;
            }
            if (m == l) {
                return;
            }
            if (step == MOST_STEPS) {
                throw new ArithmeticException("[symmetricEigen] no convergence in " + MOST_STEPS + " steps");
            }
            double shift = (d[l + 1] - d[l]) / (2 * e[l]);
            double g = d[m] - d[l] + e[l] / (shift + Math.copySign(Math.hypot(shift, 1), shift));
            double s = 1;
            double c = 1;
            double p = 0;
            int i = m - 1;
            for (; i >= l; i--) {
                double f = s * e[i];
                double b = c * e[i];
                double r = Math.hypot(f, g);
                e[i + 1] = r;
                if (r == 0) { // the matrix falls apart here
                    d[i + 1] -= p;
                    e[m] = 0;
                    break;
                }
                s = f / r;
                c = g / r;
                g = d[i + 1] - p;
                r = (d[i] - g) * s + 2 * c * b;
                p = s * r;
                d[i + 1] = g + p;
                g = c * r - b;
                rotations.add(i, i + 1, c, s);
            }
            if (i < l) {
                d[l] -= p;
                e[l] = g;
                e[m] = 0;
            }
        }
    }
}
