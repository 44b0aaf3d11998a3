package io.isotropy.kernels.reference;

import io.isotropy.kernels.Activation;
import io.isotropy.kernels.Backend;
import io.isotropy.kernels.Blas;
import io.isotropy.kernels.Buffer;
import io.isotropy.kernels.IntBuffer;
import io.isotropy.kernels.PackedMatrix;
import io.isotropy.kernels.Requirements;
import org.jspecify.annotations.Nullable;

/** {@link Blas} as three nested loops. */
final class ReferenceBlas implements Blas {

    private final Backend backend;

    ReferenceBlas(Backend backend) {
        this.backend = backend;
    }

    @Override
    public void gemm(
            boolean transposeA, boolean transposeB, int m, int n, int k,
            float alpha, Buffer a, int lda, Buffer b, int ldb, float beta, Buffer c, int ldc) {
        multiply("gemm", transposeA, transposeB, m, n, k, alpha, a, lda, 0, b, ldb, 0, beta, c, ldc, 0, 1);
    }

    @Override
    public void gemmBatched(
            boolean transposeA, boolean transposeB, int m, int n, int k,
            float alpha, Buffer a, int lda, long strideA, Buffer b, int ldb, long strideB,
            float beta, Buffer c, int ldc, long strideC, int batch) {
        String op = "gemmBatched";
        Requirements.notNegative(op, "batch", batch);
        Requirements.notNegative(op, "strideA", strideA);
        Requirements.notNegative(op, "strideB", strideB);
        Requirements.atLeast(op, "strideC", strideC, batch > 1 && m > 0 ? n : 0);
        multiply(
                op, transposeA, transposeB, m, n, k, alpha, a, lda, strideA, b, ldb, strideB,
                beta, c, ldc, strideC, batch);
    }

    private void multiply(
            String op, boolean transposeA, boolean transposeB, int m, int n, int k,
            float alpha, Buffer aBuffer, int lda, long strideA, Buffer bBuffer, int ldb, long strideB,
            float beta, Buffer cBuffer, int ldc, long strideC, int batch) {
        Requirements.notNegative(op, "m", m);
        Requirements.notNegative(op, "n", n);
        Requirements.notNegative(op, "k", k);
        ReferenceBuffer a = matrices(op, "a", aBuffer, transposeA ? k : m, transposeA ? m : k, lda, strideA, batch);
        ReferenceBuffer b = matrices(op, "b", bBuffer, transposeB ? n : k, transposeB ? k : n, ldb, strideB, batch);
        ReferenceBuffer c = matrices(op, "c", cBuffer, m, n, ldc, strideC, batch);
        for (int s = 0; s < batch; s++) {
            for (int i = 0; i < m; i++) {
                for (int j = 0; j < n; j++) {
                    double sum = 0;
                    for (int p = 0; p < k; p++) {
                        sum += a.get(s * strideA + at(transposeA, i, p, lda))
                                * b.get(s * strideB + at(transposeB, p, j, ldb));
                    }
                    long at = s * strideC + at(false, i, j, ldc);
                    c.set(at, beta == 0 ? alpha * sum : alpha * sum + beta * c.get(at));
                }
            }
        }
    }

    @Override
    public void gemv(int m, int k, Buffer aBuffer, int lda, Buffer xBuffer, Buffer yBuffer) {
        Requirements.notNegative("gemv", "m", m);
        Requirements.notNegative("gemv", "k", k);
        ReferenceBuffer a = matrices("gemv", "a", aBuffer, m, k, lda, 0, 1);
        ReferenceBuffer x = ReferenceBuffer.of(backend, "gemv", "x", xBuffer, k);
        ReferenceBuffer y = ReferenceBuffer.of(backend, "gemv", "y", yBuffer, m);
        for (int i = 0; i < m; i++) {
            double sum = 0;
            for (int p = 0; p < k; p++) {
                sum += a.get(at(false, i, p, lda)) * x.get(p);
            }
            y.set(i, sum);
        }
    }

    @Override
    public void gemvBytes(int m, int k, IntBuffer aBuffer, Buffer scaleBuffer, Buffer xBuffer, Buffer yBuffer) {
        Requirements.notNegative("gemvBytes", "m", m);
        Requirements.notNegative("gemvBytes", "k", k);
        int ints = Math.ceilDiv(k, 4);
        ReferenceIntBuffer a = ReferenceIntBuffer.of(backend, "gemvBytes", "a", aBuffer, (long) m * ints);
        ReferenceBuffer scale = ReferenceBuffer.of(backend, "gemvBytes", "scale", scaleBuffer, m);
        ReferenceBuffer x = ReferenceBuffer.of(backend, "gemvBytes", "x", xBuffer, k);
        ReferenceBuffer y = ReferenceBuffer.of(backend, "gemvBytes", "y", yBuffer, m);
        for (int i = 0; i < m; i++) {
            double sum = 0;
            for (int p = 0; p < k; p++) {
                sum += (byte) (a.get(i * ints + p / 4) >> p % 4 * 8) * x.get(p);
            }
            y.set(i, scale.get(i) * sum);
        }
    }

    @Override
    public PackedMatrix pack(boolean transposeB, int n, int k, Buffer b, int ldb) {
        Requirements.notNegative("pack", "n", n);
        Requirements.notNegative("pack", "k", k);
        ReferenceBuffer source = matrices("pack", "b", b, transposeB ? n : k, transposeB ? k : n, ldb, 0, 1);
        double[] elements = new double[Math.multiplyExact(k, n)];
        for (int p = 0; p < k; p++) {
            for (int j = 0; j < n; j++) {
                elements[p * n + j] = source.get(at(transposeB, p, j, ldb));
            }
        }
        return new ReferencePackedMatrix(backend, k, n, elements);
    }

    @Override
    public void linear(
            int rows, Buffer xBuffer, int ldx, PackedMatrix weight, @Nullable Buffer biasBuffer, Activation activation,
            Buffer yBuffer, int ldy) {
        Requirements.notNegative("linear", "rows", rows);
        ReferencePackedMatrix w = ReferencePackedMatrix.of(backend, "linear", "weight", weight);
        ReferenceBuffer x = matrices("linear", "x", xBuffer, rows, w.rows(), ldx, 0, 1);
        ReferenceBuffer bias =
                biasBuffer == null ? null : ReferenceBuffer.of(backend, "linear", "bias", biasBuffer, w.columns());
        ReferenceBuffer y = matrices("linear", "y", yBuffer, rows, w.columns(), ldy, 0, 1);
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < w.columns(); j++) {
                double sum = 0;
                for (int p = 0; p < w.rows(); p++) {
                    sum += x.get(at(false, i, p, ldx)) * w.get(p, j);
                }
                double biased = bias == null ? sum : sum + bias.get(j);
                y.set(at(false, i, j, ldy), ReferenceFunctions.activation(activation, biased));
            }
        }
    }

    /** Where element (row, column) of op(X) lies. */
    private static long at(boolean transposed, int row, int column, int leading) {
        return transposed ? (long) column * leading + row : (long) row * leading + column;
    }

    private ReferenceBuffer matrices(
            String op, String name, Buffer buffer, int rows, int columns, int leading, long stride, int batch) {
        Requirements.leadingDimension(op, "ld" + name, leading, columns);
        long needed = Requirements.batchExtent(batch, stride, Requirements.extent(rows, columns, leading));
        return ReferenceBuffer.of(backend, op, name, buffer, needed);
    }
}
