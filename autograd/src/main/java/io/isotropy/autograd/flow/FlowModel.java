package io.isotropy.autograd.flow;

import static io.isotropy.tensor.Shape.require;

import io.isotropy.autograd.NoGradient;
import io.isotropy.autograd.Reductions;
import io.isotropy.autograd.Var;
import io.isotropy.kernels.Backend;
import io.isotropy.tensor.Philox;
import io.isotropy.tensor.Scope;
import io.isotropy.tensor.Tensor;

/**
 * A density of vectors: a flow to a prior.
 *
 * <pre>{@code
 * Parameters parameters = Parameters.create(backend, seed);
 * FlowModel model = RealNvp.DEFAULT.create(parameters, 384);
 * model.start(batch);
 * model.negativeLogLikelihood(x).backward();
 * }</pre>
 *
 * @param size D
 */
public record FlowModel(int size, Flow flow, Prior prior) {

    /** log p(x) of each row, in nats: log p(f(x)) + log |det ∂f/∂x|. x: (N, D). Returns (N). */
    public Var logLikelihood(Var x) {
        Flow.requireRows("flow", x.shape(), size);
        Transformed z = flow.forward(x);
        return prior.logDensity(z.y()).plus(z.logDeterminant());
    }

    /** The loss of maximum likelihood: the mean of −log p(x), in nats. x: (N, D), a row or more. */
    public Var negativeLogLikelihood(Var x) {
        require(x.shape().rank() == 2 && x.shape().dim(0) > 0, "flow", "there must be a row", "x", x.shape());
        return Reductions.mean(logLikelihood(x)).negate();
    }

    /**
     * Sets what begins with values of the data, from a first batch. x: (N, D). A column that never varies is stretched by 10⁶ in each
     * {@link ActNorm}, as in Glow's program: a row that leaves it then has the likelihood 0, a negative logarithm of ∞.
     */
    public void start(Tensor x) {
        Flow.requireRows("flow", x.shape(), size);
        try (Scope _ = Scope.open()) {
            flow.start(x);
        }
    }

    /** z = f(x), without gradient. x: (N, D). Returns (N, D). */
    public Tensor encode(Tensor x) {
        Flow.requireRows("flow", x.shape(), size);
        try (Scope scope = Scope.open();
                NoGradient _ = NoGradient.open()) {
            return scope.keep(flow.forward(Var.constant(x)).y().value());
        }
    }

    /** x = f⁻¹(z). z: (N, D). Returns (N, D). */
    public Tensor decode(Tensor z) {
        Flow.requireRows("flow", z.shape(), size);
        return flow.inverse(z);
    }

    /** {@code rows} vectors of this density, (rows, D); the same for the same seed. */
    public Tensor sample(Backend backend, int rows, long seed) {
        try (Scope scope = Scope.open()) {
            return scope.keep(decode(prior.sample(backend, rows, size, Philox.of(seed))));
        }
    }
}
