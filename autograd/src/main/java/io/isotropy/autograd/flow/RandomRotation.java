package io.isotropy.autograd.flow;

import io.isotropy.tensor.Philox;
import io.isotropy.tensor.linalg.Matrix;
import io.isotropy.tensor.linalg.Orthogonal;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A random rotation as P·L·(U + diag(s)), by Gaussian elimination with partial pivoting; computed when it is first asked for, since a flow that
 * is loaded needs none.
 */
final class RandomRotation {

    private final Philox random;
    private final int size;
    private @Nullable Factors factors;

    /** @param packed L below the diagonal, diag(s) on it and U above */
    private record Factors(int[] order, Matrix packed) {}

    RandomRotation(Philox random, int size) {
        this.random = random;
        this.size = size;
    }

    /** Row i of P·X is row order[i] of X. */
    double[] order() {
        return Arrays.stream(factors().order).asDoubleStream().toArray();
    }

    double[] lower() {
        return part((i, j) -> j < i);
    }

    double[] upper() {
        return part((i, j) -> j > i);
    }

    double[] sign() {
        return IntStream.range(0, size).mapToDouble(i -> Math.signum(factors().packed.at(i, i))).toArray();
    }

    double[] logScale() {
        return IntStream.range(0, size).mapToDouble(i -> Math.log(Math.abs(factors().packed.at(i, i)))).toArray();
    }

    private interface Chosen {
        boolean test(int i, int j);
    }

    private double[] part(Chosen chosen) {
        double[] values = new double[size * size];
        for (int i = 0; i < size; i++) {
            for (int j = 0; j < size; j++) {
                values[i * size + j] = chosen.test(i, j) ? factors().packed.at(i, j) : 0;
            }
        }
        return values;
    }

    private Factors factors() {
        if (factors == null) {
            Matrix gaussian = Matrix.zeros(size, size);
            for (int i = 0; i < size * size; i++) {
                gaussian.values()[i] = random.normal(i);
            }
            factors = eliminate(Orthogonal.basis(gaussian)); // uniform among the rotations and reflections: Stewart 1980
        }
        return factors;
    }

    private static Factors eliminate(Matrix w) {
        int n = w.rows();
        double[][] rows = IntStream.range(0, n).mapToObj(w::row).toArray(double[][]::new);
        int[] from = IntStream.range(0, n).toArray(); // row i of L·U is row from[i] of W
        for (int k = 0; k < n; k++) {
            int pivot = k;
            for (int i = k + 1; i < n; i++) {
                pivot = Math.abs(rows[i][k]) > Math.abs(rows[pivot][k]) ? i : pivot;
            }
            double[] row = rows[k];
            rows[k] = rows[pivot];
            rows[pivot] = row;
            int place = from[k];
            from[k] = from[pivot];
            from[pivot] = place;
            for (int i = k + 1; i < n; i++) {
                double factor = rows[i][k] / rows[k][k];
                rows[i][k] = factor;
                for (int j = k + 1; j < n; j++) {
                    rows[i][j] -= factor * rows[k][j];
                }
            }
        }
        int[] order = new int[n]; // W = P·(L·U): row from[i] of W is row i of L·U
        for (int i = 0; i < n; i++) {
            order[from[i]] = i;
        }
        return new Factors(order, Matrix.of(rows));
    }
}
