package io.isotropy.kernels.reference;

import io.isotropy.kernels.Backend;
import io.isotropy.kernels.Buffer;
import io.isotropy.kernels.CrossEntropy;
import io.isotropy.kernels.IntBuffer;
import io.isotropy.kernels.Requirements;

/** {@link CrossEntropy} by its formulas. */
final class ReferenceCrossEntropy implements CrossEntropy {

    private final Backend backend;

    ReferenceCrossEntropy(Backend backend) {
        this.backend = backend;
    }

    @Override
    public void crossEntropy(
            Buffer logitsBuffer, IntBuffer targetsBuffer, int ignoreIndex, float labelSmoothing, Buffer lossesBuffer,
            Buffer logSumExpBuffer, int rows, int cols) {
        String op = "crossEntropy";
        ReferenceBuffer logits = logits(op, logitsBuffer, labelSmoothing, rows, cols);
        ReferenceBuffer losses = ReferenceBuffer.of(backend, op, "losses", lossesBuffer, rows);
        ReferenceBuffer logSumExps = ReferenceBuffer.of(backend, op, "logSumExp", logSumExpBuffer, rows);
        int[] targets = targets(op, targetsBuffer, ignoreIndex, rows, cols);
        for (int r = 0; r < rows; r++) {
            if (targets[r] == ignoreIndex) {
                losses.set(r, 0);
                logSumExps.set(r, 0);
                continue;
            }
            double[] x = new double[cols];
            logits.read((long) r * cols, x, 0, cols);
            double logSumExp = ReferenceNormalization.logSumExp(x);
            double expected = (1.0 - labelSmoothing) * x[targets[r]];
            for (int c = 0; labelSmoothing > 0 && c < cols; c++) {
                expected += (double) labelSmoothing / cols * x[c];
            }
            losses.set(r, logSumExp - expected);
            logSumExps.set(r, logSumExp);
        }
    }

    @Override
    public void crossEntropyGradient(
            Buffer logitsBuffer, IntBuffer targetsBuffer, int ignoreIndex, float labelSmoothing,
            Buffer logSumExpBuffer, Buffer dLossesBuffer, Buffer dLogitsBuffer, int rows, int cols) {
        String op = "crossEntropyGradient";
        ReferenceBuffer logits = logits(op, logitsBuffer, labelSmoothing, rows, cols);
        ReferenceBuffer logSumExps = ReferenceBuffer.of(backend, op, "logSumExp", logSumExpBuffer, rows);
        ReferenceBuffer dLosses = ReferenceBuffer.of(backend, op, "dLosses", dLossesBuffer, rows);
        ReferenceBuffer dLogits = ReferenceBuffer.of(backend, op, "dLogits", dLogitsBuffer, (long) rows * cols);
        int[] targets = targets(op, targetsBuffer, ignoreIndex, rows, cols);
        for (int r = 0; r < rows; r++) {
            for (int c = 0; c < cols; c++) {
                long at = (long) r * cols + c;
                double probability = Math.exp(logits.get(at) - logSumExps.get(r));
                double expected = (c == targets[r] ? 1.0 - labelSmoothing : 0) + (double) labelSmoothing / cols;
                dLogits.set(at, targets[r] == ignoreIndex ? 0 : dLosses.get(r) * (probability - expected));
            }
        }
    }

    private ReferenceBuffer logits(String op, Buffer buffer, float labelSmoothing, int rows, int cols) {
        Requirements.notNegative(op, "rows", rows);
        Requirements.notNegative(op, "cols", cols);
        Requirements.share(op, "labelSmoothing", labelSmoothing);
        return ReferenceBuffer.of(backend, op, "logits", buffer, (long) rows * cols);
    }

    private int[] targets(String op, IntBuffer buffer, int ignoreIndex, int rows, int cols) {
        int[] targets = new int[rows];
        ReferenceIntBuffer.of(backend, op, "targets", buffer, rows).read(0, targets, 0, rows);
        Requirements.targets(op, targets, ignoreIndex, cols);
        return targets;
    }
}
