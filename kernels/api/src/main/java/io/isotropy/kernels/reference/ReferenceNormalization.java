package io.isotropy.kernels.reference;

import io.isotropy.kernels.Backend;
import io.isotropy.kernels.Buffer;
import io.isotropy.kernels.Normalization;
import io.isotropy.kernels.Requirements;
import org.jspecify.annotations.Nullable;

/** {@link Normalization} row by row; each row is copied first, so in place needs no thought. */
final class ReferenceNormalization implements Normalization {

    private final Backend backend;

    ReferenceNormalization(Backend backend) {
        this.backend = backend;
    }

    @Override
    public void softmax(Buffer xBuffer, Buffer yBuffer, int rows, int cols) {
        ReferenceBuffer x = matrix("softmax", "x", xBuffer, rows, cols);
        ReferenceBuffer y = matrix("softmax", "y", yBuffer, rows, cols);
        for (int r = 0; r < rows; r++) {
            setRow(y, r, softmax(row(x, r, cols)));
        }
    }

    @Override
    public void logSoftmax(Buffer xBuffer, Buffer yBuffer, int rows, int cols) {
        ReferenceBuffer x = matrix("logSoftmax", "x", xBuffer, rows, cols);
        ReferenceBuffer y = matrix("logSoftmax", "y", yBuffer, rows, cols);
        for (int r = 0; r < rows; r++) {
            double[] row = row(x, r, cols);
            double max = max(row);
            double logSum = Math.log(sumOfExp(row, max));
            for (int c = 0; c < cols; c++) {
                row[c] = row[c] - max - logSum;
            }
            setRow(y, r, row);
        }
    }

    @Override
    public void layerNorm(
            Buffer xBuffer, @Nullable Buffer residualBuffer, Buffer gammaBuffer, Buffer betaBuffer, Buffer yBuffer,
            @Nullable Buffer meanBuffer, @Nullable Buffer rstdBuffer, int rows, int cols, float eps) {
        String op = "layerNorm";
        ReferenceBuffer x = matrix(op, "x", xBuffer, rows, cols);
        ReferenceBuffer residual = residualBuffer == null ? null : matrix(op, "residual", residualBuffer, rows, cols);
        ReferenceBuffer gamma = ReferenceBuffer.of(backend, op, "gamma", gammaBuffer, cols);
        ReferenceBuffer beta = ReferenceBuffer.of(backend, op, "beta", betaBuffer, cols);
        ReferenceBuffer y = matrix(op, "y", yBuffer, rows, cols);
        ReferenceBuffer means = meanBuffer == null ? null : ReferenceBuffer.of(backend, op, "mean", meanBuffer, rows);
        ReferenceBuffer rstds = rstdBuffer == null ? null : ReferenceBuffer.of(backend, op, "rstd", rstdBuffer, rows);
        for (int r = 0; r < rows; r++) {
            double[] row = row(x, r, cols);
            for (int c = 0; residual != null && c < cols; c++) {
                row[c] += residual.get((long) r * cols + c);
            }
            double mean = 0;
            for (double element : row) {
                mean += element / cols;
            }
            double variance = 0;
            for (double element : row) {
                variance += (element - mean) * (element - mean) / cols;
            }
            double rstd = 1 / Math.sqrt(variance + eps);
            for (int c = 0; c < cols; c++) {
                row[c] = gamma.get(c) * ((row[c] - mean) * rstd) + beta.get(c);
            }
            setRow(y, r, row);
            if (means != null) {
                means.set(r, mean);
            }
            if (rstds != null) {
                rstds.set(r, rstd);
            }
        }
    }

    @Override
    public void l2Normalize(Buffer xBuffer, Buffer yBuffer, int rows, int cols, float eps) {
        ReferenceBuffer x = matrix("l2Normalize", "x", xBuffer, rows, cols);
        ReferenceBuffer y = matrix("l2Normalize", "y", yBuffer, rows, cols);
        for (int r = 0; r < rows; r++) {
            double[] row = row(x, r, cols);
            double sumOfSquares = 0;
            for (double element : row) {
                sumOfSquares += element * element;
            }
            double norm = Math.max(Math.sqrt(sumOfSquares), eps);
            for (int c = 0; c < cols; c++) {
                row[c] /= norm;
            }
            setRow(y, r, row);
        }
    }

    @Override
    public void softmaxGradient(Buffer yBuffer, Buffer dyBuffer, Buffer dxBuffer, int rows, int cols) {
        ReferenceBuffer y = matrix("softmaxGradient", "y", yBuffer, rows, cols);
        ReferenceBuffer dy = matrix("softmaxGradient", "dy", dyBuffer, rows, cols);
        ReferenceBuffer dx = matrix("softmaxGradient", "dx", dxBuffer, rows, cols);
        for (int r = 0; r < rows; r++) {
            double[] probability = row(y, r, cols);
            double[] gradient = row(dy, r, cols);
            double mean = dot(probability, gradient);
            for (int c = 0; c < cols; c++) {
                gradient[c] = probability[c] * (gradient[c] - mean);
            }
            setRow(dx, r, gradient);
        }
    }

    @Override
    public void logSoftmaxGradient(Buffer yBuffer, Buffer dyBuffer, Buffer dxBuffer, int rows, int cols) {
        ReferenceBuffer y = matrix("logSoftmaxGradient", "y", yBuffer, rows, cols);
        ReferenceBuffer dy = matrix("logSoftmaxGradient", "dy", dyBuffer, rows, cols);
        ReferenceBuffer dx = matrix("logSoftmaxGradient", "dx", dxBuffer, rows, cols);
        for (int r = 0; r < rows; r++) {
            double[] logProbability = row(y, r, cols);
            double[] gradient = row(dy, r, cols);
            double sum = 0;
            for (double element : gradient) {
                sum += element;
            }
            for (int c = 0; c < cols; c++) {
                gradient[c] -= Math.exp(logProbability[c]) * sum;
            }
            setRow(dx, r, gradient);
        }
    }

