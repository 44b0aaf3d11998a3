package io.isotropy.tensor.linalg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.isotropy.tensor.Philox;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SingularValuesTest {

    private static Matrix random(int rows, int cols, long seed) {
        Matrix matrix = Matrix.zeros(rows, cols);
        for (int i = 0; i < rows * cols; i++) {
            matrix.values()[i] = Philox.of(seed).normal(i);
        }
        return matrix;
    }

    private static void assertClose(Matrix actual, Matrix expected, double tolerance) {
        assertThat(actual.rows()).isEqualTo(expected.rows());
        assertThat(actual.values()).usingComparatorWithPrecision(tolerance).containsExactly(expected.values());
    }

    private static Matrix product(SingularValues svd) {
        return svd.u().times(Matrix.diagonal(svd.values().length, i -> svd.values()[i])).times(svd.v().transposed());
    }

    @ParameterizedTest
    @CsvSource({"1,1", "1,5", "5,1", "7,7", "20,6", "6,20", "40,33"})
    void multipliesToTheMatrix(int rows, int cols) {
        Matrix a = random(rows, cols, 11);
        SingularValues svd = SingularValues.of(a);
        int k = Math.min(rows, cols);
        assertClose(product(svd), a, 1e-12);
        assertClose(svd.u().transposed().times(svd.u()), Matrix.identity(k), 1e-13);
        assertClose(svd.v().transposed().times(svd.v()), Matrix.identity(k), 1e-13);
        for (int i = 1; i < k; i++) {
            assertThat(svd.values()[i]).isLessThanOrEqualTo(svd.values()[i - 1]);
        }
    }

    @Test
    void knowsAnExampleByHand() {
        SingularValues svd = SingularValues.of(Matrix.of(new double[] {3, 0}, new double[] {4, 5}));
        assertThat(svd.values()[0]).isCloseTo(Math.sqrt(45), within(1e-14));
        assertThat(svd.values()[1]).isCloseTo(Math.sqrt(5), within(1e-14));
        assertThat(svd.v().at(0, 0)).isCloseTo(Math.sqrt(.5), within(1e-14));
    }

    @Test
    void rankDeficientMatrixHasZeros() {
        Matrix a = random(9, 2, 1).times(random(2, 6, 2));
        SingularValues svd = SingularValues.of(a);
        assertThat(svd.values()[2]).isLessThan(1e-13);
        assertClose(product(svd), a, 1e-12);
    }

    /** As NumPy's: columns of U that belong to singular values of 0 are orthonormal too. */
    @Test
    void vectorsOfZerosAreOrthonormal() {
        double[] diagonal = {3, 3, 3, 1, 1, 0, 0};
        Matrix ones = Matrix.zeros(6, 6);
        java.util.Arrays.fill(ones.values(), 1);
        Matrix padded = Matrix.zeros(20, 5);
        for (int i = 0; i < 20; i++) {
            System.arraycopy(random(20, 3, 4).row(i), 0, padded.values(), 5 * i, 3);
        }
        List<Matrix> deficient = List.of(
                Matrix.zeros(4, 4), Matrix.zeros(5, 3), ones, Matrix.diagonal(7, i -> diagonal[i]), padded, padded.transposed(),
                random(9, 2, 1).times(random(2, 6, 2)));
        for (Matrix a : deficient) {
            SingularValues svd = SingularValues.of(a);
            int k = svd.values().length;
            assertClose(svd.u().transposed().times(svd.u()), Matrix.identity(k), 1e-13);
            assertClose(svd.v().transposed().times(svd.v()), Matrix.identity(k), 1e-13);
            assertClose(product(svd), a, 1e-12);
        }
    }

    @Test
    void randomizedFindsTheLargest() {
        // Singular values 1, 1/2, 1/3, … in random directions.
        Matrix u = Qr.of(random(60, 40, 5)).q();
        Matrix v = Qr.of(random(50, 40, 6)).q();
        Matrix a = u.times(Matrix.diagonal(40, i -> 1.0 / (i + 1))).times(v.transposed());
        SingularValues exact = SingularValues.of(a);
        SingularValues svd = RandomizedSvd.of(60, 50, 5, 1, a::times, a.transposed()::times);
        for (int i = 0; i < 5; i++) {
            assertThat(svd.values()[i]).isCloseTo(1.0 / (i + 1), within(1e-7));
        }
        assertClose(svd.v(), exact.v().columns(5), 1e-4);
        assertClose(svd.u(), exact.u().columns(5), 1e-4);
        assertThatThrownBy(() -> RandomizedSvd.of(60, 50, 51, 1, a::times, a.transposed()::times)).hasMessageContaining("1 to 50");
    }

    /** Counts of words, centred, with texts that are there twice: columns that depend on others become 0, not ever smaller. */
    @Test
    void dependentSparseColumnsConverge() {
        for (int trial = 0; trial < 20; trial++) {
            int rows = 400;
            int cols = 4 + trial;
            Philox random = Philox.of(trial);
            Matrix a = Matrix.zeros(rows, cols);
            for (int j = 0; j < cols; j++) {
                for (int k = 0; k < 3; k++) {
                    a.values()[random.integer(3L * (j - j % 2) + k, rows) * cols + j] += 1;
                }
            }
            for (int i = 0; i < rows; i++) {
                double mean = 0;
                for (int j = 0; j < cols; j++) {
                    mean += a.at(i, j) / cols;
                }
                for (int j = 0; j < cols; j++) {
                    a.values()[i * cols + j] -= mean;
                }
            }
            double[] values = SingularValues.of(a).values();
            assertThat(values[(cols + 1) / 2]).as("trial %d", trial).isLessThan(1e-13 * values[0]);
        }
    }
}
