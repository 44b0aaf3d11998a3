package io.isotropy.kernels.cuda;

import io.isotropy.kernels.Arguments;
import io.isotropy.kernels.Buffer;
import io.isotropy.kernels.CrossEntropy;
import io.isotropy.kernels.IntBuffer;
import io.isotropy.kernels.Requirements;

/** {@link CrossEntropy} by cross_entropy.cu. */
final class CudaCrossEntropy implements CrossEntropy {

    private final CudaBackend backend;

    CudaCrossEntropy(CudaBackend backend) {
        this.backend = backend;
    }

    @Override
    public void crossEntropy(
            Buffer logits, IntBuffer targets, int ignoreIndex, float labelSmoothing, Buffer losses, Buffer logSumExp,
            int rows, int cols) {
        Arguments<CudaBuffer, CudaIntBuffer> check = backend.arguments("crossEntropy");
        CudaBuffer in = logits(check, logits, labelSmoothing, rows, cols);
        CudaBuffer out = check.buffer("losses", losses, rows);
        CudaBuffer sums = check.buffer("logSumExp", logSumExp, rows);
        CudaIntBuffer classes = targets(check, targets, ignoreIndex, rows, cols);
        Launch.of(Kernel.CROSS_ENTROPY, Shape.rows(rows, cols)).with(in).with(classes).with(ignoreIndex).with(labelSmoothing)
                .with(out).with(sums).with(rows).with(cols).run(backend);
    }

    @Override
    public void crossEntropyGradient(
            Buffer logits, IntBuffer targets, int ignoreIndex, float labelSmoothing, Buffer logSumExp, Buffer dLosses,
            Buffer dLogits, int rows, int cols) {
        Arguments<CudaBuffer, CudaIntBuffer> check = backend.arguments("crossEntropyGradient");
        CudaBuffer in = logits(check, logits, labelSmoothing, rows, cols);
        CudaBuffer sums = check.buffer("logSumExp", logSumExp, rows);
        CudaBuffer upper = check.buffer("dLosses", dLosses, rows);
        CudaBuffer lower = check.buffer("dLogits", dLogits, (long) rows * cols);
        CudaIntBuffer classes = targets(check, targets, ignoreIndex, rows, cols);
        Launch.of(Kernel.CROSS_ENTROPY_GRADIENT, Shape.rows(rows, cols)).with(in).with(classes).with(ignoreIndex)
                .with(labelSmoothing).with(sums).with(upper).with(lower).with(rows).with(cols).run(backend);
    }

    private static CudaBuffer logits(Arguments<CudaBuffer, CudaIntBuffer> check, Buffer logits, float labelSmoothing, int rows, int cols) {
        long n = check.matrix(rows, cols);
        Requirements.share(check.op(), "labelSmoothing", labelSmoothing);
        return check.buffer("logits", logits, n);
    }

    private static CudaIntBuffer targets(Arguments<CudaBuffer, CudaIntBuffer> check, IntBuffer targets, int ignoreIndex, int rows, int cols) {
        CudaIntBuffer own = check.ints("targets", targets, rows);
        Requirements.targets(check.op(), own.values(rows), ignoreIndex, cols);
        return own;
    }
}
