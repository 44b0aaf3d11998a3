package io.isotropy.kernels.reference;

import io.isotropy.kernels.Backend;
import io.isotropy.kernels.Buffer;
import io.isotropy.kernels.Coupling;
import io.isotropy.kernels.Requirements;
import org.jspecify.annotations.Nullable;

/** {@link Coupling} number by number. */
final class ReferenceCoupling implements Coupling {

    private final Backend backend;

    ReferenceCoupling(Backend backend) {
        this.backend = backend;
    }

    @Override
    public void couple(
            Scale scale, Buffer xBuffer, Buffer networkBuffer, @Nullable Buffer factorBuffer, Buffer yBuffer,
            @Nullable Buffer squashedBuffer, Buffer logDeterminantBuffer, int rows, int cols, int from, int to) {
        String op = "couple";
        int k = Requirements.columns(op, rows, cols, from, to);
        int shifts = scale == Scale.NONE ? 0 : k; // where they begin in a row of the network's
        ReferenceBuffer x = ReferenceBuffer.of(backend, op, "x", xBuffer, (long) rows * cols);
        ReferenceBuffer network = ReferenceBuffer.of(backend, op, "network", networkBuffer, rows * ((long) shifts + k));
        ReferenceBuffer factor = only(scale == Scale.TANH, op, "factor", factorBuffer, k);
        ReferenceBuffer y = ReferenceBuffer.of(backend, op, "y", yBuffer, (long) rows * cols);
        ReferenceBuffer squashed = only(scale != Scale.NONE, op, "squashed", squashedBuffer, (long) rows * k);
        ReferenceBuffer logDeterminant = ReferenceBuffer.of(backend, op, "logDeterminant", logDeterminantBuffer, rows);
        for (int r = 0; r < rows; r++) {
            double sum = 0;
            for (int c = 0; c < cols; c++) {
                long at = (long) r * cols + c;
                int j = c - from;
                if (j < 0 || j >= k) {
                    y.set(at, x.get(at));
                    continue;
                }
                long raw = (long) r * (shifts + k) + j;
                double u = switch (scale) {
                    case NONE -> 0;
                    case TANH -> Math.tanh(network.get(raw));
                    case SIGMOID -> ReferenceFunctions.sigmoid(network.get(raw) + RAISE);
                };
                if (squashed != null) {
                    squashed.set((long) r * k + j, u);
                }
                double l = logScale(scale, u, factor, j);
                sum += l;
                y.set(at, x.get(at) * Math.exp(l) + network.get(raw + shifts));
            }
            logDeterminant.set(r, sum);
        }
    }

    private static double logScale(Scale scale, double u, @Nullable ReferenceBuffer factor, int j) {
        return switch (scale) {
            case NONE -> 0;
            case TANH -> factor == null ? 0 : factor.get(j) * u;
            case SIGMOID -> Math.log(u + FLOOR);
        };
    }

    @Override
    public void coupleGradient(
            Scale scale, Buffer xBuffer, @Nullable Buffer squashedBuffer, @Nullable Buffer factorBuffer, Buffer dyBuffer,
            @Nullable Buffer dLogDeterminantBuffer, Buffer dxBuffer, Buffer dNetworkBuffer, @Nullable Buffer dFactorBuffer, int rows,
            int cols, int from, int to) {
        String op = "coupleGradient";
        int k = Requirements.columns(op, rows, cols, from, to);
        int shifts = scale == Scale.NONE ? 0 : k;
        ReferenceBuffer x = ReferenceBuffer.of(backend, op, "x", xBuffer, (long) rows * cols);
        ReferenceBuffer squashed = only(scale != Scale.NONE, op, "squashed", squashedBuffer, (long) rows * k);
        ReferenceBuffer factor = only(scale == Scale.TANH, op, "factor", factorBuffer, k);
        ReferenceBuffer dy = ReferenceBuffer.of(backend, op, "dy", dyBuffer, (long) rows * cols);
        ReferenceBuffer dLogDeterminant = only(dLogDeterminantBuffer != null, op, "dLogDeterminant", dLogDeterminantBuffer, rows);
        ReferenceBuffer dx = ReferenceBuffer.of(backend, op, "dx", dxBuffer, (long) rows * cols);
        ReferenceBuffer dNetwork = ReferenceBuffer.of(backend, op, "dNetwork", dNetworkBuffer, rows * ((long) shifts + k));
        ReferenceBuffer dFactor = only(scale == Scale.TANH, op, "dFactor", dFactorBuffer, k);
        for (int r = 0; r < rows; r++) {
            for (int c = 0; c < cols; c++) {
                long at = (long) r * cols + c;
                int j = c - from;
                double d = dy.get(at);
                if (j < 0 || j >= k) {
                    dx.set(at, d);
                    continue;
                }
                long raw = (long) r * (shifts + k) + j;
                dNetwork.set(raw + shifts, d);
                double u = squashed == null ? 0 : squashed.get((long) r * k + j);
                double scaled = d * Math.exp(logScale(scale, u, factor, j));
                double dl = scaled * x.get(at) + (dLogDeterminant == null ? 0 : dLogDeterminant.get(r));
                dx.set(at, scaled);
                if (factor != null && dFactor != null) {
                    dNetwork.set(raw, dl * factor.get(j) * (1 - u * u));
                    dFactor.set(j, dFactor.get(j) + dl * u);
                } else if (squashed != null) {
                    dNetwork.set(raw, dl * u * (1 - u) / (u + FLOOR));
                }
            }
        }
    }

    /** An argument that some scales need and the others must not have. */
    private @Nullable ReferenceBuffer only(boolean needed, String op, String name, @Nullable Buffer buffer, long length) {
        Requirements.given(op, name, buffer, needed);
        return buffer == null ? null : ReferenceBuffer.of(backend, op, name, buffer, length);
    }
}
