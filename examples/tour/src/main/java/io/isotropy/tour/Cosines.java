package io.isotropy.tour;

import io.isotropy.kernels.Backend;
import io.isotropy.tensor.Scope;
import io.isotropy.tensor.Shape;
import io.isotropy.tensor.Tensor;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** Cosines of all vectors of one list with all of another; that with a vector of zeros is 0. */
record Cosines(int rows, int cols, float[] values) {

    static Cosines of(Backend backend, List<float[]> a, List<float[]> b) {
        try (Scope _ = Scope.open()) {
            Tensor left = unit(backend, a); // (rows, D)
            Tensor right = a == b ? left : unit(backend, b); // (cols, D)
            return new Cosines(a.size(), b.size(), left.matmul(right.transpose()).toArray());
        }
    }

    private static Tensor unit(Backend backend, List<float[]> vectors) {
        int dimension = vectors.getFirst().length;
        float[] all = new float[vectors.size() * dimension];
        for (int i = 0; i < vectors.size(); i++) {
            double squares = 0;
            for (float value : vectors.get(i)) {
                squares += (double) value * value;
            }
            double scale = squares == 0 ? 0 : 1 / Math.sqrt(squares);
            for (int j = 0; j < dimension; j++) {
                all[i * dimension + j] = (float) (vectors.get(i)[j] * scale);
            }
        }
        return Tensor.of(backend, Shape.of(vectors.size(), dimension), all);
    }

    float at(int row, int col) {
        return values[row * cols + col];
    }

    /** How many columns of a row are larger than one of them, which is then followed by as many. */
    int rank(int row, int col) {
        int larger = 0;
        for (int j = 0; j < cols; j++) {
            // Of equals half are before it: a model that gives all the same vector finds nothing.
            larger += at(row, j) > at(row, col) || (at(row, j) == at(row, col) && (j & 1) == 0 && j != col) ? 1 : 0;
        }
        return larger;
    }

    /** The columns of a row, the largest first, then in their order. */
    List<Integer> best(int row, int count) {
        return IntStream.range(0, cols).boxed()
                .sorted(Comparator.comparingDouble((Integer j) -> -at(row, j)))
                .limit(count).toList();
    }
}
