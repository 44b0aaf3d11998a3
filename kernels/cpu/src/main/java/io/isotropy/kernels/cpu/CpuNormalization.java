package io.isotropy.kernels.cpu;

import io.isotropy.kernels.Arguments;
import io.isotropy.kernels.Buffer;
import io.isotropy.kernels.Elementwise.Binary;
import io.isotropy.kernels.Elementwise.Unary;
import io.isotropy.kernels.Normalization;
import org.jspecify.annotations.Nullable;

/** {@link Normalization}, a row at a time: each row is read two or three times, but from the first-level cache. */
final class CpuNormalization implements Normalization {

    private static final int SMALLEST_CHUNK = 1 << 13;

    private static final int BLOCK_ROWS = 64;

    private final CpuBackend backend;

    CpuNormalization(CpuBackend backend) {
        this.backend = backend;
    }

    @Override
    public void softmax(Buffer x, Buffer y, int rows, int cols) {
        Arguments<CpuBuffer, CpuIntBuffer> check = backend.arguments("softmax");
        check.matrix(rows, cols);
        CpuBuffer in = check.buffer("x", x, (long) rows * cols);
        CpuBuffer out = check.buffer("y", y, (long) rows * cols);
        rows(rows, cols, (from, to) -> {
            for (int r = from; r < to; r++) {
                softmax(in.array, in.offset + r * cols, 1f, out.array, out.offset + r * cols, cols);
            }
        });
    }

    /** y = softmax(scale·x), scale &gt; 0. */
    static void softmax(float[] x, int xo, float scale, float[] y, int yo, int n) {
        float max = scale * Loops.current().max(x, xo, n);
        float sum = Loops.current().expSum(x, xo, scale, max, y, yo, n);
        Loops.current().affine(1f / sum, 0f, y, yo, y, yo, n);
    }

    @Override
    public void logSoftmax(Buffer x, Buffer y, int rows, int cols) {
        Arguments<CpuBuffer, CpuIntBuffer> check = backend.arguments("logSoftmax");
        check.matrix(rows, cols);
        CpuBuffer in = check.buffer("x", x, (long) rows * cols);
        CpuBuffer out = check.buffer("y", y, (long) rows * cols);
        rows(rows, cols, (from, to) -> {
            float[] exponentials = new float[cols];
            for (int r = from; r < to; r++) {
                int xo = in.offset + r * cols;
                float max = Loops.current().max(in.array, xo, cols);
                float sum = Loops.current().expSum(in.array, xo, 1f, max, exponentials, 0, cols);
                // x − m first: it is exact where it matters, near the maximum.
                Loops.current().affine(1f, -max, in.array, xo, out.array, out.offset + r * cols, cols);
                Loops.current().affine(
                        1f, -ScalarMath.log(sum), out.array, out.offset + r * cols, out.array, out.offset + r * cols, cols);
            }
        });
    }

    @Override
    public void layerNorm(
            Buffer x, @Nullable Buffer residual, Buffer gamma, Buffer beta, Buffer y,
            @Nullable Buffer mean, @Nullable Buffer rstd, int rows, int cols, float eps) {
        Arguments<CpuBuffer, CpuIntBuffer> check = backend.arguments("layerNorm");
        check.matrix(rows, cols);
        long n = (long) rows * cols;
        CpuBuffer in = check.buffer("x", x, n);
        CpuBuffer added = check.optional("residual", residual, n);
        CpuBuffer scale = check.buffer("gamma", gamma, cols);
        CpuBuffer shift = check.buffer("beta", beta, cols);
        CpuBuffer out = check.buffer("y", y, n);
        CpuBuffer means = check.optional("mean", mean, rows);
        CpuBuffer rstds = check.optional("rstd", rstd, rows);
        rows(rows, cols, (from, to) -> {
            for (int r = from; r < to; r++) {
                int yo = out.offset + r * cols;
                float[] row = in.array;
                int ro = in.offset + r * cols;
                if (added != null) {
                    Loops.current().binary(
                            Binary.ADD, row, ro, 1, added.array, added.offset + r * cols, 1, out.array, yo, cols);
                    row = out.array;
                    ro = yo;
                }
                float mu = Loops.current().sum(row, ro, cols) / cols;
                float variance = Loops.current().sumOfSquares(row, ro, cols, mu) / cols;
                float reciprocal = (float) (1.0 / Math.sqrt((double) variance + eps));
                Loops.current().normalize(
                        row, ro, mu, reciprocal, scale.array, scale.offset, shift.array, shift.offset, out.array, yo, cols);
                if (means != null) {
                    means.array[means.offset + r] = mu;
                }
                if (rstds != null) {
                    rstds.array[rstds.offset + r] = reciprocal;
                }
            }
        });
    }

