package io.isotropy.kernels.reference;

import io.isotropy.kernels.Backend;
import io.isotropy.kernels.Buffer;
import io.isotropy.kernels.Elementwise;
import io.isotropy.kernels.PhiloxBlock;
import io.isotropy.kernels.Requirements;

/** {@link Elementwise} by its formulas. */
final class ReferenceElementwise implements Elementwise {

    private final Backend backend;

    ReferenceElementwise(Backend backend) {
        this.backend = backend;
    }

    @Override
    public void unary(Unary function, Buffer xBuffer, Buffer yBuffer, long n) {
        Requirements.notNegative("unary", "n", n);
        ReferenceBuffer x = ReferenceBuffer.of(backend, "unary", "x", xBuffer, n);
        ReferenceBuffer y = ReferenceBuffer.of(backend, "unary", "y", yBuffer, n);
        for (long i = 0; i < n; i++) {
            y.set(i, apply(function, x.get(i)));
        }
    }

    private static double apply(Unary function, double x) {
        return switch (function) {
            case NEGATE -> -x;
            case ABS -> Math.abs(x);
            case SQUARE -> x * x;
            case SQRT -> Math.sqrt(x);
            case RSQRT -> 1 / Math.sqrt(x);
            case RECIPROCAL -> 1 / x;
            case EXP -> Math.exp(x);
            case LOG -> Math.log(x);
            case TANH -> Math.tanh(x);
            case ERF -> ReferenceFunctions.erf(x);
            case SIGMOID -> ReferenceFunctions.sigmoid(x);
            case RELU -> Math.max(x, 0);
            case GELU -> ReferenceFunctions.gelu(x);
            case GELU_TANH -> ReferenceFunctions.geluTanh(x);
        };
    }

    @Override
    public void unaryGradient(
            Unary function, Buffer xBuffer, Buffer yBuffer, Buffer dyBuffer, Buffer dxBuffer, long n) {
        Requirements.notNegative("unaryGradient", "n", n);
        ReferenceBuffer x = ReferenceBuffer.of(backend, "unaryGradient", "x", xBuffer, n);
        ReferenceBuffer y = ReferenceBuffer.of(backend, "unaryGradient", "y", yBuffer, n);
        ReferenceBuffer dy = ReferenceBuffer.of(backend, "unaryGradient", "dy", dyBuffer, n);
        ReferenceBuffer dx = ReferenceBuffer.of(backend, "unaryGradient", "dx", dxBuffer, n);
        for (long i = 0; i < n; i++) {
            dx.set(i, dy.get(i) * derivative(function, x.get(i), y.get(i)));
        }
    }

    /** f′(x), given y = f(x). */
    private static double derivative(Unary function, double x, double y) {
        return switch (function) {
            case NEGATE -> -1;
            case ABS -> Math.signum(x);
            case SQUARE -> 2 * x;
            case SQRT -> 0.5 / y;
            case RSQRT -> -0.5 * y * y * y;
            case RECIPROCAL -> -y * y;
            case EXP -> y;
            case LOG -> 1 / x;
            case TANH -> 1 - y * y;
            case ERF -> 2 / Math.sqrt(Math.PI) * Math.exp(-x * x);
            case SIGMOID -> y * (1 - y);
            case RELU -> x <= 0 ? 0 : 1;
            case GELU -> ReferenceFunctions.geluDerivative(x);
            case GELU_TANH -> ReferenceFunctions.geluTanhDerivative(x);
        };
    }

    @Override
    public void dropout(long seed, long stream, long from, float p, Buffer xBuffer, Buffer yBuffer, long n) {
        Requirements.notNegative("dropout", "n", n);
        Requirements.notNegative("dropout", "from", from);
        Requirements.share("dropout", "p", p);
        ReferenceBuffer x = ReferenceBuffer.of(backend, "dropout", "x", xBuffer, n);
        ReferenceBuffer y = ReferenceBuffer.of(backend, "dropout", "y", yBuffer, n);
        for (long i = 0; i < n; i++) {
            boolean kept = PhiloxBlock.uniform(seed, stream, from + i) >= p;
            y.set(i, kept ? x.get(i) / (1.0 - p) : 0);
        }
    }

