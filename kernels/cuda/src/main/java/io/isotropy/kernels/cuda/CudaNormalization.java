package io.isotropy.kernels.cuda;

import io.isotropy.kernels.Arguments;
import io.isotropy.kernels.Buffer;
import io.isotropy.kernels.Normalization;
import org.jspecify.annotations.Nullable;

/** {@link Normalization} by normalization.cu: one kernel a call, four for the gradient of layerNorm. */
final class CudaNormalization implements Normalization {

    /** Rows whose sums for dγ and dβ one block makes, at least. */
    private static final int HEIGHT = 64;

    private final CudaBackend backend;

    CudaNormalization(CudaBackend backend) {
        this.backend = backend;
    }

    @Override
    public void softmax(Buffer x, Buffer y, int rows, int cols) {
        rowByRow("softmax", Kernel.SOFTMAX, x, y, rows, cols).run(backend);
    }

    @Override
    public void logSoftmax(Buffer x, Buffer y, int rows, int cols) {
        rowByRow("logSoftmax", Kernel.LOG_SOFTMAX, x, y, rows, cols).run(backend);
    }

    @Override
    public void l2Normalize(Buffer x, Buffer y, int rows, int cols, float eps) {
        rowByRow("l2Normalize", Kernel.L2_NORMALIZE, x, y, rows, cols).with(eps).run(backend);
    }

    private Launch rowByRow(String op, Kernel kernel, Buffer x, Buffer y, int rows, int cols) {
        Arguments<CudaBuffer, CudaIntBuffer> check = backend.arguments(op);
        long n = check.matrix(rows, cols);
        CudaBuffer in = check.buffer("x", x, n);
        CudaBuffer out = check.buffer("y", y, n);
        return Launch.of(kernel, Shape.rows(rows, cols)).with(in).with(out).with(rows).with(cols);
    }

    @Override
    public void layerNorm(
            Buffer x, @Nullable Buffer residual, Buffer gamma, Buffer beta, Buffer y,
            @Nullable Buffer mean, @Nullable Buffer rstd, int rows, int cols, float eps) {
        Arguments<CudaBuffer, CudaIntBuffer> check = backend.arguments("layerNorm");
        long n = check.matrix(rows, cols);
        CudaBuffer in = check.buffer("x", x, n);
        CudaBuffer added = check.optional("residual", residual, n);
        CudaBuffer scale = check.buffer("gamma", gamma, cols);
        CudaBuffer shift = check.buffer("beta", beta, cols);
        CudaBuffer out = check.buffer("y", y, n);
        CudaBuffer means = check.optional("mean", mean, rows);
        CudaBuffer rstds = check.optional("rstd", rstd, rows);
        Launch.of(Kernel.LAYER_NORM, Shape.rows(rows, cols)).with(in).with(added).with(scale).with(shift).with(out).with(means)
                .with(rstds).with(rows).with(cols).with(eps).run(backend);
    }

    @Override
    public void softmaxGradient(Buffer y, Buffer dy, Buffer dx, int rows, int cols) {
        gradient("softmaxGradient", Kernel.SOFTMAX_GRADIENT, y, dy, dx, rows, cols);
    }

    @Override
    public void logSoftmaxGradient(Buffer y, Buffer dy, Buffer dx, int rows, int cols) {
        gradient("logSoftmaxGradient", Kernel.LOG_SOFTMAX_GRADIENT, y, dy, dx, rows, cols);
    }

    private void gradient(String op, Kernel kernel, Buffer y, Buffer dy, Buffer dx, int rows, int cols) {
        Arguments<CudaBuffer, CudaIntBuffer> check = backend.arguments(op);
        long n = check.matrix(rows, cols);
        CudaBuffer out = check.buffer("y", y, n);
        CudaBuffer upper = check.buffer("dy", dy, n);
        CudaBuffer lower = check.buffer("dx", dx, n);
        Launch.of(kernel, Shape.rows(rows, cols)).with(out).with(upper).with(lower).with(rows).with(cols).run(backend);
    }

    @Override
    public void l2NormalizeGradient(Buffer x, Buffer y, Buffer dy, Buffer dx, int rows, int cols, float eps) {
        Arguments<CudaBuffer, CudaIntBuffer> check = backend.arguments("l2NormalizeGradient");
        long n = check.matrix(rows, cols);
        CudaBuffer in = check.buffer("x", x, n);
        CudaBuffer out = check.buffer("y", y, n);
        CudaBuffer upper = check.buffer("dy", dy, n);
        CudaBuffer lower = check.buffer("dx", dx, n);
        Launch.of(Kernel.L2_NORMALIZE_GRADIENT, Shape.rows(rows, cols)).with(in).with(out).with(upper).with(lower).with(rows)
                .with(cols).with(eps).run(backend);
    }

    /** The sums over rows come first: dx may replace dy. */
    @Override
    public void layerNormGradient(
            Buffer x, @Nullable Buffer residual, Buffer gamma, Buffer mean, Buffer rstd, Buffer dy, Buffer dx,
            Buffer dGamma, Buffer dBeta, int rows, int cols) {
        Arguments<CudaBuffer, CudaIntBuffer> check = backend.arguments("layerNormGradient");
        long n = check.matrix(rows, cols);
        CudaBuffer in = check.buffer("x", x, n);
        CudaBuffer added = check.optional("residual", residual, n);
        CudaBuffer scale = check.buffer("gamma", gamma, cols);
        CudaBuffer means = check.buffer("mean", mean, rows);
        CudaBuffer rstds = check.buffer("rstd", rstd, rows);
        CudaBuffer upper = check.buffer("dy", dy, n);
        CudaBuffer lower = check.buffer("dx", dx, n);
        CudaBuffer scaleGradient = check.buffer("dGamma", dGamma, cols);
        CudaBuffer shiftGradient = check.buffer("dBeta", dBeta, cols);
        Pieces pieces = Pieces.of(rows, HEIGHT);
        try (CudaBuffer sums = backend.floats(2L * pieces.count() * cols)) {
            Launch.of(Kernel.LAYER_NORM_SUMS, Shape.columns(cols, pieces.count())).with(in).with(added).with(means).with(rstds)
                    .with(upper).with(sums).with(rows).with(cols).with(pieces.height()).run(backend);
            pieces.add(backend, sums, 0, 2 * cols, scaleGradient, cols);
            pieces.add(backend, sums, cols, 2 * cols, shiftGradient, cols);
        }
        Launch.of(Kernel.LAYER_NORM_GRADIENT, Shape.rows(rows, cols)).with(in).with(added).with(scale).with(means).with(rstds)
                .with(upper).with(lower).with(rows).with(cols).run(backend);
    }
}
