package io.isotropy.nlp.cluster;

import io.isotropy.kernels.Activation;
import io.isotropy.kernels.Backend;
import io.isotropy.kernels.IntBuffer;
import io.isotropy.kernels.PackedMatrix;
import io.isotropy.kernels.Reductions.Reduction;
import io.isotropy.tensor.IntTensor;
import io.isotropy.tensor.Scope;
import io.isotropy.tensor.Shape;
import io.isotropy.tensor.Tensor;
import java.util.Arrays;

/** Points, the centres that they are nearest to, and how far they are from these; by kernels, in float. */
final class Points {

    /** Points that are taken at a time, at most. */
    private static final int BLOCK = 8192;

    /** Products of points and centres that stay in the second-level cache until the largest is found. */
    private static final int CACHED = 1 << 17;

    /** Fewer points at a time would not keep many threads busy. */
    private static final int FEWEST = 512;

    /** (N, D). */
    private final Tensor matrix;

    /** Points; their matrix, (N, D), contiguous, stays theirs. */
    Points(Tensor matrix) {
        this.matrix = matrix;
    }

    int size() {
        return matrix.shape().dim(0);
    }

    int dimension() {
        return matrix.shape().dim(1);
    }

    Tensor matrix() {
        return matrix;
    }

    Backend backend() {
        return matrix.backend();
    }

    /** Points from … from + count − 1, (count, D). */
    Tensor rows(int from, int count) {
        return matrix.slice(0, from, from + count);
    }

    /** ‖row‖² of every row of a matrix, (N). */
    static Tensor squares(Tensor matrix) {
        Tensor squares = matrix.like(Shape.of(matrix.shape().dim(0)));
        matrix.kernels().reductions().reduceRows(
                Reduction.SUM_OF_SQUARES, matrix.buffer(), squares.buffer(), matrix.shape().dim(0), matrix.shape().dim(1));
        return squares;
    }

    /**
     * The nearest centre of each point, of equally near ones the first: that with the largest x·c − ‖c‖²/2, which is (‖x‖² − ‖x − c‖²)/2.
     *
     * @param centres (K, D)
     */
    int[] nearest(Tensor centres) {
        int k = centres.shape().dim(0);
        int most = Math.clamp(CACHED / k, FEWEST, BLOCK);
        int[] labels = new int[size()];
        try (Scope _ = Scope.open();
                PackedMatrix packed = matrix.kernels().blas().pack(true, k, dimension(), centres.buffer(), dimension())) {
            Tensor bias = squares(centres).times(-0.5f); // (K)
            Tensor scores = matrix.like(Shape.of(most, k));
            IntBuffer places = IntTensor.zeros(backend(), Shape.of(most)).buffer();
            for (int from = 0; from < size(); from += most) {
                int count = Math.min(most, size() - from);
                matrix.kernels().blas().linear(
                        count, rows(from, count).buffer(), dimension(), packed, bias.buffer(), Activation.NONE, scores.buffer(), k);
                matrix.kernels().reductions().argMax(scores.buffer(), places, count, k);
                places.read(0, labels, from, count);
            }
        }
        return labels;
    }

    /**
     * ‖x − c‖² of each point and its centre, from the differences.
     *
     * @param labels the numbers of the centres
     */
    double[] squaredDistances(Tensor centres, int[] labels) {
        double[] distances = new double[size()];
        for (int from = 0; from < size(); from += BLOCK) {
            int count = Math.min(BLOCK, size() - from);
            try (Scope _ = Scope.open()) {
                IntTensor own = IntTensor.of(backend(), Shape.of(count), Arrays.copyOfRange(labels, from, from + count));
                squares(rows(from, count).minus(centres.gather(own))).buffer().read(0, distances, from, count); // (count)
            }
        }
        return distances;
    }
}