    @Override
    public void binary(
            Binary function, Buffer xBuffer, Layout xLayout, Buffer yBuffer, Layout yLayout, Buffer zBuffer,
            int rows, int cols) {
        Requirements.notNegative("binary", "rows", rows);
        Requirements.notNegative("binary", "cols", cols);
        ReferenceBuffer x = ReferenceBuffer.of(backend, "binary", "x", xBuffer, xLayout.elements(rows, cols));
        ReferenceBuffer y = ReferenceBuffer.of(backend, "binary", "y", yBuffer, yLayout.elements(rows, cols));
        ReferenceBuffer z = ReferenceBuffer.of(backend, "binary", "z", zBuffer, (long) rows * cols);
        for (int r = 0; r < rows; r++) {
            for (int c = 0; c < cols; c++) {
                double value = apply(function, x.get(at(xLayout, r, c, cols)), y.get(at(yLayout, r, c, cols)));
                z.set((long) r * cols + c, value);
            }
        }
    }

    private static long at(Layout layout, int row, int column, int cols) {
        return (long) row * layout.rowStep(cols) + (long) column * layout.columnStep();
    }

    private static double apply(Binary function, double x, double y) {
        return switch (function) {
            case ADD -> x + y;
            case SUBTRACT -> x - y;
            case MULTIPLY -> x * y;
            case DIVIDE -> x / y;
            case MAXIMUM -> Math.max(x, y);
            case MINIMUM -> Math.min(x, y);
            case EQUAL -> x == y ? 1 : 0;
            case LESS -> x < y ? 1 : 0;
            case LESS_EQUAL -> x <= y ? 1 : 0;
        };
    }

    @Override
    public void affine(float alpha, float beta, Buffer xBuffer, Buffer yBuffer, long n) {
        Requirements.notNegative("affine", "n", n);
        ReferenceBuffer x = ReferenceBuffer.of(backend, "affine", "x", xBuffer, n);
        ReferenceBuffer y = ReferenceBuffer.of(backend, "affine", "y", yBuffer, n);
        for (long i = 0; i < n; i++) {
            y.set(i, alpha * x.get(i) + beta);
        }
    }

    @Override
    public void fill(float value, Buffer yBuffer, long n) {
        Requirements.notNegative("fill", "n", n);
        ReferenceBuffer y = ReferenceBuffer.of(backend, "fill", "y", yBuffer, n);
        for (long i = 0; i < n; i++) {
            y.set(i, value);
        }
    }

    @Override
    public void copy(Buffer xBuffer, long[] strides, int[] shape, Buffer yBuffer) {
        long elements = Requirements.elements("copy", shape);
        ReferenceBuffer x = ReferenceBuffer.of(
                backend, "copy", "x", xBuffer, Requirements.stridedExtent("copy", shape, strides, 0));
        ReferenceBuffer y = ReferenceBuffer.of(backend, "copy", "y", yBuffer, elements);
        for (long i = 0; i < elements; i++) {
            y.set(i, x.get(strided(i, shape, strides)));
        }
    }

    @Override
    public void scatter(Buffer xBuffer, int[] shape, Buffer yBuffer, long[] strides) {
        long elements = Requirements.elements("scatter", shape);
        ReferenceBuffer x = ReferenceBuffer.of(backend, "scatter", "x", xBuffer, elements);
        ReferenceBuffer y = ReferenceBuffer.of(
                backend, "scatter", "y", yBuffer, Requirements.stridedExtent("scatter", shape, strides, 1));
        for (long i = 0; i < elements; i++) {
            y.set(strided(i, shape, strides), x.get(i));
        }
    }

    /** Σ iⱼ·stridesⱼ, (i₀, i₁, …) being the place of element {@code index} in the order of {@code shape}. */
    private static long strided(long index, int[] shape, long[] strides) {
        long at = 0;
        for (int j = shape.length - 1; j >= 0; j--) {
            at += index % shape[j] * strides[j];
            index /= shape[j];
        }
        return at;
    }
}
