package io.isotropy.tensor.linalg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.isotropy.tensor.Philox;
import java.util.Arrays;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What every decomposition promises, on matrices of all kinds: that it multiplies to the matrix, and that bases are orthonormal. */
class DecompositionTest {

    private static final double EPS = Math.ulp(1.0);

    static Matrix random(int rows, int cols, long seed) {
        Matrix matrix = Matrix.zeros(rows, cols);
        Philox random = Philox.of(seed);
        for (int i = 0; i < rows * cols; i++) {
            matrix.values()[i] = random.normal(i);
        }
        return matrix;
    }

    /** Kinds that are hard in one way or another. */
    private static Matrix matrix(String kind, int rows, int cols) {
        Matrix a = random(rows, cols, 17);
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < cols; j++) {
                a.values()[i * cols + j] *= switch (kind) {
                    case "graded" -> Math.pow(10, -12.0 * (i + j) / (rows + cols));
                    case "growing" -> Math.pow(10, 12.0 * (i + j) / (rows + cols));
                    case "huge" -> 1e300;
                    case "tiny" -> 1e-300;
                    case "subnormal" -> 1e-310;
                    case "zero" -> 0;
                    case "sparse" -> (i * 7 + j * 3) % 5 == 0 ? 1 : 0;
                    default -> 1;
                };
            }
        }
        return switch (kind) {
            case "singular" -> random(rows, Math.max(1, cols / 2), 3).times(random(Math.max(1, cols / 2), cols, 4));
            case "equal" -> Matrix.diagonal(rows, _ -> 3).times(Matrix.zeros(rows, cols).minusRow(unit(cols)));
            default -> a;
        };
    }

    private static double[] unit(int cols) {
        double[] row = new double[cols];
        Arrays.fill(row, -1);
        return row;
    }

    private static double largest(Matrix a) {
        return Arrays.stream(a.values()).map(Math::abs).max().orElse(0);
    }

    private static void assertClose(Matrix actual, Matrix expected, double scale) {
        double n = Math.max(2, Math.max(expected.rows(), expected.cols()));
        assertThat(new int[] {actual.rows(), actual.cols()}).containsExactly(expected.rows(), expected.cols());
        assertThat(largest(actual.minus(expected))).isLessThanOrEqualTo(Math.max(8 * n * EPS * scale, n * Double.MIN_VALUE));
    }

    private static void assertOrthonormal(Matrix q) {
        assertClose(q.transposed().times(q), Matrix.identity(q.cols()), 1);
    }

    @ParameterizedTest
    @CsvSource({
        "plain, 1, 1", "plain, 1, 5", "plain, 5, 1", "plain, 7, 7", "plain, 31, 33", "plain, 64, 32", "plain, 65, 65", "plain, 130, 40",
        "plain, 40, 130", "graded, 50, 50", "growing, 50, 50", "graded, 70, 40", "huge, 36, 36", "tiny, 36, 34", "subnormal, 5, 5", "huge, 6, 5",
        "zero, 40, 36", "sparse, 45, 45", "singular, 60, 60", "singular, 80, 36", "equal, 40, 40", "plain, 0, 3", "plain, 3, 0", "plain, 0, 0"
    })
    void multipliesToTheMatrix(String kind, int rows, int cols) {
        Matrix a = matrix(kind, rows, cols);
        int k = Math.min(rows, cols);
        double scale = largest(a);
        Qr qr = Qr.of(a);
        assertClose(qr.q().times(qr.r()), a, scale);
        assertOrthonormal(qr.fullQ());
        assertClose(qr.fullQ().columns(k), qr.q(), 1);
        assertThat(qr.r().rows()).isEqualTo(k);
        SingularValues full = SingularValues.full(a);
        assertOrthonormal(full.u());
        assertOrthonormal(full.v());
        for (SingularValues svd : new SingularValues[] {SingularValues.of(a), full}) {
            Matrix product = svd.u().columns(k).times(Matrix.diagonal(k, i -> svd.values()[i])).times(svd.v().columns(k).transposed());
            assertClose(product, a, scale * Math.sqrt(Math.max(1, k)));
            assertThat(Arrays.stream(svd.values()).allMatch(value -> value >= 0)).isTrue();
            assertThat(svd.values()).isSortedAccordingTo((x, y) -> Double.compare(y, x));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "plain, 0", "plain, 1", "plain, 2", "plain, 7", "plain, 33", "plain, 64", "plain, 131", "graded, 60", "growing, 60", "huge, 20",
        "tiny, 20", "zero, 40", "sparse, 45", "singular, 50", "equal, 40"
    })
    void eigenvectorsAreOrthonormal(String kind, int n) {
        Matrix a = matrix(kind, n, n);
        for (int i = 0; i < n; i++) {
            for (int j = i + 1; j < n; j++) {
                a.values()[j * n + i] = a.at(i, j);
            }
        }
        SymmetricEigen eigen = SymmetricEigen.of(a);
        assertOrthonormal(eigen.vectors());
        Matrix product = eigen.vectors().times(Matrix.diagonal(n, i -> eigen.values()[i])).times(eigen.vectors().transposed());
        assertClose(product, a, largest(a) * Math.sqrt(Math.max(1, n)));
        assertThat(eigen.values()).isSortedAccordingTo((x, y) -> Double.compare(y, x));
    }

    /** As the moments of fewer texts than dimensions are: all eigenvalues but some are rounding errors. */
    @ParameterizedTest
    @CsvSource({"1, 20", "1, 100", "2, 50", "5, 100", "20, 100", "40, 50"})
    void productsOfLowRankHaveEigenvalues(int rank, int n) {
        for (long seed = 0; seed < 10; seed++) {
            Matrix x = random(rank, n, seed);
            Matrix a = x.transposed().times(x);
            SymmetricEigen eigen = SymmetricEigen.of(a);
            assertOrthonormal(eigen.vectors());
            Matrix product = eigen.vectors().times(Matrix.diagonal(n, i -> eigen.values()[i])).times(eigen.vectors().transposed());
            assertClose(product, a, largest(a) * Math.sqrt(n));
            assertThat(eigen.values()[rank]).as("seed %d", seed).isLessThan(1e-12 * eigen.values()[0]);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 7, 31, 32, 33, 65, 130})
    void systemsAreSolved(int n) {
        Matrix a = random(n, n, 5);
        Matrix x = random(n, 3, 6);
        Lu lu = Lu.of(a);
        Matrix permuted = Matrix.of(Arrays.stream(lu.order()).mapToObj(a::row).toArray(double[][]::new));
        assertClose(lu.l().times(lu.u()), n == 0 ? a : permuted, n);
        assertThat(largest(lu.solve(a.times(x)).minus(x))).isLessThan(1e-10);
        assertThat(largest(lu.inverse().times(a).minus(Matrix.identity(n)))).isLessThan(1e-10);
        Matrix definite = a.times(a.transposed()).minus(Matrix.diagonal(n, _ -> -1));
        Cholesky cholesky = Cholesky.of(definite);
        assertClose(cholesky.l().times(cholesky.l().transposed()), definite, largest(definite));
        assertThat(largest(cholesky.solve(definite.times(x)).minus(x))).isLessThan(1e-10);
        assertThat(cholesky.logDeterminant()).isCloseTo(Lu.of(definite).logDeterminant().log(), within(1e-9));
        assertThat(Lu.of(a.transposed()).logDeterminant().sign()).isEqualTo(lu.logDeterminant().sign());
        assertThat(Math.exp(lu.logDeterminant().log()) * lu.logDeterminant().sign())
                .isCloseTo(lu.determinant(), within(1e-9 * Math.abs(lu.determinant())));
    }

    @ParameterizedTest
    @CsvSource({"9, 4, 4", "40, 40, 40", "50, 8, 3", "6, 20, 6", "6, 20, 2", "5, 3, 0", "0, 3, 0", "3, 0, 0"})
    void leastSquaresAreTheShortest(int rows, int cols, int rank) {
        Matrix a = rank == 0 ? Matrix.zeros(rows, cols) : random(rows, rank, 1).times(random(rank, cols, 2));
        Matrix b = random(rows, 2, 3);
        LeastSquares solution = LeastSquares.of(a, b);
        assertThat(solution.rank()).isEqualTo(rank);
        Matrix rest = a.times(solution.x()).minus(b);
        assertThat(largest(a.transposed().times(rest))).isLessThan(1e-10); // the rest is at right angles to all columns
        Matrix free = SingularValues.full(a).v().transposed().times(solution.x()); // nothing along what A maps to 0
        for (int i = rank; i < cols; i++) {
            assertThat(free.row(i)).containsExactly(new double[2], within(1e-10));
        }
        assertThat(solution.squares()[0]).isCloseTo(rest.transposed().times(rest).at(0, 0), within(1e-10));
    }

    /** The product of a row does not depend on the rows beside it, nor on how sums are cut. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 9, 70})
    void rowsAreMultipliedAlike(int count) {
        Matrix a = random(70, 131, 1);
        Matrix b = random(131, 400, 2);
        Matrix all = a.times(b);
        assertThat(a.firstRows(count).times(b).values()).containsExactly(all.firstRows(count).values());
        double sum = 0;
        for (int k = 0; k < 131; k++) {
            sum = Math.fma(a.at(0, k), b.at(k, 399), sum);
        }
        assertThat(all.at(0, 399)).isEqualTo(sum);
    }

    @Test
    void singularMatricesAreKnown() {
        Lu zero = Lu.of(Matrix.of(new double[] {1, 2}, new double[] {2, 4}));
        assertThat(zero.isSingular()).isTrue();
        assertThat(zero.determinant()).isZero();
        assertThat(zero.logDeterminant()).isEqualTo(new Lu.LogDeterminant(0, Double.NEGATIVE_INFINITY));
        assertThatThrownBy(zero::inverse).isInstanceOf(ArithmeticException.class).hasMessage("[solve] the matrix is singular: pivot 2 of 2 is 0");
        assertThat(Lu.of(Matrix.zeros(0, 0)).determinant()).isEqualTo(1);
        assertThatThrownBy(() -> Cholesky.of(Matrix.of(new double[] {1, 2}, new double[] {2, 1})))
                .hasMessage("[cholesky] the matrix must be positive definite: its leading minor of order 2 is not");
    }

    /** NumPy's det overflows there too; slogdet does not. */
    @Test
    void logarithmsDoNotOverflow() {
        Lu lu = Lu.of(Matrix.diagonal(40, i -> i == 3 ? -1e20 : 1e20));
        assertThat(lu.determinant()).isEqualTo(Double.NEGATIVE_INFINITY);
        assertThat(lu.logDeterminant().sign()).isEqualTo(-1);
        assertThat(lu.logDeterminant().log()).isCloseTo(40 * Math.log(1e20), within(1e-9));
    }

    @Test
    void whatIsNoNumberIsRefused() {
        for (double bad : new double[] {Double.NaN, Double.POSITIVE_INFINITY}) {
            Matrix a = Matrix.of(new double[] {1, 2}, new double[] {3, bad});
            for (Consumer<Matrix> decomposition : Arrays.<Consumer<Matrix>>asList(
                    Qr::of, Lu::of, Cholesky::of, SymmetricEigen::of, SingularValues::of, SingularValues::full,
                    matrix -> LeastSquares.of(matrix, Matrix.identity(2)))) {
                assertThatThrownBy(() -> decomposition.accept(a)).isInstanceOf(IllegalArgumentException.class)
                        .hasMessageEndingWith("the elements must be finite: got " + bad + " at (1, 1)");
            }
        }
        assertThatThrownBy(() -> Lu.of(Matrix.zeros(2, 3))).hasMessage("[lu] the matrix must be square: got (2, 3)");
        assertThatThrownBy(() -> SymmetricEigen.of(Matrix.zeros(2, 3))).hasMessageContaining("must be square");
        assertThatThrownBy(() -> Lu.of(Matrix.identity(2)).solve(Matrix.zeros(3, 1))).hasMessageContaining("must have 2 rows: got (3, 1)");
    }
}
