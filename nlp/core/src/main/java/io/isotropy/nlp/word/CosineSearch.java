package io.isotropy.nlp.word;

import io.isotropy.tensor.Scope;
import io.isotropy.tensor.Shape;
import io.isotropy.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Set;

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
        // The worst of those that are kept comes first.
        Comparator<Integer> worstFirst = Comparator.<Integer>comparingDouble(row -> scores[row]).thenComparingInt(row -> -row);
        PriorityQueue<Integer> best = new PriorityQueue<>(worstFirst);
        float worst = Float.NEGATIVE_INFINITY;
        for (int row = 0; row < scores.length && count > 0; row++) {
            if (best.size() == count && scores[row] <= worst || without.contains(row)) {
                continue;
            }
            if (best.size() == count) {
                best.remove();
            }
            best.add(row);
            worst = scores[best.element()];
        }
        List<Integer> found = new ArrayList<>(best);
        found.sort(worstFirst.reversed());
        return found.stream().map(row -> new Neighbour(words.get(row), scores[row])).toList();
    }
}
