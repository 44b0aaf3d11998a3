package io.isotropy.nlp.word;

import io.isotropy.nlp.search.TopK;
import io.isotropy.tensor.Scope;
import io.isotropy.tensor.Shape;
import io.isotropy.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/** Looks through all rows of a matrix of word vectors. The matrix is read as it lies; lengths are made once. */
final class CosineSearch {

    /** Keeps 3CosMul's quotient finite: Levy and Goldberg 2014, §4.2, footnote 6. */
    private static final float EPSILON = 1e-6f;

    private final List<String> words;
    private final Tensor matrix;
    /** 1/‖row‖, 0 for a row of zeros. */
    private final float[] inverseNorms;

    CosineSearch(List<String> words, Tensor matrix) {
        this.words = words;
        this.matrix = matrix;
        try (Scope _ = Scope.open()) {
            float[] norms = matrix.norm(1, false).toArray(); // (V)
            for (int row = 0; row < norms.length; row++) {
                norms[row] = norms[row] == 0 ? 0 : 1 / norms[row];
            }
            this.inverseNorms = norms;
        }
    }

    /** 1/‖row‖ of every row, 0 for a row of zeros; not to be changed. */
    float[] inverseNorms() {
        return inverseNorms;
    }

    /** The cosines of a unit vector with the first {@code rows} words. */
    float[] cosines(float[] unit, int rows) {
        try (Scope _ = Scope.open()) {
            Tensor query = Tensor.of(matrix.backend(), Shape.of(unit.length), unit);
            float[] cosines = matrix.slice(0, 0, rows).matmul(query).toArray(); // (rows, D)·(D) -> (rows)
            for (int row = 0; row < rows; row++) {
                cosines[row] *= inverseNorms[row];
            }
            return cosines;
        }
    }

    /** Π (1 + cos)/2 of the positive vectors over the same of the negative: 3CosMul, Levy and Goldberg 2014, eq. 4 and footnote 7. */
    float[] quotients(List<float[]> positive, List<float[]> negative, int rows) {
        float[] quotients = product(positive, rows);
        float[] divisors = product(negative, rows);
        for (int row = 0; row < rows; row++) {
            quotients[row] /= divisors[row] + EPSILON;
        }
        return quotients;
    }

    private float[] product(List<float[]> units, int rows) {
        float[] product = new float[rows];
        Arrays.fill(product, 1);
        for (float[] unit : units) {
            float[] cosines = cosines(unit, rows);
            for (int row = 0; row < rows; row++) {
                product[row] *= (1 + cosines[row]) / 2;
            }
        }
        return product;
    }

    /** The words with the highest scores, the highest first; of equal ones the first row comes first. */
    List<Neighbour> best(float[] scores, int count, Set<Integer> without) {
        without.stream().filter(row -> row < scores.length).forEach(row -> scores[row] = Float.NaN); // which is never kept
        TopK best = new TopK(Math.min(count, scores.length));
        best.addAll(scores, 0);
        return IntStream.range(0, best.size()).mapToObj(i -> new Neighbour(words.get(best.row(i)), best.score(i))).toList();
    }
}