    @Override
    public void l2Normalize(Buffer x, Buffer y, int rows, int cols, float eps) {
        Arguments<CpuBuffer, CpuIntBuffer> check = backend.arguments("l2Normalize");
        check.matrix(rows, cols);
        CpuBuffer in = check.buffer("x", x, (long) rows * cols);
        CpuBuffer out = check.buffer("y", y, (long) rows * cols);
        rows(rows, cols, (from, to) -> {
            for (int r = from; r < to; r++) {
                l2Normalize(in.array, in.offset + r * cols, out.array, out.offset + r * cols, cols, eps);
            }
        });
    }

    private static void l2Normalize(float[] x, int xo, float[] y, int yo, int n, float eps) {
        float divisor = (float) Math.max(norm(x, xo, n), eps);
        for (int i = 0; i < n; i++) {
            y[yo + i] = x[xo + i] / divisor;
        }
    }

    /** ‖x‖₂, in double where float32 squares would overflow or vanish. */
    private static double norm(float[] x, int xo, int n) {
        float sum = Loops.current().sumOfSquares(x, xo, n, 0f);
        double norm = Math.sqrt(sum);
        if (!(sum > 1e-30f && sum < 1e30f)) {
            norm = 0;
            for (int i = 0; i < n; i++) {
                norm = Math.fma((double) x[xo + i], (double) x[xo + i], norm);
            }
            norm = Math.sqrt(norm);
        }
        return norm;
    }

    @Override
    public void softmaxGradient(Buffer y, Buffer dy, Buffer dx, int rows, int cols) {
        Arguments<CpuBuffer, CpuIntBuffer> check = backend.arguments("softmaxGradient");
        check.matrix(rows, cols);
        CpuBuffer out = check.buffer("y", y, (long) rows * cols);
        CpuBuffer upper = check.buffer("dy", dy, (long) rows * cols);
        CpuBuffer lower = check.buffer("dx", dx, (long) rows * cols);
        rows(rows, cols, (from, to) -> {
            for (int r = from; r < to; r++) {
                int at = r * cols;
                float mean = Loops.current().dot(out.array, out.offset + at, upper.array, upper.offset + at, cols);
                Loops.current().affine(
                        1f, -mean, upper.array, upper.offset + at, lower.array, lower.offset + at, cols);
                Loops.current().binary(
                        Binary.MULTIPLY, out.array, out.offset + at, 1, lower.array, lower.offset + at, 1,
                        lower.array, lower.offset + at, cols);
            }
        });
    }

    @Override
    public void logSoftmaxGradient(Buffer y, Buffer dy, Buffer dx, int rows, int cols) {
        Arguments<CpuBuffer, CpuIntBuffer> check = backend.arguments("logSoftmaxGradient");
        check.matrix(rows, cols);
        CpuBuffer out = check.buffer("y", y, (long) rows * cols);
        CpuBuffer upper = check.buffer("dy", dy, (long) rows * cols);
        CpuBuffer lower = check.buffer("dx", dx, (long) rows * cols);
        rows(rows, cols, (from, to) -> {
            float[] probabilities = new float[cols];
            for (int r = from; r < to; r++) {
                int at = r * cols;
                float sum = Loops.current().sum(upper.array, upper.offset + at, cols);
                Loops.current().unary(Unary.EXP, out.array, out.offset + at, probabilities, 0, cols);
                System.arraycopy(upper.array, upper.offset + at, lower.array, lower.offset + at, cols);
                Loops.current().addScaled(-sum, probabilities, 0, lower.array, lower.offset + at, cols);
            }
        });
    }

