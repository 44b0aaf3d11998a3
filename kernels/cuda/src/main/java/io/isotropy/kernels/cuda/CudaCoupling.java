package io.isotropy.kernels.cuda;

import io.isotropy.kernels.Arguments;
import io.isotropy.kernels.Buffer;
import io.isotropy.kernels.Coupling;
import io.isotropy.kernels.Requirements;
import org.jspecify.annotations.Nullable;

/** {@link Coupling} by coupling.cu: one kernel a call, three for the gradient with factors. */
final class CudaCoupling implements Coupling {

    /** Rows whose sums for dFactor one block makes, at least. */
    private static final int HEIGHT = 64;

    private final CudaBackend backend;

    CudaCoupling(CudaBackend backend) {
        this.backend = backend;
    }

    @Override
    public void couple(
            Scale scale, Buffer x, Buffer network, @Nullable Buffer factor, Buffer y, @Nullable Buffer squashed,
            Buffer logDeterminant, int rows, int cols, int from, int to) {
        Arguments<CudaBuffer, CudaIntBuffer> check = backend.arguments("couple");
        int k = Requirements.columns(check.op(), rows, cols, from, to);
        long n = (long) rows * cols;
        CudaBuffer in = check.buffer("x", x, n);
        CudaBuffer said = check.buffer("network", network, rows * width(scale, k));
        CudaBuffer factors = check.only(scale == Scale.TANH, "factor", factor, k);
        CudaBuffer out = check.buffer("y", y, n);
        CudaBuffer kept = check.only(scale != Scale.NONE, "squashed", squashed, (long) rows * k);
        CudaBuffer sums = check.buffer("logDeterminant", logDeterminant, rows);
        Launch.of(Kernel.COUPLE, Shape.rows(rows, cols)).with(scale).with(in).with(said).with(factors).with(out).with(kept).with(sums)
                .with(rows).with(cols).with(from).with(k).run(backend);
    }

    /** The sums over rows come first: dx may replace dy. */
    @Override
    public void coupleGradient(
            Scale scale, Buffer x, @Nullable Buffer squashed, @Nullable Buffer factor, Buffer dy,
            @Nullable Buffer dLogDeterminant, Buffer dx, Buffer dNetwork, @Nullable Buffer dFactor, int rows, int cols, int from,
            int to) {
        Arguments<CudaBuffer, CudaIntBuffer> check = backend.arguments("coupleGradient");
        int k = Requirements.columns(check.op(), rows, cols, from, to);
        long n = (long) rows * cols;
        CudaBuffer in = check.buffer("x", x, n);
        CudaBuffer kept = check.only(scale != Scale.NONE, "squashed", squashed, (long) rows * k);
        CudaBuffer factors = check.only(scale == Scale.TANH, "factor", factor, k);
        CudaBuffer upper = check.buffer("dy", dy, n);
        CudaBuffer volumes = check.optional("dLogDeterminant", dLogDeterminant, rows);
        CudaBuffer lower = check.buffer("dx", dx, n);
        CudaBuffer said = check.buffer("dNetwork", dNetwork, rows * width(scale, k));
        CudaBuffer factorGradient = check.only(scale == Scale.TANH, "dFactor", dFactor, k);
        if (factorGradient != null) {
            Pieces pieces = Pieces.of(rows, HEIGHT);
            try (CudaBuffer sums = backend.floats((long) pieces.count() * k)) {
                Launch.of(Kernel.COUPLE_FACTOR_SUMS, Shape.columns(k, pieces.count())).with(in).with(kept).with(factors).with(upper)
                        .with(volumes).with(sums).with(rows).with(cols).with(from).with(k).with(pieces.height()).run(backend);
                pieces.add(backend, sums, 0, k, factorGradient, k);
            }
        }
        Launch.of(Kernel.COUPLE_GRADIENT, Shape.rows(rows, cols)).with(scale).with(in).with(kept).with(factors).with(upper)
                .with(volumes).with(lower).with(said).with(rows).with(cols).with(from).with(k).run(backend);
    }

    private static long width(Scale scale, int k) {
        return scale == Scale.NONE ? k : 2L * k;
    }
}
