package io.isotropy.nlp.search;

import io.isotropy.tensor.IntTensor;
import io.isotropy.tensor.Scope;
import io.isotropy.tensor.Shape;
import io.isotropy.tensor.Tensor;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/**
 * The rows of a matrix in signed bytes, each with a scale of its own: row ≈ scale·bytes. A search reads them instead of the matrix, in a quarter of
 * the time, and since it knows how far they are from the rows it knows which rows it may pass over.
 */
final class RowsInBytes {

    /** The largest number of a row becomes the largest byte, and its negative the negative of that. */
    private static final int LARGEST = 127;

    /** A row takes multiples of this, as the kernel likes best. */
    private static final int WIDTH = 64;

    private static final int BLOCK_ROWS = 1024;

    private final IntTensor bytes; // (N, W/4)
    private final Tensor scales; // (N)
    private final int width;
    private final double error;

    private RowsInBytes(IntTensor bytes, Tensor scales, int width, double error) {
        this.bytes = bytes;
        this.scales = scales;
        this.width = width;
        this.error = error;
    }

    /**
     * The rows of a matrix.
     *
     * @param matrix (N, D), all finite
     * @param length what a row is divided by first; a row of length 0 is zero and stays so
     */
    static RowsInBytes of(Tensor matrix, IntToDoubleFunction length) {
        int rows = matrix.shape().dim(0);
        int width = Math.ceilDiv(matrix.shape().dim(1), WIDTH) * WIDTH;
        return Scope.outside(() -> {
            IntTensor bytes = IntTensor.zeros(matrix.backend(), Shape.of(rows, width / 4));
            Tensor scales = Tensor.zeros(matrix.backend(), Shape.of(rows));
            double error = IntStream.range(0, Math.ceilDiv(rows, BLOCK_ROWS))
                    .parallel()
                    .mapToDouble(block -> fill(matrix, length, block * BLOCK_ROWS, bytes, scales))
                    .max()
                    .orElse(0);
            return new RowsInBytes(bytes, scales, width, error);
        });
    }

    /** Rounds a block of rows; returns the largest ‖row/length − scale·bytes‖. */
    private static double fill(Tensor matrix, IntToDoubleFunction length, int first, IntTensor bytes, Tensor scales) {
        int rows = Math.min(BLOCK_ROWS, matrix.shape().dim(0) - first);
        int dimension = matrix.shape().dim(1);
        int ints = bytes.shape().dim(1);
        float[] numbers = new float[rows * dimension];
        matrix.buffer().read((long) first * dimension, numbers, 0, numbers.length);
        int[] packed = new int[rows * ints];
        float[] scale = new float[rows];
        double most = 0;
        for (int i = 0; i < rows; i++) {
            double norm = length.applyAsDouble(first + i);
            double inverse = norm == 0 ? 0 : 1 / norm;
            scale[i] = (float) (largest(numbers, i * dimension, dimension) * inverse / LARGEST);
            most = Math.max(most, round(numbers, i * dimension, dimension, inverse, scale[i], packed, i * ints));
        }
        bytes.buffer().write((long) first * ints, packed, 0, packed.length);
        scales.buffer().write(first, scale, 0, rows);
        return Math.sqrt(most);
    }

    private static float largest(float[] row, int from, int count) {
        float largest = 0;
        for (int i = from; i < from + count; i++) {
            largest = Math.max(largest, Math.abs(row[i]));
        }
        return largest;
    }

    /** Fills {@code packed} with row·inverse/scale in bytes; returns the square of the length of what is lost. */
    private static double round(float[] row, int from, int count, double inverse, float scale, int[] packed, int to) {
        double lost = 0;
        double factor = scale == 0 ? 0 : inverse / scale;
        for (int i = 0; i < count; i++) {
            float number = row[from + i];
            int rounded = (int) Math.clamp(Math.rint(number * factor), -LARGEST, LARGEST);
            double difference = number * inverse - (double) rounded * scale;
            lost += difference * difference;
            packed[to + i / 4] |= (rounded & 0xff) << i % 4 * Byte.SIZE;
        }
        return lost;
    }

    /** The largest ‖row/length − scale·bytes‖: the products of {@link #scores} are off by ‖query‖ times this, and by what float sums are off. */
    double error() {
        return error;
    }

    /** The longest query whose products stay finite. */
    double longestQuery() {
        return Float.MAX_VALUE / 2 / LARGEST / Math.sqrt(width);
    }

    /** Dot products with all rows. Returns (N). */
    float[] scores(float[] query) {
        int rows = scales.shape().dim(0);
        float[] scores = new float[rows];
        try (Scope _ = Scope.open()) {
            Tensor x = Tensor.zeros(scales.backend(), Shape.of(width));
            x.buffer().write(0, query, 0, query.length);
            Tensor y = Tensor.uninitialized(scales.backend(), Shape.of(rows));
            scales.kernels().blas().gemvBytes(rows, width, bytes.buffer(), scales.buffer(), x.buffer(), y.buffer());
            y.buffer().read(0, scores, 0, rows);
        }
        return scores;
    }
}
