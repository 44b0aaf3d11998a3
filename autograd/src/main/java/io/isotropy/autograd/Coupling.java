package io.isotropy.autograd;

import static io.isotropy.tensor.Shape.require;

import io.isotropy.kernels.Buffer;
import io.isotropy.kernels.Coupling.Scale;
import io.isotropy.tensor.Scope;
import io.isotropy.tensor.Shape;
import io.isotropy.tensor.Tensor;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The coupling of a normalizing flow as one operation: some columns scaled and shifted by what a network has made of the others. Each row is
 * done while it is in the cache, where single operations would go through memory a dozen times.
 *
 * @param y (N, D)
 * @param logDeterminant (N)
 */
public record Coupling(Var y, Var logDeterminant) {

    /** What the gradient of y needs of that of the logarithm, whose turn comes before. */
    private static final class Volumes {
        private @Nullable Tensor gradient;
    }

    /**
     * Columns from … to−1 scaled and shifted: {@link io.isotropy.kernels.Coupling#couple}.
     *
     * @param x (N, D)
     * @param network (N, 2k), k = to − from: raw numbers of the scales, then shifts; for {@link Scale#NONE} (N, k), shifts
     * @param factor (k), for {@link Scale#TANH}; else null
     */
    public static Coupling of(Scale scale, Var x, Var network, @Nullable Var factor, int from, int to) {
        require(x.shape().rank() == 2 && from >= 0 && from <= to && to <= x.shape().dim(1), "coupling",
                "the columns must be some of x", "x", x.shape(), "from", from, "to", to);
        int rows = x.shape().dim(0);
        int cols = x.shape().dim(1);
        int k = to - from;
        require(network.shape().equals(Shape.of(rows, scale == Scale.NONE ? k : 2 * k)), "coupling",
                "the network must give (rows, k) for shifts alone, else (rows, 2k)",
                "scale", scale, "network", network.shape(), "rows", rows, "k", k);
        require(factor == null ? scale != Scale.TANH : scale == Scale.TANH && factor.shape().equals(Shape.of(k)), "coupling",
                "there must be k factors for TANH, none else", "scale", scale, "factor", factor == null ? "none" : factor.shape());
        Tensor y = x.value().like();
        Tensor squashed = scale == Scale.NONE ? null : y.like(Shape.of(rows, k));
        Tensor logDeterminant = y.like(Shape.of(rows));
        try (Scope _ = Scope.open()) {
            x.kernels().coupling().couple(
                    scale, x.value().contiguous().buffer(), network.value().contiguous().buffer(), buffer(factor),
                    y.buffer(), buffer(squashed), logDeterminant.buffer(), rows, cols, from, to);
        }
        Volumes volumes = new Volumes();
        List<Var> inputs = factor == null ? List.of(x, network) : List.of(x, network, factor);
        Var result = Var.of("coupling", y, inputs, (dy, pass) -> {
                    Tensor upper = dy.contiguous();
                    Tensor dx = pass.inPlaceOf(upper);
                    Tensor dNetwork = pass.inPlaceOf(network);
                    into(factor, pass, dFactor -> dx.kernels().coupling().coupleGradient(
                            scale, x.value().contiguous().buffer(), buffer(squashed), buffer(factor), upper.buffer(),
                            buffer(volumes.gradient), dx.buffer(), dNetwork.buffer(), dFactor, rows, cols, from, to));
                    if (squashed != null) {
                        squashed.release();
                    }
                    pass.add(network, dNetwork);
                    pass.add(x, dx);
                })
                .valueUnused();
        return new Coupling(result, logarithm(result, logDeterminant, volumes));
    }

    /** Its gradient goes through that of y, which is 0 where nothing else has used y. */
    private static Var logarithm(Var result, Tensor logDeterminant, Volumes volumes) {
        return Var.of("couplingLogDeterminant", logDeterminant, List.of(result), (dLog, pass) -> {
                    volumes.gradient = Scope.outside(dLog::copy);
                    if (!result.hasGradient) {
                        pass.add(result, dLog.zeros(result.shape().toArray()));
                    }
                })
                .valueUnused();
    }

    private static void into(@Nullable Var factor, Backward pass, Consumer<@Nullable Buffer> gradient) {
        if (factor == null) {
            gradient.accept(null);
        } else if (!factor.requiresGradient()) {
            gradient.accept(factor.value().zeros(factor.shape().toArray()).buffer());
        } else {
            pass.into(factor, (dFactor, add) -> {
                if (!add) {
                    dFactor.fill(0);
                }
                gradient.accept(dFactor.buffer());
            });
        }
    }

    private static @Nullable Buffer buffer(@Nullable Tensor tensor) {
        return tensor == null ? null : tensor.buffer();
    }

    private static @Nullable Buffer buffer(@Nullable Var variable) {
        return variable == null ? null : variable.value().contiguous().buffer();
    }
}
