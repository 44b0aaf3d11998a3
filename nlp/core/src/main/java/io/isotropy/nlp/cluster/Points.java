package io.isotropy.nlp.cluster;

import io.isotropy.tensor.Scope;
import io.isotropy.tensor.Tensor;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/** Points, and their squared distances to other vectors: ‖x‖² − 2·x·c + ‖c‖², the products by the kernels in float, the rest in double. */
final class Points {

    /** Points that are taken at a time. Fixed, so that sums are the same for any number of threads. */
    private static final int BLOCK = 4096;

    /** (N, D). */
    private final Tensor matrix;
    private final double[] squares;

    /** Points; their matrix, (N, D), stays theirs. */
    Points(Tensor matrix) {
        this.matrix = matrix;
        this.squares = squares(matrix);
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

    private int blocks() {
        return (size() + BLOCK - 1) / BLOCK;
    }

    /** ‖row‖² of every row of a matrix. */
    static double[] squares(Tensor matrix) {
        int rows = matrix.shape().dim(0);
        int dimension = matrix.shape().dim(1);
        double[] squares = new double[rows];
        IntStream.range(0, (rows + BLOCK - 1) / BLOCK).parallel().forEach(block -> {
            float[] vector = new float[dimension];
            for (int row = block * BLOCK; row < Math.min(rows, (block + 1) * BLOCK); row++) {
                matrix.buffer().read((long) row * dimension, vector, 0, dimension);
                for (float x : vector) {
                    squares[row] += (double) x * x;
                }
            }
        });
        return squares;
    }

    /** Hears of the distances of a block of points. */
    interface Action {

        /**
         * Takes them.
         *
         * @param from the first point
         * @param distances squared, (points of the block, K)
         */
        void accept(int from, int count, double[] distances);
    }

    /** Squared distances of all points to the rows of {@code others}, (K, D), block by block in order. */
    void forEachBlock(Tensor others, Action action) {
        int k = others.shape().dim(0);
        double[] otherSquares = squares(others);
        for (int from = 0; from < size(); from += BLOCK) {
            int first = from;
            int count = Math.min(BLOCK, size() - from);
            float[] products;
            try (Scope _ = Scope.open()) {
                products = matrix.slice(0, from, from + count).matmul(others.transpose()).toArray(); // (count, D)·(D, K) -> (count, K)
            }
            double[] distances = new double[products.length];
            IntStream.range(0, count).parallel().forEach(i -> {
                for (int j = 0; j < k; j++) {
                    distances[i * k + j] = Math.max(0, squares[first + i] - 2.0 * products[i * k + j] + otherSquares[j]);
                }
            });
            action.accept(from, count, distances);
        }
    }

    /** Σ of the squared distances of all points to their centres, from the differences in double. */
    double inertia(Tensor centres, int[] labels) {
        int dimension = dimension();
        float[] all = centres.toArray();
        double[] sums = new double[blocks()];
        IntStream.range(0, sums.length).parallel().forEach(block -> {
            float[] vector = new float[dimension];
            for (int row = block * BLOCK; row < Math.min(size(), (block + 1) * BLOCK); row++) {
                matrix.buffer().read((long) row * dimension, vector, 0, dimension);
                for (int i = 0; i < dimension; i++) {
                    double difference = (double) vector[i] - all[labels[row] * dimension + i];
                    sums[block] += difference * difference;
                }
            }
        });
        return DoubleStream.of(sums).sum();
    }
}
