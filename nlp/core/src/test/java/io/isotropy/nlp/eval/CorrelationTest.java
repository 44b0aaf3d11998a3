package io.isotropy.nlp.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class CorrelationTest {

    /** x, y, and what scipy.stats 1.17.1 gives for pearsonr and spearmanr. */
    static Stream<Arguments> scipy() {
        return Stream.of(
                Arguments.of(new double[] {1, 2, 3, 4, 5, 6, 7}, new double[] {2.5, 1.0, 3.5, 3.0, 7.25, 6.5, 9.0},
                        0.9055587780229325, 0.8928571428571429),
                Arguments.of(new double[] {0, 0, 1, 2, 2, 2, 5, 5}, new double[] {3.0, 1.0, 1.0, 4.0, 4.0, 2.0, 5.0, 0.5},
                        0.21448315120342026, 0.23132229951716435),
                Arguments.of(new double[] {1, 2}, new double[] {5, 3}, -1.0, -1.0),
                Arguments.of(new double[] {0.0, -0.0, 1, 2}, new double[] {1, 2, 3, 4},
                        0.9438798074485388, 0.9486832980505139),
                Arguments.of(new double[] {1e9 + 1, 1e9 + 2, 1e9 + 3, 1e9 + 5}, new double[] {0.1, 0.3, 0.2, 0.9},
                        0.9096512726248551, 0.8));
    }

    @ParameterizedTest
    @MethodSource("scipy")
    void agreesWithScipy(double[] x, double[] y, double pearson, double spearman) {
        assertThat(Correlation.pearson(x, y)).isCloseTo(pearson, within(1e-12));
        assertThat(Correlation.spearman(x, y)).isCloseTo(spearman, within(1e-12));
        assertThat(Correlation.pearson(y, x)).isCloseTo(pearson, within(1e-12));
        assertThat(Correlation.spearman(y, x)).isCloseTo(spearman, within(1e-12));
    }

    @Test
    void tiesShareTheAverageOfTheirRanks() {
        assertThat(Correlation.ranks(new double[] {0, 0, 1, 2, 2, 2, 5, 5}))
                .containsExactly(1.5, 1.5, 3, 5, 5, 5, 7.5, 7.5);
        assertThat(Correlation.ranks(new double[0])).isEmpty();
        assertThat(Correlation.ranks(new double[] {-0.0, 0.0})).containsExactly(1.5, 1.5);
    }

    @Test
    void isUndefinedWithoutSpread() {
        double[] y = {1, 2, 3};
        for (double[] x : new double[][] {{0.1, 0.1, 0.1}, {1, Double.NaN, 2}, {1, Double.POSITIVE_INFINITY, 2}}) {
            assertThat(Correlation.pearson(x, y)).isNaN();
            assertThat(Correlation.spearman(x, y)).isNaN();
        }
        assertThat(Correlation.pearson(new double[0], new double[0])).isNaN();
        assertThat(Correlation.spearman(new double[] {1}, new double[] {1})).isNaN();
        assertThatThrownBy(() -> Correlation.pearson(new double[2], new double[3]))
                .hasMessageContaining("x 2, y 3");
    }

    @Test
    void spearmanDoesNotChangeUnderMonotoneMaps() {
        long seed = 7;
        Random random = new Random(seed);
        double[] x = random.doubles(501).toArray();
        double[] y = random.doubles(501).toArray();
        double[] mapped = Arrays.stream(x).map(v -> Math.exp(9 * v)).toArray();
        assertThat(Correlation.spearman(mapped, y)).as("seed " + seed).isEqualTo(Correlation.spearman(x, y));
        assertThat(Correlation.spearman(mapped, x)).as("seed " + seed).isCloseTo(1, within(1e-12));
    }
}
