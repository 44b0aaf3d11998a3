package io.isotropy.nlp.projection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.isotropy.nlp.repair.Moments;
import io.isotropy.tensor.Philox;
import io.isotropy.tensor.linalg.Matrix;
import io.isotropy.tensor.linalg.SymmetricEigen;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PcaTest {

    @Test
    void findsTheDirectionsOfPointsOnAPlane() {
        // (±3, 0) and (0, ±1), turned by 45 degrees around (5, 5, 7).
        float h = (float) Math.sqrt(0.5);
        List<float[]> points = List.of(new float[] {5 + 3 * h, 5 + 3 * h, 7}, new float[] {5 - 3 * h, 5 - 3 * h, 7},
                new float[] {5 - h, 5 + h, 7}, new float[] {5 + h, 5 - h, 7});
        Pca pca = Pca.fit(points, 3, 2);
        assertThat(pca.mean()).containsExactly(new double[] {5, 5, 7}, within(1e-6));
        assertThat(pca.variances()).containsExactly(new double[] {6, 2 / 3.0, 0}, within(1e-5));
        assertThat(pca.share(0)).isCloseTo(0.9, within(1e-6));
        Matrix places = pca.apply(points);
        assertThat(Math.abs(places.at(0, 0))).isCloseTo(3, within(1e-5));
        assertThat(places.at(0, 0)).isCloseTo(-places.at(1, 0), within(1e-5));
        assertThat(Math.abs(places.at(2, 1))).isCloseTo(1, within(1e-5));
        assertThat(places.at(2, 0)).isCloseTo(0, within(1e-5));
    }

    @Test
    void onePointHasNoVariance() {
        Pca pca = Pca.fit(List.of(new float[] {1, 2}), 2, 2);
        assertThat(pca.variances()).containsOnly(0);
        assertThat(pca.share(0)).isZero();
        assertThat(pca.apply(List.of(new float[] {1, 2})).values()).containsOnly(0);
        assertThatThrownBy(() -> Pca.fit(List.of(), 2, 0)).hasMessageContaining("[pca]");
    }

    @Test
    void neighboursAreTheNearestOthers() {
        Matrix x = new Matrix(5, 1, new double[] {0, 1, 3, 3, 10});
        Neighbours nearest = Neighbours.of(x, 2);
        assertThat(nearest.rows()).containsExactly(1, 2, 0, 2, 3, 1, 2, 1, 2, 3);
        assertThat(nearest.squaredDistances()).containsExactly(1, 9, 1, 4, 0, 4, 0, 4, 49, 49);
        assertThat(Neighbours.of(x, 9).k()).isEqualTo(4);
        assertThat(Neighbours.of(new Matrix(1, 1, new double[] {2}), 3).rows()).isEmpty();
    }

    /** Fewer vectors than dimensions go another way to the same directions. */
    @Test
    void fewLongVectorsHaveTheDirectionsOfTheirCovariance() {
        Philox random = Philox.of(5);
        List<float[]> vectors = new ArrayList<>();
        Moments moments = new Moments(9);
        for (int i = 0; i < 6; i++) {
            float[] vector = new float[9];
            random.normal(9L * i, vector, 0, 9);
            vectors.add(vector);
            moments.add(vector);
        }
        vectors.add(new float[9]); // has no direction
        Pca pca = Pca.fit(vectors, 9, 3);
        SymmetricEigen eigen = SymmetricEigen.of(moments.covariance());
        assertThat(pca.mean()).containsExactly(moments.mean(), within(1e-12));
        assertThat(pca.variances()).containsExactly(eigen.values(), within(1e-12));
        assertThat(pca.components().values()).containsExactly(eigen.vectors().columns(3).values(), within(1e-9));
        assertThat(Pca.fit(vectors.subList(0, 1), 9, 3).apply(vectors).values()).containsOnly(0);
    }
}
