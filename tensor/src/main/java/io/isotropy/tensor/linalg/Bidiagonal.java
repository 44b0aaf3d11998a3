package io.isotropy.tensor.linalg;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Singular values by reduction to an upper bidiagonal matrix and QR steps with implicit shifts: Golub and Reinsch 1970, "Singular Value
 * Decomposition and Least Squares Solutions", as in Golub and Van Loan, "Matrix Computations", §5.4.8 and §8.6, and LINPACK's dsvdc.
 */
final class Bidiagonal {

    private static final double EPS = Math.ulp(1.0);
    private static final int MOST_STEPS = 75;

    /** The diagonal, and what is above it; e has one more, 0. */
    private final double[] d;
    private final double[] e;
    private final Rotations left;
    private final Rotations right;

    private Bidiagonal(double[] d, double[] e) {
        this.d = d;
        this.e = e;
        left = new Rotations(d.length);
        right = new Rotations(d.length);
    }

    /**
     * The decomposition of a: (m, n), m ≥ n.
     *
     * @param size how many left vectors to give, n to m
     */
    static SingularValues decompose(Matrix a, int size) {
        int m = a.rows();
        int n = a.cols();
        double scale = a.powerOfTwo();
        double[][] rows = a.toRows(scale);
        List<Reflectors> lefts = new ArrayList<>();
        List<Reflectors> rights = new ArrayList<>();
        Bidiagonal reduced = reduce(rows, n, lefts, rights);
        reduced.diagonalize();
        double[] values = reduced.d;
        int[] order = IntStream.range(0, n).boxed().sorted(Comparator.comparingDouble(i -> -values[i])).mapToInt(i -> i).toArray();
        Matrix u = vectors(reduced.left, order, m, size, lefts);
        Matrix v = vectors(reduced.right, order, n, n, rights);
        return new SingularValues(u, Arrays.stream(order).mapToDouble(i -> values[i] / scale).toArray(), v);
    }

    /** The reflections applied to the rotations' rows as columns, and to columns of the identity after them. */
    private static Matrix vectors(Rotations rotations, int[] order, int length, int size, List<Reflectors> blocks) {
        double[][] rotated = rotations.rows();
        double[][] vectors = new double[length][size];
        for (int j = 0; j < size; j++) {
            if (j < order.length) {
                for (int i = 0; i < order.length; i++) {
                    vectors[i][j] = rotated[order[j]][i];
                }
            } else {
                vectors[j][j] = 1;
            }
        }
        for (Reflectors block : blocks.reversed()) {
            block.apply(vectors, 0, size);
        }
        return Matrix.ofRows(vectors, size);
    }

    /** Algorithm 5.4.2; the rows take in the reflections from both sides in one go. */
    private static Bidiagonal reduce(double[][] a, int n, List<Reflectors> lefts, List<Reflectors> rights) {
        int m = a.length;
        double[] d = new double[n];
        double[] e = new double[n];
        Panel left = new Panel(lefts);
        Panel right = new Panel(rights);
        for (int k = 0; k < n; k++) {
            double[] u = new double[m];
            for (int i = k; i < m; i++) {
                u[i] = a[i][k];
            }
            Reflectors.Reflection reflection = Reflectors.reflection(u, k, m);
            d[k] = reflection.beta();
            left.add(u, reflection.tau(), k, k == n - 1);
            if (k == n - 1) {
                break;
            }
            double[] y = new double[n];
            RowLoops.addProduct(new double[][] {y}, 0, 1, new double[][] {u}, k, m, a, k + 1, n, 1);
            RowLoops.scale(y, reflection.tau(), k + 1, n);
            RowLoops.add(a[k], -1, y, k + 1, n);
            double[] v = a[k].clone();
            Reflectors.Reflection other = Reflectors.reflection(v, k + 1, n);
            e[k] = other.beta();
            right.add(v, other.tau(), k + 1, k == n - 2);
            for (int i = k + 1; i < m; i++) {
                RowLoops.add(a[i], -u[i], y, k + 1, n);
                RowLoops.add(a[i], -other.tau() * RowLoops.dot(a[i], v, k + 1, n), v, k + 1, n);
            }
        }
        return new Bidiagonal(d, e);
    }

    /** Reflections that become a block when there are enough. */
    private static final class Panel {
        private final List<Reflectors> blocks;
        private final List<double[]> vectors = new ArrayList<>();
        private final double[] tau = new double[Reflectors.BLOCK];

        Panel(List<Reflectors> blocks) {
            this.blocks = blocks;
        }

