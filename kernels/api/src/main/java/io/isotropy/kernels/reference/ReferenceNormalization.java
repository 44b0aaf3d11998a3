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

    /** e^(xᵢ − m) / Σ e^(x − m), m = max x; overwrites {@code x} and returns it. */
    static double[] softmax(double[] x) {
        double max = max(x);
        double sum = sumOfExp(x, max);
        for (int i = 0; i < x.length; i++) {
            x[i] = Math.exp(x[i] - max) / sum;
        }
        return x;
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
