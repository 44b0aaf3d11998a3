package io.isotropy.nlp.cluster;

import io.isotropy.kernels.Activation;
import io.isotropy.kernels.PackedMatrix;
import io.isotropy.tensor.Scope;
import io.isotropy.tensor.Shape;
import io.isotropy.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/**
 * Points as the right side of products, for the distances of few others, again and again, to all: ‖x‖² − 2·x·c + ‖c‖², the products by the
 * kernels in float, the rest in double. A copy that takes as much memory as the points.
 */
final class PackedPoints implements AutoCloseable {

    /** Points to a block. */
    private static final int BLOCK = 8192;

    private final int size;
    private final float[] squares;
    private final List<PackedMatrix> blocks = new ArrayList<>();

    PackedPoints(Points points) {
        this.size = points.size();
        try (Scope _ = Scope.open()) {
            this.squares = Points.squares(points.matrix()).toArray();
        }
        int dimension = points.dimension();
        for (int from = 0; from < size; from += BLOCK) {
            int count = Math.min(BLOCK, size - from);
            blocks.add(points.matrix().kernels().blas().pack(true, count, dimension, points.rows(from, count).buffer(), dimension));
        }
    }

    /**
     * Lowers distances, a row of N for each of {@code others}, to those from that other where these are smaller.
     *
     * @param others (M, D)
     */
    void lower(double[][] distances, Tensor others) {
        int rows = others.shape().dim(0);
        try (Scope _ = Scope.open()) {
            float[] otherSquares = Points.squares(others).toArray();
            float[] run = new float[Math.min(BLOCK, size)];
            Tensor products = others.like(Shape.of(rows, run.length));
            for (int block = 0; block < blocks.size(); block++) {
                PackedMatrix packed = blocks.get(block);
                int count = packed.columns();
                others.kernels().blas().linear(
                        rows, others.buffer(), packed.rows(), packed, null, Activation.NONE, products.buffer(), count); // (M, D)·(D, count) -> (M, count)
                for (int row = 0; row < rows; row++) {
                    products.buffer().read((long) row * count, run, 0, count);
                    lower(distances[row], block * BLOCK, count, run, otherSquares[row]);
                }
            }
        }
    }

    private void lower(double[] distances, int from, int count, float[] products, double square) {
        for (int i = 0; i < count; i++) {
            double distance = squares[from + i] - 2.0 * products[i] + square;
            distances[from + i] = Math.min(distances[from + i], Math.max(0, distance));
        }
    }

    @Override
    public void close() {
        blocks.forEach(PackedMatrix::close);
    }
}
