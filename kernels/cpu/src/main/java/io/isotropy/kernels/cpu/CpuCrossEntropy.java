package io.isotropy.kernels.cpu;

import io.isotropy.kernels.Arguments;
import io.isotropy.kernels.Buffer;
import io.isotropy.kernels.CrossEntropy;
import io.isotropy.kernels.Elementwise.Unary;
import io.isotropy.kernels.IntBuffer;
import io.isotropy.kernels.Requirements;
import java.util.Arrays;

/** {@link CrossEntropy}, a row at a time. */
final class CpuCrossEntropy implements CrossEntropy {

    private static final int SMALLEST_CHUNK = 1 << 13;

    /** Columns of a pass of the gradient: they stay in the first-level cache. */
    private static final int PIECE = 2048;

    private final CpuBackend backend;

    CpuCrossEntropy(CpuBackend backend) {
        this.backend = backend;
    }

    @Override
    public void crossEntropy(
            Buffer logits, IntBuffer targets, int ignoreIndex, float labelSmoothing, Buffer losses, Buffer logSumExp,
            int rows, int cols) {
        Arguments<CpuBuffer, CpuIntBuffer> check = backend.arguments("crossEntropy");
        check.matrix(rows, cols);
        Requirements.share("crossEntropy", "labelSmoothing", labelSmoothing);
        CpuBuffer in = check.buffer("logits", logits, (long) rows * cols);
        CpuBuffer out = check.buffer("losses", losses, rows);
        CpuBuffer sums = check.buffer("logSumExp", logSumExp, rows);
        int[] classes = targets(check, targets, ignoreIndex, rows, cols);
        rows(rows, cols, (from, to) -> {
            float[] exponentials = new float[cols];
            for (int r = from; r < to; r++) {
                if (classes[r] == ignoreIndex) {
                    out.array[out.offset + r] = 0f;
                    sums.array[sums.offset + r] = 0f;
                    continue;
                }
                int xo = in.offset + r * cols;
                float max = Loops.current().max(in.array, xo, cols);
                float log = ScalarMath.log(Loops.current().expSum(in.array, xo, 1f, max, exponentials, 0, cols));
                float loss = (1f - labelSmoothing) * (max - in.array[xo + classes[r]] + log);
                if (labelSmoothing > 0f) {
                    float mean = Loops.current().sum(in.array, xo, cols) / cols;
                    loss = Math.fma(labelSmoothing, max - mean + log, loss);
                }
                out.array[out.offset + r] = loss;
                sums.array[sums.offset + r] = max + log;
            }
        });
    }

    @Override
    public void crossEntropyGradient(
            Buffer logits, IntBuffer targets, int ignoreIndex, float labelSmoothing, Buffer logSumExp, Buffer dLosses,
            Buffer dLogits, int rows, int cols) {
        Arguments<CpuBuffer, CpuIntBuffer> check = backend.arguments("crossEntropyGradient");
        check.matrix(rows, cols);
        Requirements.share("crossEntropyGradient", "labelSmoothing", labelSmoothing);
        CpuBuffer in = check.buffer("logits", logits, (long) rows * cols);
        CpuBuffer sums = check.buffer("logSumExp", logSumExp, rows);
        CpuBuffer upper = check.buffer("dLosses", dLosses, rows);
        CpuBuffer lower = check.buffer("dLogits", dLogits, (long) rows * cols);
        int[] classes = targets(check, targets, ignoreIndex, rows, cols);
        rows(rows, cols, (from, to) -> {
            for (int r = from; r < to; r++) {
                int xo = in.offset + r * cols;
                int dxo = lower.offset + r * cols;
                if (classes[r] == ignoreIndex) {
                    Arrays.fill(lower.array, dxo, dxo + cols, 0f);
                    continue;
                }
                float d = upper.array[upper.offset + r];
                for (int c = 0; c < cols; c += PIECE) {
                    int n = Math.min(PIECE, cols - c);
                    int at = dxo + c;
                    Loops.current().affine(1f, -sums.array[sums.offset + r], in.array, xo + c, lower.array, at, n);
                    Loops.current().unary(Unary.EXP, lower.array, at, lower.array, at, n);
                    Loops.current().affine(d, -d * (labelSmoothing / cols), lower.array, at, lower.array, at, n);
                }
                lower.array[dxo + classes[r]] -= d * (1f - labelSmoothing);
            }
        });
    }

    private static int[] targets(Arguments<CpuBuffer, CpuIntBuffer> check, IntBuffer targets, int ignoreIndex, int rows, int cols) {
        CpuIntBuffer own = check.ints("targets", targets, rows);
        int[] classes = Arrays.copyOfRange(own.array, own.offset, own.offset + rows);
        Requirements.targets(check.op(), classes, ignoreIndex, cols);
        return classes;
    }

    private void rows(int rows, int cols, Workers.Range body) {
        int chunks = backend.workers().chunks((long) rows * cols, SMALLEST_CHUNK, Math.max(1, rows));
        backend.workers().ranges(chunks, rows, body);
    }
}