    @Override
    public void layerNormGradient(
            Buffer xBuffer, @Nullable Buffer residualBuffer, Buffer gammaBuffer, Buffer meanBuffer, Buffer rstdBuffer,
            Buffer dyBuffer, Buffer dxBuffer, Buffer dGammaBuffer, Buffer dBetaBuffer, int rows, int cols) {
        String op = "layerNormGradient";
        ReferenceBuffer x = matrix(op, "x", xBuffer, rows, cols);
        ReferenceBuffer residual = residualBuffer == null ? null : matrix(op, "residual", residualBuffer, rows, cols);
        ReferenceBuffer gamma = ReferenceBuffer.of(backend, op, "gamma", gammaBuffer, cols);
        ReferenceBuffer means = ReferenceBuffer.of(backend, op, "mean", meanBuffer, rows);
        ReferenceBuffer rstds = ReferenceBuffer.of(backend, op, "rstd", rstdBuffer, rows);
        ReferenceBuffer dy = matrix(op, "dy", dyBuffer, rows, cols);
        ReferenceBuffer dx = matrix(op, "dx", dxBuffer, rows, cols);
        ReferenceBuffer dGamma = ReferenceBuffer.of(backend, op, "dGamma", dGammaBuffer, cols);
        ReferenceBuffer dBeta = ReferenceBuffer.of(backend, op, "dBeta", dBetaBuffer, cols);
        for (int r = 0; r < rows; r++) {
            double[] normalized = row(x, r, cols);
            double[] gradient = row(dy, r, cols);
            double meanGradient = 0;
            double meanProduct = 0;
            for (int c = 0; c < cols; c++) {
                double sum = normalized[c] + (residual == null ? 0 : residual.get((long) r * cols + c));
                normalized[c] = (sum - means.get(r)) * rstds.get(r);
                dGamma.set(c, dGamma.get(c) + gradient[c] * normalized[c]);
                dBeta.set(c, dBeta.get(c) + gradient[c]);
                gradient[c] *= gamma.get(c);
                meanGradient += gradient[c] / cols;
                meanProduct += gradient[c] * normalized[c] / cols;
            }
            for (int c = 0; c < cols; c++) {
                gradient[c] = rstds.get(r) * (gradient[c] - meanGradient - normalized[c] * meanProduct);
            }
            setRow(dx, r, gradient);
        }
    }

    @Override
    public void l2NormalizeGradient(
            Buffer xBuffer, Buffer yBuffer, Buffer dyBuffer, Buffer dxBuffer, int rows, int cols, float eps) {
        String op = "l2NormalizeGradient";
        ReferenceBuffer x = matrix(op, "x", xBuffer, rows, cols);
        ReferenceBuffer y = matrix(op, "y", yBuffer, rows, cols);
        ReferenceBuffer dy = matrix(op, "dy", dyBuffer, rows, cols);
        ReferenceBuffer dx = matrix(op, "dx", dxBuffer, rows, cols);
        for (int r = 0; r < rows; r++) {
            double[] vector = row(x, r, cols);
            double[] unit = row(y, r, cols);
            double[] gradient = row(dy, r, cols);
            double norm = Math.sqrt(dot(vector, vector));
            double along = norm < eps ? 0 : dot(unit, gradient);
            for (int c = 0; c < cols; c++) {
                gradient[c] = (gradient[c] - unit[c] * along) / Math.max(norm, eps);
            }
            setRow(dx, r, gradient);
        }
    }

    private static double dot(double[] x, double[] y) {
        double sum = 0;
        for (int i = 0; i < x.length; i++) {
            sum += x[i] * y[i];
        }
        return sum;
    }

    /** e^(xᵢ − m) / Σ e^(x − m), m = max x; overwrites {@code x} and returns it. */
    static double[] softmax(double[] x) {
        double max = max(x);
        double sum = sumOfExp(x, max);
        for (int i = 0; i < x.length; i++) {
            x[i] = Math.exp(x[i] - max) / sum;
        }
        return x;
    }

    /** log Σ e^xᵢ; −∞ of nothing. */
    static double logSumExp(double[] x) {
        double max = max(x);
        return x.length == 0 ? max : max + Math.log(sumOfExp(x, max));
    }

    private static double max(double[] x) {
        double max = Double.NEGATIVE_INFINITY;
        for (double element : x) {
            max = Math.max(max, element);
        }
        return max;
    }

    private static double sumOfExp(double[] x, double max) {
        double sum = 0;
        for (double element : x) {
            sum += Math.exp(element - max);
        }
        return sum;
    }

    private static double[] row(ReferenceBuffer x, int r, int cols) {
        double[] row = new double[cols];
        x.read((long) r * cols, row, 0, cols);
        return row;
    }

    private static void setRow(ReferenceBuffer y, int r, double[] row) {
        y.write((long) r * row.length, row, 0, row.length);
    }

    private ReferenceBuffer matrix(String op, String name, Buffer buffer, int rows, int cols) {
        Requirements.notNegative(op, "rows", rows);
        Requirements.notNegative(op, "cols", cols);
        return ReferenceBuffer.of(backend, op, name, buffer, (long) rows * cols);
    }
}