    @Override
    public void l2NormalizeGradient(Buffer x, Buffer y, Buffer dy, Buffer dx, int rows, int cols, float eps) {
        Arguments<CpuBuffer, CpuIntBuffer> check = backend.arguments("l2NormalizeGradient");
        check.matrix(rows, cols);
        CpuBuffer in = check.buffer("x", x, (long) rows * cols);
        CpuBuffer out = check.buffer("y", y, (long) rows * cols);
        CpuBuffer upper = check.buffer("dy", dy, (long) rows * cols);
        CpuBuffer lower = check.buffer("dx", dx, (long) rows * cols);
        rows(rows, cols, (from, to) -> {
            float[] divisor = new float[1];
            for (int r = from; r < to; r++) {
                int at = r * cols;
                double norm = norm(in.array, in.offset + at, cols);
                float along = norm < eps
                        ? 0f
                        : Loops.current().dot(out.array, out.offset + at, upper.array, upper.offset + at, cols);
                divisor[0] = (float) Math.max(norm, eps);
                System.arraycopy(upper.array, upper.offset + at, lower.array, lower.offset + at, cols);
                Loops.current().addScaled(-along, out.array, out.offset + at, lower.array, lower.offset + at, cols);
                Loops.current().binary(
                        Binary.DIVIDE, lower.array, lower.offset + at, 1, divisor, 0, 0,
                        lower.array, lower.offset + at, cols);
            }
        });
    }

    /**
     * Rows in blocks of {@value #BLOCK_ROWS}, each with its own sums for dγ and dβ, which are then added block by block: the partition does
     * not depend on the threads.
     */
    @Override
    public void layerNormGradient(
            Buffer x, @Nullable Buffer residual, Buffer gamma, Buffer mean, Buffer rstd, Buffer dy, Buffer dx,
            Buffer dGamma, Buffer dBeta, int rows, int cols) {
        Arguments<CpuBuffer, CpuIntBuffer> check = backend.arguments("layerNormGradient");
        check.matrix(rows, cols);
        long n = (long) rows * cols;
        CpuBuffer in = check.buffer("x", x, n);
        CpuBuffer added = check.optional("residual", residual, n);
        CpuBuffer scale = check.buffer("gamma", gamma, cols);
        CpuBuffer means = check.buffer("mean", mean, rows);
        CpuBuffer rstds = check.buffer("rstd", rstd, rows);
        CpuBuffer upper = check.buffer("dy", dy, n);
        CpuBuffer lower = check.buffer("dx", dx, n);
        CpuBuffer scaleGradient = check.buffer("dGamma", dGamma, cols);
        CpuBuffer shiftGradient = check.buffer("dBeta", dBeta, cols);
        int blocks = (rows + BLOCK_ROWS - 1) / BLOCK_ROWS;
        float[] sums = new float[blocks * 2 * cols];
        backend.workers().run(blocks, block -> {
            float[] normalized = new float[cols];
            int at = 2 * block * cols;
            for (int r = block * BLOCK_ROWS; r < Math.min(rows, (block + 1) * BLOCK_ROWS); r++) {
                float mu = means.array[means.offset + r];
                float reciprocal = rstds.array[rstds.offset + r];
                int first = r * cols;
                float[] row = in.array;
                int ro = in.offset + first;
                if (added != null) {
                    Loops.current().binary(
                            Binary.ADD, row, ro, 1, added.array, added.offset + first, 1, normalized, 0, cols);
                    row = normalized;
                    ro = 0;
                }
                Loops.training().layerNormGradient(
                        row, ro, mu, reciprocal, scale.array, scale.offset, upper.array, upper.offset + first,
                        normalized, sums, at, lower.array, lower.offset + first, cols);
            }
        });
        for (int block = 0; block < blocks; block++) {
            int at = 2 * block * cols;
            Loops.current().addScaled(1f, sums, at, scaleGradient.array, scaleGradient.offset, cols);
            Loops.current().addScaled(1f, sums, at + cols, shiftGradient.array, shiftGradient.offset, cols);
        }
    }

    private void rows(int rows, int cols, Workers.Range body) {
        int chunks = backend.workers().chunks((long) rows * cols, SMALLEST_CHUNK, Math.max(1, rows));
        backend.workers().ranges(chunks, rows, body);
    }
}
