package io.isotropy.kernels.cuda;

import io.isotropy.kernels.Buffer;
import io.isotropy.kernels.Coupling;
import io.isotropy.kernels.Requirements;
import org.jspecify.annotations.Nullable;

/** {@link Coupling} by coupling.cu: one kernel a call, three for the gradient with factors. */
final class CudaCoupling implements Coupling {

    /** Rows whose sums for dFactor one block makes; more where there would be more pieces than a grid has. */
    private static final int HEIGHT = 64;

    private static final int MOST_PIECES = 65_535;

    private final CudaBackend backend;

    CudaCoupling(CudaBackend backend) {
        this.backend = backend;
    }

    @Override
    public void couple(
            Scale scale, Buffer x, Buffer network, @Nullable Buffer factor, Buffer y, @Nullable Buffer squashed,
            Buffer logDeterminant, int rows, int cols, int from, int to) {
        Arguments check = new Arguments("couple", backend);
        int k = Requirements.columns(check.op(), rows, cols, from, to);
        long n = (long) rows * cols;
        CudaBuffer in = check.buffer("x", x, n);
        CudaBuffer said = check.buffer("network", network, rows * width(scale, k));
        CudaBuffer factors = only(check, scale == Scale.TANH, "factor", factor, k);
        CudaBuffer out = check.buffer("y", y, n);
        CudaBuffer kept = only(check, scale != Scale.NONE, "squashed", squashed, (long) rows * k);
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
        Arguments check = new Arguments("coupleGradient", backend);
        int k = Requirements.columns(check.op(), rows, cols, from, to);
        long n = (long) rows * cols;
        CudaBuffer in = check.buffer("x", x, n);
        CudaBuffer kept = only(check, scale != Scale.NONE, "squashed", squashed, (long) rows * k);
        CudaBuffer factors = only(check, scale == Scale.TANH, "factor", factor, k);
        CudaBuffer upper = check.buffer("dy", dy, n);
        CudaBuffer volumes = check.optional("dLogDeterminant", dLogDeterminant, rows);
        CudaBuffer lower = check.buffer("dx", dx, n);
        CudaBuffer said = check.buffer("dNetwork", dNetwork, rows * width(scale, k));
        CudaBuffer factorGradient = only(check, scale == Scale.TANH, "dFactor", dFactor, k);
        if (factorGradient != null) {
            int height = Math.max(HEIGHT, (int) Shape.blocks(rows, MOST_PIECES));
            int pieces = (int) Shape.blocks(rows, height);
            try (CudaBuffer sums = backend.floats((long) pieces * k)) {
                Launch.of(Kernel.COUPLE_FACTOR_SUMS, Shape.columns(k, pieces)).with(in).with(kept).with(factors).with(upper)
                        .with(volumes).with(sums).with(rows).with(cols).with(from).with(k).with(height).run(backend);
                Launch.of(Kernel.ADD_FACTOR_SUMS, Shape.of(Shape.blocks(k, 256), 1, 1, 256)).with(sums).with(factorGradient)
                        .with(pieces).with(k).run(backend);
            }
        }
        Launch.of(Kernel.COUPLE_GRADIENT, Shape.rows(rows, cols)).with(scale).with(in).with(kept).with(factors).with(upper)
                .with(volumes).with(lower).with(said).with(rows).with(cols).with(from).with(k).run(backend);
    }

    private static long width(Scale scale, int k) {
        return scale == Scale.NONE ? k : 2L * k;
    }

    /** An argument that some scales need and the others must not have. */
    private static @Nullable CudaBuffer only(Arguments check, boolean needed, String name, @Nullable Buffer buffer, long length) {
        Requirements.given(check.op(), name, buffer, needed);
        return check.optional(name, buffer, length);
    }
}
