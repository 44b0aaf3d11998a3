package io.isotropy.kernels.reference;

import io.isotropy.kernels.Backend;
import io.isotropy.kernels.Buffer;
import io.isotropy.kernels.IntBuffer;
import io.isotropy.kernels.Pooling;
import io.isotropy.kernels.Requirements;

/** {@link Pooling} column by column. */
final class ReferencePooling implements Pooling {

    private final Backend backend;

    ReferencePooling(Backend backend) {
        this.backend = backend;
    }

    @Override
    public void segmentPool(
            Mode mode, Buffer xBuffer, IntBuffer offsetsBuffer, int segments, int cols, Buffer yBuffer) {
        String op = "segmentPool";
        Requirements.notNegative(op, "cols", cols);
        int[] offsets = ReferenceIntBuffer.offsets(backend, op, offsetsBuffer, segments);
        ReferenceBuffer x = ReferenceBuffer.of(backend, op, "x", xBuffer, (long) offsets[segments] * cols);
        ReferenceBuffer y = ReferenceBuffer.of(backend, op, "y", yBuffer, (long) segments * cols);
        for (int s = 0; s < segments; s++) {
            for (int c = 0; c < cols; c++) {
                double[] column = new double[offsets[s + 1] - offsets[s]];
                for (int i = 0; i < column.length; i++) {
                    column[i] = x.get((long) (offsets[s] + i) * cols + c);
                }
                y.set((long) s * cols + c, column.length == 0 ? 0 : pool(mode, column));
            }
        }
    }

    private static double pool(Mode mode, double[] column) {
        int n = column.length;
        double sum = 0;
        double weightedSum = 0;
        double max = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < n; i++) {
            sum += column[i];
            weightedSum += (i + 1) * column[i];
            max = Math.max(max, column[i]);
        }
        return switch (mode) {
            case FIRST -> column[0];
            case LAST -> column[n - 1];
            case SUM -> sum;
            case MEAN -> sum / n;
            case MEAN_SQRT_LEN -> sum / Math.sqrt(n);
            case MAX -> max;
            case WEIGHTED_MEAN -> weightedSum / (n * (n + 1.0) / 2);
        };
    }

    @Override
    public void segmentPoolGradient(
            Mode mode, Buffer xBuffer, IntBuffer offsetsBuffer, int segments, int cols, Buffer dyBuffer,
            Buffer dxBuffer) {
        String op = "segmentPoolGradient";
        Requirements.notNegative(op, "cols", cols);
        int[] offsets = ReferenceIntBuffer.offsets(backend, op, offsetsBuffer, segments);
        ReferenceBuffer x = ReferenceBuffer.of(backend, op, "x", xBuffer, (long) offsets[segments] * cols);
        ReferenceBuffer dy = ReferenceBuffer.of(backend, op, "dy", dyBuffer, (long) segments * cols);
        ReferenceBuffer dx = ReferenceBuffer.of(backend, op, "dx", dxBuffer, (long) offsets[segments] * cols);
        for (int s = 0; s < segments; s++) {
            for (int c = 0; c < cols; c++) {
                double[] column = new double[offsets[s + 1] - offsets[s]];
                for (int i = 0; i < column.length; i++) {
                    column[i] = x.get((long) (offsets[s] + i) * cols + c);
                }
                for (int i = 0; i < column.length; i++) {
                    double weight = weight(mode, column, i);
                    dx.set((long) (offsets[s] + i) * cols + c, weight == 0 ? 0 : weight * dy.get((long) s * cols + c));
                }
            }
        }
    }

    /** The derivative of the pooled column by its element i. */
    private static double weight(Mode mode, double[] column, int i) {
        int n = column.length;
        return switch (mode) {
            case FIRST -> i == 0 ? 1 : 0;
            case LAST -> i == n - 1 ? 1 : 0;
            case SUM -> 1;
            case MEAN -> 1.0 / n;
            case MEAN_SQRT_LEN -> 1 / Math.sqrt(n);
            case MAX -> i == firstLargest(column) ? 1 : 0;
            case WEIGHTED_MEAN -> (i + 1) / (n * (n + 1.0) / 2);
        };
    }

    private static int firstLargest(double[] column) {
        int best = 0;
        for (int i = 1; i < column.length; i++) {
            if (column[i] > column[best] || Double.isNaN(column[i]) && !Double.isNaN(column[best])) {
                best = i;
            }
        }
        return best;
    }
}