        void add(double[] v, double t, int from, boolean last) {
            tau[vectors.size()] = t;
            vectors.add(v);
            if (last || vectors.size() == Reflectors.BLOCK) {
                blocks.add(Reflectors.of(from + 1 - vectors.size(), vectors.toArray(double[][]::new), tau));
                vectors.clear();
            }
        }
    }

    private void diagonalize() {
        int end = d.length; // what is from here on is done
        for (int step = 0; end > 0;) {
            int begin = end - 1;
            while (begin > 0 && !isSmall(e[begin - 1], Math.abs(d[begin - 1]) + Math.abs(d[begin]))) {
                begin--;
            }
            if (begin > 0) {
                e[begin - 1] = 0;
            }
            if (begin == end - 1) {
                d[begin] = positive(begin);
                end--;
                step = 0;
                continue;
            }
            int zero = end - 1;
            while (zero >= begin && !isSmall(d[zero], (zero < end - 1 ? Math.abs(e[zero]) : 0) + (zero > begin ? Math.abs(e[zero - 1]) : 0))) {
                zero--;
            }
            if (zero == end - 1) {
                chaseUp(begin, end);
            } else if (zero >= begin) {
                chaseDown(zero, end);
            } else if (step++ == MOST_STEPS) {
                throw new ArithmeticException("[singularValues] no convergence in " + MOST_STEPS + " steps");
            } else {
                step(begin, end);
            }
        }
    }

    private static boolean isSmall(double x, double beside) {
        return Math.abs(x) <= EPS * beside + Double.MIN_NORMAL;
    }

    private double positive(int k) {
        if (d[k] < 0) {
            right.add(k, k, -1, 0);
        }
        return Math.abs(d[k]);
    }

    /** The last diagonal element is 0: so becomes the element above it, from the right. */
    private void chaseUp(int begin, int end) {
        d[end - 1] = 0;
        double f = e[end - 2];
        e[end - 2] = 0;
        for (int j = end - 2; j >= begin; j--) {
            Rotation rotation = Rotation.of(d[j], f);
            d[j] = rotation.length;
            if (j > begin) {
                f = -rotation.sine * e[j - 1];
                e[j - 1] *= rotation.cosine;
            }
            right.add(j, end - 1, rotation.cosine, -rotation.sine);
        }
    }

    /** Diagonal element k is 0: so becomes the element beside it, from the left. */
    private void chaseDown(int k, int end) {
        d[k] = 0;
        double f = e[k];
        e[k] = 0;
        for (int j = k + 1; j < end; j++) {
            Rotation rotation = Rotation.of(d[j], f);
            d[j] = rotation.length;
            f = -rotation.sine * e[j];
            e[j] *= rotation.cosine;
            left.add(j, k, rotation.cosine, -rotation.sine);
        }
    }

    /** A QR step of BᵀB with Wilkinson's shift, algorithm 8.6.1. */
    private void step(int begin, int end) {
        double scale = Math.max(
                Math.max(Math.abs(d[end - 1]), Math.abs(d[end - 2])), Math.max(Math.abs(e[end - 2]), Math.max(Math.abs(d[begin]), Math.abs(e[begin]))));
        double last = d[end - 1] / scale;
        double first = d[begin] / scale;
        double f = (first + last) * (first - last) + shift(last, d[end - 2] / scale, e[end - 2] / scale);
        double g = first * (e[begin] / scale);
        for (int j = begin; j < end - 1; j++) {
            Rotation rotation = Rotation.of(f, g);
            double c = rotation.cosine;
            double s = rotation.sine;
            if (j > begin) {
                e[j - 1] = rotation.length;
            }
            f = c * d[j] + s * e[j];
            e[j] = c * e[j] - s * d[j];
            g = s * d[j + 1];
            d[j + 1] *= c;
            right.add(j, j + 1, c, -s);
            rotation = Rotation.of(f, g);
            c = rotation.cosine;
            s = rotation.sine;
            d[j] = rotation.length;
            f = c * e[j] + s * d[j + 1];
            d[j + 1] = c * d[j + 1] - s * e[j];
            g = s * e[j + 1];
            e[j + 1] *= c;
            left.add(j, j + 1, c, -s);
        }
        e[end - 2] = f;
    }

    private static double shift(double last, double before, double above) {
        double b = ((before + last) * (before - last) + above * above) / 2;
        double c = last * above * (last * above);
        return b == 0 && c == 0 ? 0 : c / (b + Math.copySign(Math.sqrt(b * b + c), b));
    }

    /** What turns (x, y) to (length, 0). */
    private record Rotation(double cosine, double sine, double length) {
        static Rotation of(double x, double y) {
            double length = Math.hypot(x, y);
            return length == 0 ? new Rotation(1, 0, 0) : new Rotation(x / length, y / length, length);
        }
    }
}
