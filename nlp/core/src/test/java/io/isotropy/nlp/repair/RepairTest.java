package io.isotropy.nlp.repair;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.isotropy.nlp.json.Json;
import io.isotropy.tensor.Philox;
import io.isotropy.tensor.linalg.Matrix;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RepairTest {

    /** What the authors' NumPy (compute_kernel_bias, transform_and_normalize) makes of 60 vectors; columns with the sign that is ours. */
    private static Json golden() throws IOException {
        try (InputStream in = Objects.requireNonNull(RepairTest.class.getResourceAsStream("whitening.json"))) {
            return Json.parse(new String(in.readAllBytes(), StandardCharsets.UTF_8), "whitening.json");
        }
    }

    private static double[][] matrix(Json json) {
        return json.asList().stream().map(row -> row.asList().stream().mapToDouble(Json::asDouble).toArray()).toArray(double[][]::new);
    }

    private static List<float[]> vectors(Json json) {
        return Matrix.of(matrix(json)).toFloats();
    }

    private static Moments moments(List<float[]> vectors) {
        Moments moments = new Moments(vectors.getFirst().length);
        vectors.forEach(moments::add);
        return moments;
    }

    private static List<float[]> random(int count, int dimension, long seed) {
        Philox random = Philox.of(seed);
        List<float[]> vectors = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            float[] vector = new float[dimension];
            for (int j = 0; j < dimension; j++) {
                vector[j] = random.normal((long) i * dimension + j) * (j + 1) + 10;
            }
            vectors.add(vector);
        }
        return vectors;
    }

    @Test
    void whiteningIsThatOfTheAuthors() throws IOException {
        Json golden = golden();
        List<float[]> vectors = vectors(golden.get("vectors"));
        Whitening whitening = Whitening.fit(moments(vectors), Whitening.Config.DEFAULT);
        assertThat(whitening.mean()).containsExactly(
                golden.get("mean").asList().stream().mapToDouble(Json::asDouble).toArray(), within(1e-9));
        assertThat(whitening.eigenvalues()).containsExactly(
                golden.get("eigenvalues").asList().stream().mapToDouble(Json::asDouble).toArray(), within(1e-8));
        double[][] kernel = matrix(golden.get("kernel"));
        for (int i = 0; i < kernel.length; i++) {
            assertThat(whitening.weight().row(i)).containsExactly(kernel[i], within(1e-8));
        }
        for (String name : List.of("whitened", "whitened4")) {
            double[][] expected = matrix(golden.get(name));
            Whitening first = whitening.withDimension(expected[0].length);
            List<float[]> images = first.apply(vectors);
            for (int i = 0; i < expected.length; i++) {
                assertThat(unit(images.get(i))).containsExactly(expected[i], within(1e-6));
            }
        }
    }

    private static double[] unit(float[] vector) {
        double sum = 0;
        for (float value : vector) {
            sum += (double) value * value;
        }
        double[] unit = new double[vector.length];
        for (int j = 0; j < unit.length; j++) {
            unit[j] = vector[j] / Math.sqrt(sum);
        }
        return unit;
    }

    @Test
    void allButTheTopIsWhatNumPyGives() throws IOException {
        Json golden = golden();
        List<float[]> vectors = vectors(golden.get("vectors"));
        AllButTheTop repair = AllButTheTop.fit(moments(vectors), 2);
        double[][] expected = matrix(golden.get("rest"));
        List<float[]> images = repair.apply(vectors);
        for (int i = 0; i < expected.length; i++) {
            assertThat(Matrix.ofFloats(List.of(images.get(i)), 7).row(0)).containsExactly(expected[i], within(1e-5));
        }
        assertThat(repair.share()).isBetween(0.5, 1.0);
        assertThat(moments(images).mean()).containsExactly(new double[7], within(1e-6));
        assertThat(new int[] {AllButTheTop.components(50), AllButTheTop.components(300), AllButTheTop.components(768)})
                .containsExactly(1, 3, 8);
    }

    /** Of blocks of all sizes, and with vectors far from 0. */
    @ParameterizedTest
    @ValueSource(ints = {2, 3, 127, 128, 129, 256, 300})
    void momentsAreThoseOfTheFormula(int count) {
        List<float[]> vectors = random(count, 5, count);
        vectors.forEach(vector -> vector[2] += 1e4f);
        Moments moments = moments(vectors);
        double[] mean = new double[5];
        vectors.forEach(vector -> {
            for (int j = 0; j < 5; j++) {
                mean[j] += vector[j] / (double) count;
            }
        });
        assertThat(moments.mean()).containsExactly(mean, within(1e-9));
        Matrix covariance = moments.covariance();
        for (int i = 0; i < 5; i++) {
            for (int j = 0; j < 5; j++) {
                double sum = 0;
                for (float[] vector : vectors) {
                    sum += (vector[i] - mean[i]) * (vector[j] - mean[j]);
                }
                assertThat(covariance.at(i, j)).isCloseTo(sum / (count - 1), within(1e-8));
            }
        }
    }

    @Test
    void whitenedVectorsHaveNoPreferredDirection() {
        List<float[]> vectors = random(500, 6, 3);
        Matrix covariance = moments(Whitening.fit(moments(vectors), Whitening.Config.DEFAULT).apply(vectors)).covariance();
        for (int i = 0; i < 6; i++) {
            for (int j = 0; j < 6; j++) {
                assertThat(covariance.at(i, j)).isCloseTo(i == j ? 1 : 0, within(1e-5));
            }
        }
    }

    /** A layer norm leaves no variance across its hyperplane. */
    @Test
    void directionsWithoutVarianceAreCut() {
        List<float[]> vectors = random(300, 5, 4);
        vectors.forEach(vector -> vector[4] = 7 - vector[0] - vector[1] - vector[2] - vector[3]);
        Whitening whitening = Whitening.fit(moments(vectors), Whitening.Config.DEFAULT);
        assertThat(whitening.dimension()).isEqualTo(4);
        assertThat(whitening.rank()).isEqualTo(4);
        assertThat(whitening.apply(vectors).getFirst()).hasSize(4);
        assertThat(Whitening.fit(moments(vectors), new Whitening.Config(3, 1e-8, 0)).dimension()).isEqualTo(3);
        Whitening shrunk = Whitening.fit(moments(vectors), new Whitening.Config(0, 1e-8, 0.1));
        assertThat(shrunk.dimension()).isEqualTo(5);
        assertThat(shrunk.effectiveRank()).isGreaterThan(whitening.effectiveRank());
        assertThat(Whitening.fit(moments(vectors), new Whitening.Config(0, 1e-8, 1)).effectiveRank()).isCloseTo(5, within(1e-9));
    }

    @Test
    void zerosAreNotVectors() {
        List<float[]> vectors = random(20, 3, 5);
        List<float[]> more = new ArrayList<>(vectors);
        more.add(4, new float[3]);
        assertThat(moments(more).covariance()).usingRecursiveComparison().isEqualTo(moments(vectors).covariance());
        assertThat(moments(more).zeros()).isEqualTo(1);
    }

    @Test
    void whatCannotBeFittedIsRefused() {
        Moments moments = new Moments(2);
        assertThatThrownBy(() -> moments.add(new float[3])).hasMessage("[moments] vectors must have 2 components: got 3");
        assertThatThrownBy(() -> moments.add(new float[] {1, Float.NaN}))
                .hasMessage("[moments] components must be finite: vector 1 has NaN at component 2");
        moments.add(new float[] {1, 2});
        assertThatThrownBy(moments::covariance).hasMessage("[moments] a covariance needs two vectors at least: got 1");
        moments.add(new float[] {1, 2});
        assertThatThrownBy(() -> Whitening.fit(moments, Whitening.Config.DEFAULT))
                .hasMessage("[whitening] the vectors must differ: all 2 are equal");
        moments.add(new float[] {2, 2});
        assertThatThrownBy(() -> Whitening.fit(moments, new Whitening.Config(3, 0, 0)))
                .hasMessage("[whitening] dimension must be at most the vectors' 2: got 3");
        assertThatThrownBy(() -> AllButTheTop.fit(moments, 2)).hasMessageContaining("components must be 0 to 1");
        assertThatThrownBy(() -> new Whitening.Config(1, Double.NaN, 0)).hasMessageContaining("tolerance must be 0 to below 1: got NaN");
        assertThatThrownBy(() -> new Whitening.Config(1, 0, 2)).hasMessageContaining("shrinkage must be 0 to 1: got 2.0");
    }
}
