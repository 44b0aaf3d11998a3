package io.isotropy.kernels.reference;

import io.isotropy.kernels.Backend;
import io.isotropy.kernels.Buffer;
import io.isotropy.kernels.IntBuffer;
import io.isotropy.kernels.Reductions;
import io.isotropy.kernels.Requirements;

/** {@link Reductions} from the first element to the last. */
final class ReferenceReductions implements Reductions {

    private final Backend backend;

    ReferenceReductions(Backend backend) {
        this.backend = backend;
    }

    @Override
    public void reduceRows(Reduction reduction, Buffer xBuffer, Buffer yBuffer, int rows, int cols) {
        ReferenceBuffer x = matrix("reduceRows", "x", xBuffer, rows, cols);
        ReferenceBuffer y = ReferenceBuffer.of(backend, "reduceRows", "y", yBuffer, rows);
        for (int r = 0; r < rows; r++) {
            y.set(r, reduce(reduction, x, (long) r * cols, 1, cols));
        }
    }

    @Override
    public void reduceColumns(Reduction reduction, Buffer xBuffer, Buffer yBuffer, int rows, int cols) {
        ReferenceBuffer x = matrix("reduceColumns", "x", xBuffer, rows, cols);
        ReferenceBuffer y = ReferenceBuffer.of(backend, "reduceColumns", "y", yBuffer, cols);
        for (int c = 0; c < cols; c++) {
            y.set(c, reduce(reduction, x, c, cols, rows));
        }
    }

    private static double reduce(Reduction reduction, ReferenceBuffer x, long start, int stride, int count) {
        double result = switch (reduction) {
            case SUM, SUM_OF_SQUARES -> 0;
            case MAX -> Double.NEGATIVE_INFINITY;
            case MIN -> Double.POSITIVE_INFINITY;
        };
        for (int i = 0; i < count; i++) {
            double element = x.get(start + (long) i * stride);
            result = switch (reduction) {
                case SUM -> result + element;
                case MAX -> Math.max(result, element);
                case MIN -> Math.min(result, element);
                case SUM_OF_SQUARES -> result + element * element;
            };
        }
        return result;
    }

    @Override
    public void argMax(Buffer xBuffer, IntBuffer yBuffer, int rows, int cols) {
        Requirements.atLeast("argMax", "cols", cols, 1);
        ReferenceBuffer x = matrix("argMax", "x", xBuffer, rows, cols);
        ReferenceIntBuffer y = ReferenceIntBuffer.of(backend, "argMax", "y", yBuffer, rows);
        for (int r = 0; r < rows; r++) {
            int best = 0;
            for (int c = 1; c < cols; c++) {
                double element = x.get((long) r * cols + c);
                double largest = x.get((long) r * cols + best);
                if (element > largest || Double.isNaN(element) && !Double.isNaN(largest)) {
                    best = c;
                }
            }
            y.set(r, best);
        }
    }

    @Override
    public void dotRows(Buffer xBuffer, Buffer yBuffer, Buffer zBuffer, int rows, int cols) {
        ReferenceBuffer x = matrix("dotRows", "x", xBuffer, rows, cols);
        ReferenceBuffer y = matrix("dotRows", "y", yBuffer, rows, cols);
        ReferenceBuffer z = ReferenceBuffer.of(backend, "dotRows", "z", zBuffer, rows);
        for (int r = 0; r < rows; r++) {
            double sum = 0;
            for (int c = 0; c < cols; c++) {
                sum += x.get((long) r * cols + c) * y.get((long) r * cols + c);
            }
            z.set(r, sum);
        }
    }

    private ReferenceBuffer matrix(String op, String name, Buffer buffer, int rows, int cols) {
        Requirements.notNegative(op, "rows", rows);
        Requirements.notNegative(op, "cols", cols);
        return ReferenceBuffer.of(backend, op, name, buffer, (long) rows * cols);
    }
}
