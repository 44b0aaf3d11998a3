package io.isotropy.nlp.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.isotropy.kernels.Backend;
import io.isotropy.kernels.Backends;
import io.isotropy.tensor.Philox;
import io.isotropy.tensor.Shape;
import io.isotropy.tensor.Tensor;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KMeansTest {

    private static final Backend CPU = Backends.preferred();

    /** {@code each} points around each of k places, which lie {@code distance} apart on axes; far from the origin. */
    private static Tensor groups(int k, int each, int dimension, float distance, long seed) {
        float[] values = new float[k * each * dimension];
        Philox.of(seed).normal(0, values, 0, values.length);
        for (int i = 0; i < k * each; i++) {
            values[i * dimension + i % k] += distance;
            values[i * dimension + dimension - 1] += 30;
        }
        return Tensor.of(CPU, Shape.of(k * each, dimension), values);
    }

    private static int[] classes(int k, int each) {
        int[] classes = new int[k * each];
        Arrays.setAll(classes, i -> i % k);
        return classes;
    }

    @Test
    void findsGroupsThatLieApart() {
        Clustering found = KMeans.of(groups(7, 150, 20, 12, 1), KMeansConfig.of(7, 42).withStarts(3));
        assertThat(Agreement.of(classes(7, 150), found.labels())).isEqualTo(new Agreement(1, 1, 1, 1));
        assertThat(found.centres().shape()).isEqualTo(Shape.of(7, 20));
        assertThat(found.centres().mean(0).get(19)).isCloseTo(30, within(0.2f));
    }

    /** sklearn.cluster.KMeans(4, init=x[[0, 1, 2, 3]], n_init=1, algorithm="lloyd") on the same numbers. */
    @Test
    void lloydGoesAsScikitLearns() {
        Tensor x = Tensor.of(CPU, Shape.of(12, 2),
                0, 0, 1, 0, 0, 1, 8, 8, 9, 8, 8, 9, 0, 9, 1, 9, 0, 8, 9, 0, 9, 1, 8, 0);
        Clustering found = KMeans.from(x, x.slice(0, 0, 4), KMeansConfig.of(4, 0));
        assertThat(found.labels()).containsExactly(0, 0, 0, 3, 3, 3, 2, 2, 2, 1, 1, 1);
        assertThat(found.inertia()).isCloseTo(16 / 3.0, within(1e-5));
        assertThat(found.iterations()).isEqualTo(2); // scikit-learn counts the look at the start, too
    }

    /** The third centre loses all; it takes the point farthest from its own. */
    @Test
    void emptyClustersTakeTheFarthestPoint() {
        Tensor x = Tensor.of(CPU, Shape.of(5, 1), 0, 1, 2, 10, 30);
        Tensor start = Tensor.of(CPU, Shape.of(3, 1), 0, 9, 100);
        Clustering found = KMeans.from(x, start, KMeansConfig.of(3, 0));
        assertThat(found.labels()).containsExactly(0, 0, 0, 1, 2);
        assertThat(found.inertia()).isCloseTo(2, within(1e-5));
    }

    @Test
    void pointsOnFewerPlacesThanClusters() {
        Clustering found = KMeans.of(Tensor.ones(Shape.of(6, 3)), KMeansConfig.of(4, 1));
        assertThat(found.inertia()).isZero();
        assertThat(found.centres().toArray()).containsOnly(1);
        assertThat(KMeans.of(Tensor.ones(Shape.of(1, 1)), KMeansConfig.of(1, 1)).labels()).containsExactly(0);
    }

    @Test
    void equallyNearCentresGoToTheFirst() {
        Tensor x = Tensor.of(CPU, Shape.of(4, 2), -3, 0, -1, 0, 1, 0, 3, 0);
        int[] labels = new Points(x).nearest(Tensor.of(CPU, Shape.of(3, 2), 2, 0, -2, 0, -2, 0));
        assertThat(labels).containsExactly(1, 1, 0, 0);
        assertThat(new Points(x).nearest(Tensor.of(CPU, Shape.of(3, 2), 0, 1, 0, -1, 0, 1))).containsOnly(0);
    }

    /** Sizes around blocks: centres by the differences in double, one after the other. */
    @ParameterizedTest
    @CsvSource({"1, 1, 1", "17, 5, 3", "511, 33, 300", "513, 16, 257", "8193, 7, 2", "8200, 3, 15"})
    void nearestIsTheNearestByDifferences(int count, int dimension, int clusters) {
        Points points = new Points(Tensor.normal(CPU, Shape.of(count, dimension), Philox.of(3), 0, 1));
        Tensor centres = Tensor.normal(CPU, Shape.of(clusters, dimension), Philox.of(4), 0, 1);
        int[] labels = points.nearest(centres);
        double[] distances = points.squaredDistances(centres, labels);
        float[] x = points.matrix().toArray();
        float[] c = centres.toArray();
        for (int i = 0; i < count; i++) {
            double least = Double.POSITIVE_INFINITY;
            double own = squaredDistance(x, i * dimension, c, labels[i] * dimension, dimension);
            for (int j = 0; j < clusters; j++) {
                least = Math.min(least, squaredDistance(x, i * dimension, c, j * dimension, dimension));
            }
            assertThat(own).isCloseTo(least, within(1e-5 * (1 + least)));
            assertThat(distances[i]).isCloseTo(own, within(1e-5 * (1 + own)));
        }
    }

    private static double squaredDistance(float[] x, int xo, float[] y, int yo, int n) {
        double sum = 0;
        for (int i = 0; i < n; i++) {
            double difference = (double) x[xo + i] - y[yo + i];
            sum += difference * difference;
        }
        return sum;
    }

    /** More points than a block of them, with and without a nearer point among the others. */
    @Test
    void startsLowerTheDistancesOfAllPoints() {
        int count = 8195;
        Points points = new Points(Tensor.normal(CPU, Shape.of(count, 5), Philox.of(8), 0, 1));
        Tensor others = points.rows(8190, 3);
        double[][] distances = new double[3][count];
        Arrays.stream(distances).forEach(row -> Arrays.fill(row, 4));
        try (PackedPoints packed = new PackedPoints(points)) {
            packed.lower(distances, others);
        }
        float[] x = points.matrix().toArray();
        for (int j = 0; j < 3; j++) {
            for (int i = 0; i < count; i++) {
                double expected = Math.min(4, squaredDistance(x, 5 * i, x, 5 * (8190 + j), 5));
                assertThat(distances[j][i]).isCloseTo(expected, within(1e-5));
            }
        }
    }

    @Test
    void isTheSameForAnyNumberOfThreadsAndMoreStartsAreNoWorse() {
        Tensor x = groups(10, 900, 16, 2, 5); // more than a block
        KMeansConfig config = KMeansConfig.of(10, 7);
        Clustering expected = KMeans.of(x, config);
        int threads = CPU.threads();
        try {
            CPU.setThreads(threads == 1 ? 2 : 1);
            Clustering other = KMeans.of(x, config);
            assertThat(other.labels()).isEqualTo(expected.labels());
            assertThat(other.inertia()).isEqualTo(expected.inertia());
            assertThat(other.centres().toArray()).isEqualTo(expected.centres().toArray());
        } finally {
            CPU.setThreads(threads);
        }
        assertThat(KMeans.of(x, config.withStarts(3)).inertia()).isLessThanOrEqualTo(expected.inertia());
    }

    @Test
    void refuses() {
        assertThatThrownBy(() -> KMeans.of(Tensor.ones(Shape.of(2, 3)), KMeansConfig.of(3, 0))).hasMessageContaining("as many points as clusters");
        assertThatThrownBy(() -> KMeans.of(Tensor.of(CPU, Shape.of(2, 1), Float.NaN, 1), KMeansConfig.of(1, 0))).hasMessageContaining("finite");
        assertThatThrownBy(() -> KMeansConfig.of(0, 0)).hasMessageContaining("clusters");
        assertThatThrownBy(() -> KMeans.from(Tensor.ones(Shape.of(4, 3)), Tensor.ones(Shape.of(2, 2)), KMeansConfig.of(2, 0)))
                .hasMessageContaining("centres must be (clusters, D)");
    }

    /** Figures of sklearn.metrics' homogeneity_completeness_v_measure and adjusted_rand_score. */
    @Test
    void agreementIsScikitLearns() {
        Agreement some = Agreement.of(new int[] {0, 0, 0, 1, 1, 2, 2, 2, 2}, new int[] {0, 0, 1, 1, 1, 2, 2, 0, 3});
        assertThat(some.homogeneity()).isCloseTo(0.6, within(1e-12));
        assertThat(some.completeness()).isCloseTo(0.4855981798747971, within(1e-12));
        assertThat(some.vMeasure()).isCloseTo(0.5367711798457159, within(1e-12));
        assertThat(some.adjustedRand()).isCloseTo(0.16101694915254236, within(1e-12));
        assertThat(Agreement.of(new int[] {0, 0, 0}, new int[] {0, 1, 2})).isEqualTo(new Agreement(1, 0, 0, 0));
        assertThat(Agreement.of(new int[] {0, 1, 2}, new int[] {1, 1, 1})).isEqualTo(new Agreement(0, 1, 0, 0));
        assertThat(Agreement.of(new int[] {0, 0}, new int[] {3, 3})).isEqualTo(new Agreement(1, 1, 1, 1));
        assertThatThrownBy(() -> Agreement.of(new int[] {0}, new int[] {-1})).hasMessageContaining("0 or more");
        assertThatThrownBy(() -> Agreement.of(new int[0], new int[0])).hasMessageContaining("must be one");
    }
}
