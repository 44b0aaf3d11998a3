package io.isotropy.nlp.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.isotropy.kernels.Backend;
import io.isotropy.kernels.Backends;
import io.isotropy.tensor.Philox;
import io.isotropy.tensor.Shape;
import io.isotropy.tensor.Tensor;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class VectorSearchTest {

    private static final Backend CPU = Backends.preferred();

    private static List<float[]> vectors(int count, int dimension, long seed) {
        List<float[]> vectors = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            float[] vector = new float[dimension];
            Philox.of(seed).withStream(i).normal(0, vector, 0, dimension);
            vectors.add(vector);
        }
        return vectors;
    }

    /** The definition: all scores in double, sorted. */
    private static List<Hit> byHand(List<float[]> vectors, float[] query, int k, Measure measure) {
        return IntStream.range(0, vectors.size())
                .mapToObj(row -> new Hit(row, score(vectors.get(row), query, measure)))
                .filter(hit -> !Double.isNaN(hit.score()))
                .sorted(Comparator.comparingDouble((Hit hit) -> -hit.score()).thenComparingInt(Hit::row))
                .limit(k)
                .toList();
    }

    private static double score(float[] vector, float[] query, Measure measure) {
        double lengths = measure == Measure.DOT ? 1 : Math.sqrt(dot(query, query)) * Math.sqrt(dot(vector, vector));
        return lengths == 0 ? 0 : dot(query, vector) / lengths;
    }

    private static double dot(float[] x, float[] y) {
        double sum = 0;
        for (int i = 0; i < x.length; i++) {
            sum += (double) x[i] * y[i];
        }
        return sum;
    }

    @ParameterizedTest
    @CsvSource({"1, 1, 1", "2, 3, 5", "9, 16, 4", "300, 17, 10", "8192, 2, 3", "9001, 5, 100"})
    void findsWhatSortingAllFinds(int count, int dimension, int k) {
        List<float[]> vectors = vectors(count, dimension, 3);
        List<float[]> queries = vectors(131, dimension, 4);
        for (Measure measure : Measure.values()) {
            VectorSearch search = VectorSearch.of(CPU, vectors, dimension, measure);
            List<List<Hit>> found = search.best(queries, k);
            for (int i = 0; i < queries.size(); i += 13) {
                assertThat(found.get(i)).isEqualTo(byHand(vectors, queries.get(i), k, measure));
                assertThat(search.best(queries.get(i), k)).isEqualTo(found.get(i));
                assertThat(search.best(queries.subList(i, Math.min(i + 7, queries.size())), k).getFirst()).isEqualTo(found.get(i));
            }
        }
    }

    /** Vectors so close together that float sums cannot tell them apart. */
    @Test
    void ordersInDouble() {
        List<float[]> vectors = vectors(500, 64, 5);
        float[] middle = vectors.getFirst();
        vectors.replaceAll(vector -> {
            float[] close = middle.clone();
            for (int i = 0; i < close.length; i++) {
                close[i] += 1e-6f * vector[i];
            }
            return close;
        });
        float[] query = vectors(1, 64, 6).getFirst();
        for (Measure measure : Measure.values()) {
            List<Hit> expected = byHand(vectors, query, 10, measure);
            assertThat(VectorSearch.of(CPU, vectors, 64, measure).best(query, 10)).isEqualTo(expected);
            assertThat(VectorSearch.of(Backends.reference(), vectors, 64, measure).best(query, 10)).isEqualTo(expected);
        }
    }

    /** Enough numbers for a first look at bytes: rows of any length, zero, nearly equal, and so close together that bytes leave too many. */
    @ParameterizedTest
    @CsvSource({"1", "1e-3", "1e-12"})
    void bytesLoseNone(float spread) {
        int count = 1 << 14;
        int dimension = 70;
        List<float[]> vectors = vectors(count, dimension, 9);
        float[] middle = vectors.getFirst().clone();
        for (int row = 0; row < count; row++) {
            float[] vector = vectors.get(row);
            for (int i = 0; i < dimension; i++) {
                vector[i] = (row % 7 + 1) * (spread * vector[i] + (spread == 1 ? 0 : middle[i]));
            }
        }
        vectors.set(11, new float[dimension]);
        List<float[]> queries = new ArrayList<>(vectors(3, dimension, 10));
        queries.add(vectors.get(100));
        queries.add(scaled(vectors.get(200), 1e30f));
        queries.add(scaled(vectors.get(300), 1e-30f));
        queries.add(new float[dimension]);
        for (Measure measure : Measure.values()) {
            VectorSearch search = VectorSearch.of(CPU, vectors, dimension, measure);
            for (float[] query : queries) {
                assertThat(search.best(query, 10)).isEqualTo(byHand(vectors, query, 10, measure));
            }
            assertThat(search.best(queries.subList(0, 3), 10)).isEqualTo(search.best(queries, 10).subList(0, 3));
            vectors.get(500)[3] = Float.POSITIVE_INFINITY;
            float[] query = queries.getFirst();
            assertThat(VectorSearch.of(CPU, vectors, dimension, measure).best(query, 10)).isEqualTo(byHand(vectors, query, 10, measure));
            vectors.get(500)[3] = 0;
        }
    }

    private static float[] scaled(float[] vector, float factor) {
        float[] scaled = vector.clone();
        for (int i = 0; i < scaled.length; i++) {
            scaled[i] *= factor;
        }
        return scaled;
    }

    @Test
    void equalScoresGoByRow() {
        List<float[]> vectors = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            vectors.add(new float[] {i % 3, 0});
        }
        assertThat(VectorSearch.of(CPU, vectors, 2, Measure.DOT).best(new float[] {1, 0}, 4).stream().map(Hit::row)).containsExactly(2, 5, 8, 11);
        assertThat(VectorSearch.of(CPU, vectors, 2, Measure.COSINE).best(new float[] {1, 0}, 4).stream().map(Hit::row)).containsExactly(1, 2, 4, 5);
    }

    @ParameterizedTest
    @EnumSource(Measure.class)
    void definesZerosAndWhatIsNoNumber(Measure measure) {
        List<float[]> vectors = List.of(
                new float[] {0, 0}, new float[] {Float.NaN, 1}, new float[] {-1, 0}, new float[] {1, 1e-3f}, new float[] {0, 1});
        VectorSearch search = VectorSearch.of(CPU, vectors, 2, measure);
        assertThat(search.best(new float[] {1, 0}, 9).stream().map(Hit::row)).containsExactly(3, 0, 4, 2);
        assertThat(search.best(new float[] {0, 0}, 2)).containsExactly(new Hit(0, 0), new Hit(2, 0));
        assertThat(search.best(new float[] {Float.NaN, 0}, 2).stream().map(Hit::score)).doesNotContain(Double.NaN);
        assertThat(search.best(new float[] {1, 0}, 0)).isEmpty();
        assertThat(search.best(List.of(), 3)).isEmpty();
        assertThat(VectorSearch.of(CPU, List.of(), 2, measure).best(new float[] {1, 0}, 3)).isEmpty();
    }

    @Test
    void doesNotDependOnThreads() {
        List<float[]> vectors = vectors(9000, 33, 7);
        List<float[]> queries = vectors(40, 33, 8);
        VectorSearch search = VectorSearch.of(CPU, vectors, 33, Measure.COSINE);
        List<List<Hit>> expected = search.best(queries, 20);
        int threads = CPU.threads();
        try {
            for (int count = 1; count <= 3; count++) {
                CPU.setThreads(count);
                assertThat(search.best(queries, 20)).isEqualTo(expected);
                assertThat(search.best(queries.get(9), 20)).isEqualTo(expected.get(9));
            }
        } finally {
            CPU.setThreads(threads);
        }
    }

    @Test
    void refusesOtherLengths() {
        VectorSearch search = VectorSearch.of(Tensor.zeros(CPU, Shape.of(2, 3)), Measure.DOT);
        assertThatThrownBy(() -> search.best(new float[2], 1)).hasMessageContaining("length of the vectors");
        assertThatThrownBy(() -> search.best(new float[3], -1)).hasMessageContaining("k must be 0 or more");
        assertThatThrownBy(() -> VectorSearch.of(Tensor.zeros(CPU, Shape.of(2)), Measure.DOT)).hasMessageContaining("(N, D)");
        assertThatThrownBy(() -> VectorSearch.of(CPU, List.of(new float[2]), 3, Measure.DOT)).hasMessageContaining("one length");
    }

    @Test
    void topKDoesNotDependOnTheOrder() {
        double[] scores = {1, 4, 4, 2, Double.NaN, 4, 3, 0};
        TopK up = new TopK(3);
        TopK down = new TopK(3);
        for (int i = 0; i < scores.length; i++) {
            up.add(i, scores[i]);
            down.add(scores.length - 1 - i, scores[scores.length - 1 - i]);
        }
        for (TopK best : List.of(up, down)) {
            assertThat(IntStream.range(0, best.size()).map(best::row)).containsExactly(1, 2, 5);
            assertThat(best.score(2)).isEqualTo(4);
        }
    }
}
