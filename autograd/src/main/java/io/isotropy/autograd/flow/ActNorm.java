package io.isotropy.autograd.flow;

import io.isotropy.autograd.Elementwise;
import io.isotropy.autograd.Var;
import io.isotropy.autograd.nn.Initializer;
import io.isotropy.autograd.nn.Parameters;
import io.isotropy.tensor.Scope;
import io.isotropy.tensor.Shape;
import io.isotropy.tensor.Tensor;

/**
 * Shift and factor per column which begin so that the first batch has mean 0 and variance 1 in each, then learn: Kingma and Dhariwal 2018
 * (Glow), §3.1. The factor is written eˢ, as in the authors' program, so that it stays positive.
 *
 * @param bias b, (D)
 * @param logScale s, (D)
 */
public record ActNorm(Var bias, Var logScale) implements Flow {

    /** Keeps a column finite that is the same everywhere: the authors' program. */
    private static final float EPSILON = 1e-6f;

    /** The identity, until {@link #start}. */
    public static ActNorm create(Parameters parameters, int size) {
        return new ActNorm(
                parameters.bias("bias", Shape.of(size), Initializer.zeros()),
                parameters.bias("log_scale", Shape.of(size), Initializer.zeros()));
    }

    @Override
    public Transformed forward(Var x) {
        Flow.requireRows("actNorm", x.shape(), bias.shape().size());
        Var y = x.plus(bias).times(Elementwise.exp(logScale)); // y = (x + b) ⊙ eˢ
        return Transformed.ofAllRows(y, logScale.sum()); // table 1, row 1: log |det| = Σ s
    }

    @Override
    public Tensor inverse(Tensor z) {
        Flow.requireRows("actNorm", z.shape(), bias.shape().size());
        try (Scope scope = Scope.open()) {
            return scope.keep(z.times(logScale.value().negate().exp()).minus(bias.value()));
        }
    }

    @Override
    public Tensor start(Tensor x) {
        Flow.requireRows("actNorm", x.shape(), bias.shape().size());
        Shape.require(x.shape().dim(0) > 0, "actNorm", "the first batch must have a row", "x", x.shape());
        try (Scope _ = Scope.open()) {
            Tensor mean = x.mean(0);
            Tensor deviation = x.minus(mean).square().mean(0).sqrt();
            bias.value().assign(mean.negate());
            logScale.value().assign(deviation.plus(EPSILON).log().negate());
        }
        return Flow.super.start(x);
    }
}
