package io.isotropy.tensor.linalg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What NumPy 2.4's linalg (LAPACK) makes of some matrices: signs of singular and eigenvectors as ours, all else as it gave them. */
class NumPyTest {

    private static final Map<String, Matrix> GOLDEN = new HashMap<>();

    @BeforeAll
    static void read() throws IOException {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(
                Objects.requireNonNull(NumPyTest.class.getResourceAsStream("numpy-2.4-linalg.tsv")), StandardCharsets.UTF_8))) {
            lines.lines().map(line -> line.split("\t")).forEach(fields -> GOLDEN.put(fields[0],
                    new Matrix(Integer.parseInt(fields[1]), Integer.parseInt(fields[2]),
                            Arrays.stream(fields[3].split(" ")).mapToDouble(Double::parseDouble).toArray())));
        }
    }

    private static Matrix golden(String name) {
        return Objects.requireNonNull(GOLDEN.get(name), name);
    }

    private static void assertGolden(String name, Matrix actual) {
        Matrix expected = golden(name);
        assertThat(new int[] {actual.rows(), actual.cols()}).as(name).containsExactly(expected.rows(), expected.cols());
        assertGolden(name, actual.values());
    }

    /** Within 16·n·ε of the largest number. */
    private static void assertGolden(String name, double... actual) {
        Matrix expected = golden(name);
        double largest = Arrays.stream(expected.values()).map(Math::abs).max().orElse(1);
        double n = Math.max(expected.rows(), expected.cols());
        assertThat(actual).as(name).containsExactly(expected.values(), within(16 * n * Math.ulp(1.0) * largest));
    }

    @ParameterizedTest
    @ValueSource(strings = {"square", "graded", "singular", "tall", "wide", "defective"})
    void qrIsThatOfNumPy(String name) {
        Qr qr = Qr.of(golden(name));
        int rank = (int) golden(name + ".rank").at(0, 0);
        if (GOLDEN.containsKey(name + ".q")) { // where columns depend on others, the rest of Q is free
            assertGolden(name + ".q", rank < golden(name + ".q").cols() ? golden(name + ".q") : qr.q());
        }
        if (!name.equals("singular")) {
            assertGolden(name + ".r", qr.r());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"square", "graded", "singular", "tall", "wide", "defective"})
    void singularValuesAreThoseOfNumPy(String name) {
        Matrix a = golden(name);
        SingularValues full = SingularValues.full(a);
        assertGolden(name + ".s", SingularValues.of(a).values());
        assertGolden(name + ".s", full.values());
        if (GOLDEN.containsKey(name + ".u")) {
            int k = full.values().length;
            assertGolden(name + ".u", SingularValues.of(a).u());
            assertGolden(name + ".v", SingularValues.of(a).v());
            assertGolden(name + ".u", full.u().columns(k));
            assertGolden(name + ".v", full.v().columns(k));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"square", "graded", "singular", "tall", "wide", "defective"})
    void leastSquaresAreThoseOfNumPy(String name) {
        LeastSquares solution = LeastSquares.of(golden(name), golden(name + ".b"));
        assertThat(solution.rank()).isEqualTo((int) golden(name + ".rank").at(0, 0));
        assertGolden(name + ".s", solution.singularValues());
        if (GOLDEN.containsKey(name + ".x")) {
            assertGolden(name + ".x", solution.x());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"square", "graded", "singular", "defective"})
    void squareMatricesAreAsInNumPy(String name) {
        Matrix a = golden(name);
        Lu lu = Lu.of(a);
        if (!name.equals("singular")) { // whose determinant is a matter of rounding
            double determinant = golden(name + ".det").at(0, 0);
            assertThat(lu.determinant()).isCloseTo(determinant, within(1e-10 * Math.abs(determinant)));
            assertThat((double) lu.logDeterminant().sign()).isEqualTo(golden(name + ".slogdet").at(0, 0));
            assertThat(lu.logDeterminant().log()).isCloseTo(golden(name + ".slogdet").at(0, 1), within(1e-10));
        }
        if (GOLDEN.containsKey(name + ".inv")) {
            assertGolden(name + ".inv", lu.inverse());
            assertGolden(name + ".solve", lu.solve(golden(name + ".b")));
        }
        SymmetricEigen eigen = SymmetricEigen.of(a);
        assertGolden(name + ".eigenvalues", eigen.values());
        if (GOLDEN.containsKey(name + ".eigenvectors")) {
            assertGolden(name + ".eigenvectors", eigen.vectors());
        }
        Matrix definite = a.times(a.transposed()).minus(Matrix.diagonal(a.rows(), _ -> -1));
        assertGolden(name + ".chol", Cholesky.of(definite).l());
    }
}
