package io.isotropy.nlp.projection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.isotropy.tensor.Philox;
import io.isotropy.tensor.linalg.Matrix;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ForkJoinPool;
import org.junit.jupiter.api.Test;

class TsneTest {

    private static final int DIMENSION = 6;

    /** Groups around centres far from each other. */
    private static List<float[]> groups(int groups, int each, long seed) {
        List<float[]> vectors = new ArrayList<>();
        for (int i = 0; i < groups * each; i++) {
            float[] vector = new float[DIMENSION];
            Philox.of(seed).withStream(i).normal(0, vector, 0, DIMENSION);
            for (int j = 0; j < DIMENSION; j++) {
                vector[j] += 12 * Philox.of(seed).withStream(-1 - i % groups).normal(j);
            }
            vectors.add(vector);
        }
        return vectors;
    }

    private static Affinities affinities(List<float[]> vectors, double perplexity) {
        Matrix x = Pca.fit(vectors, DIMENSION, DIMENSION).apply(vectors);
        return Affinities.of(Neighbours.of(x, (int) (3 * perplexity)), perplexity);
    }

    private static double[] places(int n, long seed) {
        double[] places = new double[2 * n];
        for (int i = 0; i < places.length; i++) {
            places[i] = 3 * Philox.of(seed).normal(i);
        }
        return places;
    }

    /** Equation 5 of 2008 over all pairs, with p and q as dense matrices. */
    private static double[] exactGradient(Affinities affinities, double[] y) {
        int n = affinities.size();
        double[][] p = new double[n][n];
        double[][] w = new double[n][n];
        double z = 0;
        for (int i = 0; i < n; i++) {
            for (int at = affinities.starts()[i]; at < affinities.starts()[i + 1]; at++) {
                p[i][affinities.columns()[at]] = affinities.values()[at];
            }
            for (int j = 0; j < n; j++) {
                w[i][j] = i == j ? 0 : 1 / (1 + Math.pow(y[2 * i] - y[2 * j], 2) + Math.pow(y[2 * i + 1] - y[2 * j + 1], 2));
                z += w[i][j];
            }
        }
        double[] gradient = new double[2 * n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                double factor = 4 * (p[i][j] - w[i][j] / z) * w[i][j];
                gradient[2 * i] += factor * (y[2 * i] - y[2 * j]);
                gradient[2 * i + 1] += factor * (y[2 * i + 1] - y[2 * j + 1]);
            }
        }
        return gradient;
    }

    @Test
    void affinitiesAreSymmetricAndSumToOneWithTheAskedPerplexity() {
        Affinities p = affinities(groups(4, 30, 1), 8);
        double sum = 0;
        for (double value : p.values()) {
            sum += value;
        }
        assertThat(sum).isCloseTo(1, within(1e-12));
        for (int i = 0; i < p.size(); i++) {
            for (int at = p.starts()[i]; at < p.starts()[i + 1]; at++) {
                assertThat(value(p, p.columns()[at], i)).isEqualTo(p.values()[at]);
                assertThat(p.columns()[at]).isNotEqualTo(i);
            }
        }
    }

    private static double value(Affinities p, int i, int j) {
        for (int at = p.starts()[i]; at < p.starts()[i + 1]; at++) {
            if (p.columns()[at] == j) {
                return p.values()[at];
            }
        }
        return 0;
    }

    @Test
    void withoutAnAngleTheTreeGivesTheExactGradient() {
        Affinities p = affinities(groups(3, 25, 2), 7);
        double[] y = places(75, 3);
        y[10] = y[20]; // two points at one place
        y[11] = y[21];
        double[] gradient = new double[y.length];
        Tsne.gradient(p, y, 1, 0, gradient);
        assertThat(gradient).containsExactly(exactGradient(p, y), within(1e-12));
        double[] near = new double[y.length];
        Tsne.gradient(p, y, 1, 0.5, near);
        double error = 0;
        double length = 0;
        for (int i = 0; i < y.length; i++) {
            error += Math.pow(near[i] - gradient[i], 2);
            length += gradient[i] * gradient[i];
        }
        assertThat(Math.sqrt(error / length)).isBetween(1e-9, 0.05);
    }

    @Test
    void theGradientIsThatOfTheDivergence() {
        Affinities p = affinities(groups(3, 12, 4), 4);
        double[] y = places(36, 5);
        double[] gradient = new double[y.length];
        Tsne.gradient(p, y, 1, 0, gradient);
        for (int i = 0; i < y.length; i++) {
            double before = y[i];
            y[i] = before + 1e-5;
            double up = Tsne.divergence(p, y, 0);
            y[i] = before - 1e-5;
            double down = Tsne.divergence(p, y, 0);
            y[i] = before;
            assertThat(gradient[i]).isCloseTo((up - down) / 2e-5, within(1e-8));
        }
    }

    @Test
    void groupsStayTogetherAndThreadsDoNotMatter() throws Exception {
        List<float[]> vectors = groups(5, 60, 6);
        TsneConfig config = TsneConfig.DEFAULT.withIterations(400);
        Tsne found = Tsne.of(vectors, DIMENSION, config, _ -> {});
        Neighbours nearest = Neighbours.of(found.places(), 10);
        int own = 0;
        for (int at = 0; at < nearest.rows().length; at++) {
            own += at / 10 % 5 == nearest.rows()[at] % 5 ? 1 : 0;
        }
        assertThat(own / 3000.0).isGreaterThan(0.98);
        assertThat(found.divergence()).isBetween(0.0, 1.0);
        try (ForkJoinPool one = new ForkJoinPool(1); ForkJoinPool five = new ForkJoinPool(5)) {
            assertThat(one.submit(() -> Tsne.of(vectors, DIMENSION, config, _ -> {})).get().places().values()).isEqualTo(found.places().values());
            assertThat(five.submit(() -> Tsne.of(vectors, DIMENSION, config, _ -> {})).get().places().values()).isEqualTo(found.places().values());
        }
    }

    @Test
    void fewEqualAndZeroVectorsHaveAPlace() {
        for (int n : new int[] {0, 1, 2, 3, 4, 5}) {
            assertThat(Tsne.of(groups(1, n, 7), DIMENSION, TsneConfig.DEFAULT, _ -> {}).places().values()).hasSize(2 * n).doesNotContain(Double.NaN);
        }
        List<float[]> equal = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            equal.add(new float[] {1, 2, 3, 4, 5, 6});
        }
        assertThat(Tsne.of(equal, DIMENSION, TsneConfig.DEFAULT, _ -> {}).places().values()).containsOnly(0);
        equal.replaceAll(_ -> new float[DIMENSION]);
        assertThat(Tsne.of(equal, DIMENSION, TsneConfig.DEFAULT, _ -> {}).places().values()).containsOnly(0);
        assertThat(Tsne.of(groups(2, 10, 8).stream().map(v -> new float[] {v[0]}).toList(), 1, TsneConfig.DEFAULT, _ -> {}).places().values())
                .doesNotContain(Double.NaN);
    }

    @Test
    void numbersThatMakeNoSenseAreRefused() {
        assertThatThrownBy(() -> TsneConfig.DEFAULT.withAngle(0.8)).hasMessageContaining("[tsne]");
        assertThatThrownBy(() -> TsneConfig.DEFAULT.withIterations(-1)).hasMessageContaining("[tsne]");
    }
}
