package io.isotropy.nlp.logistic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.isotropy.kernels.Backend;
import io.isotropy.kernels.Backends;
import io.isotropy.tensor.Philox;
import io.isotropy.tensor.Shape;
import io.isotropy.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LogisticRegressionTest {

    private static final Backend CPU = Backends.preferred();

    /** x[i, j] = sin((i·d + j + 1)(j + 1)), plus 0.8 where j is the class. */
    private static Tensor waves(int n, int d, int k) {
        double[] x = new double[n * d];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < d; j++) {
                x[i * d + j] = Math.sin((i * d + j + 1.0) * (j + 1)) + (i % k == j ? 0.8 : 0);
            }
        }
        return Tensor.of(CPU, Shape.of(n, d), x);
    }

    private static int[] classes(int n, int k) {
        return IntStream.range(0, n).map(i -> i % k).toArray();
    }

    private static int right(int[] predicted, int[] y) {
        return (int) IntStream.range(0, y.length).filter(i -> predicted[i] == y[i]).count();
    }

    /** sklearn.linear_model.LogisticRegression(C=…, tol=1e-10) on the same numbers. */
    @Test
    void twoClassesAreScikitLearns() {
        LogisticRegression weak = LogisticRegression.fit(waves(30, 4, 2), classes(30, 2), 0.5);
        assertThat(weak.weights()).containsExactly(
                new double[] {-0.9231372802958207, 0.8390904457104875, 0.011256144572863693, 0.46323373377421073}, within(1e-3));
        assertThat(weak.biases()[0]).isCloseTo(-0.0062336360002551525, within(1e-3));
        assertThat(right(weak.predict(waves(30, 4, 2)), classes(30, 2))).isEqualTo(25);
        LogisticRegression strong = LogisticRegression.fit(waves(30, 4, 2), classes(30, 2), 8, weak);
        assertThat(strong.weights()).containsExactly(
                new double[] {-1.7434018817806798, 1.5969485036439623, 0.1354957537619319, 0.7996001000960299}, within(2e-3));
        assertThat(right(strong.predict(waves(30, 4, 2)), classes(30, 2))).isEqualTo(27);
    }

    @Test
    void threeClassesAreScikitLearns() {
        LogisticRegression weak = LogisticRegression.fit(waves(30, 4, 3), classes(30, 3), 0.5);
        assertThat(weak.weights()).containsExactly(
                new double[] {
                    0.5515537175782899, -0.22933853126085985, -0.31448920361070515, -0.0005547256001958343, -0.31131124227899043,
                    0.6053792242432703, -0.2759847607689393, 0.01249648433471583, -0.24024247529929932, -0.3760406929824105,
                    0.5904739643796443, -0.011941758734519928
                },
                within(1e-3));
        assertThat(right(weak.predict(waves(30, 4, 3)), classes(30, 3))).isEqualTo(16);
        assertThat(right(LogisticRegression.fit(waves(30, 4, 3), classes(30, 3), 8).predict(waves(30, 4, 3)), classes(30, 3))).isEqualTo(18);
    }

    @Test
    void oneClassIsPredicted() {
        LogisticRegression one = LogisticRegression.fit(waves(3, 2, 1), new int[] {7, 7, 7}, 1);
        assertThat(one.predict(waves(2, 2, 1))).containsExactly(7, 7);
    }

    @Test
    void refuses() {
        assertThatThrownBy(() -> LogisticRegression.fit(waves(3, 2, 1), new int[2], 1)).hasMessageContaining("a row for each class");
        assertThatThrownBy(() -> LogisticRegression.fit(waves(3, 2, 1), new int[3], 0)).hasMessageContaining("c must be above 0");
        assertThatThrownBy(() -> new CrossValidation(1, 10, List.of(1.0), 0)).hasMessageContaining("folds must be 2 or more");
        assertThatThrownBy(() -> new CrossValidation(9, 2, List.of(1.0), 0).predict(waves(8, 2, 2), classes(8, 2), _ -> {}))
                .hasMessageContaining("no more folds than rows");
    }

    @Test
    void foldsAreStratified() {
        int[] y = new int[103];
        Arrays.fill(y, 0, 50, 4);
        Arrays.fill(y, 50, 100, 1);
        Arrays.fill(y, 100, 103, 9); // fewer than folds
        int[] fold = CrossValidation.deal(y, 10, Philox.of(1));
        for (int out = 0; out < 10; out++) {
            int one = out;
            assertThat(IntStream.range(0, 103).filter(i -> fold[i] == one && y[i] == 4).count()).isEqualTo(5);
            assertThat(IntStream.range(0, 103).filter(i -> fold[i] == one && y[i] == 1).count()).isEqualTo(5);
            assertThat(IntStream.range(0, 103).filter(i -> fold[i] == one && y[i] == 9).count()).isLessThanOrEqualTo(1);
        }
        assertThat(CrossValidation.deal(y, 10, Philox.of(2))).isNotEqualTo(fold);
    }

    /** A class of one row was never seen when it is asked for; the others are easy. */
    @Test
    void predictsWhatItHasNotSeenAlikeForAnyNumberOfThreads() {
        int n = 90;
        float[] x = new float[n * 3];
        Philox.of(3).normal(0, x, 0, x.length);
        int[] y = classes(n, 3);
        for (int i = 0; i < n; i++) {
            x[i * 3 + y[i]] += 6;
        }
        y[10] = 5;
        CrossValidation validation = new CrossValidation(5, 3, CrossValidation.SENTEVAL_STRENGTHS, 11);
        Tensor rows = Tensor.of(CPU, Shape.of(n, 3), x);
        int[] predicted = validation.predict(rows, y, _ -> {});
        assertThat(right(predicted, y)).isBetween(85, 89);
        assertThat(predicted[10]).isEqualTo(1);
        int threads = CPU.threads();
        try {
            CPU.setThreads(threads == 1 ? 2 : 1);
            assertThat(validation.predict(rows, y, _ -> {})).isEqualTo(predicted);
        } finally {
            CPU.setThreads(threads);
        }
    }

    /** Rosenbrock's valley: f(1, 1) = 0. */
    @Test
    void minimizesAValley() {
        double[] minimum = Lbfgs.minimize((x, gradient) -> {
            double a = 1 - x[0];
            double b = x[1] - x[0] * x[0];
            gradient[0] = -2 * a - 400 * x[0] * b;
            gradient[1] = 200 * b;
            return a * a + 100 * b * b;
        }, new double[] {-1.2, 1}, 1e-9, 200);
        assertThat(minimum).containsExactly(new double[] {1, 1}, within(1e-7));
    }
}
