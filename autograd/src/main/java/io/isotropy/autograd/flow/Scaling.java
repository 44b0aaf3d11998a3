package io.isotropy.autograd.flow;

import io.isotropy.autograd.Elementwise;
import io.isotropy.autograd.Reductions;
import io.isotropy.autograd.Var;
import io.isotropy.autograd.nn.Initializer;
import io.isotropy.autograd.nn.Parameters;
import io.isotropy.tensor.Scope;
import io.isotropy.tensor.Shape;
import io.isotropy.tensor.Tensor;

/**
 * A factor per column: Dinh et al. 2015 (NICE), §3.3, which lets a flow of constant volume weigh directions.
 *
 * @param logScale s, (D)
 */
public record Scaling(Var logScale) implements Flow {

    /** Factors of 1. */
    public static Scaling create(Parameters parameters, int size) {
        return new Scaling(parameters.bias("log_scale", Shape.of(size), Initializer.zeros()));
    }

    @Override
    public Transformed forward(Var x) {
        Flow.requireRows("scaling", x.shape(), logScale.shape().size());
        Var y = x.times(Elementwise.exp(logScale)); // y = x ⊙ eˢ
        return Transformed.ofAllRows(y, logScale.sum()); // log |det| = Σ s
    }

    @Override
    public Tensor inverse(Tensor z) {
        Flow.requireRows("scaling", z.shape(), logScale.shape().size());
        try (Scope scope = Scope.open()) {
            return scope.keep(z.times(logScale.value().negate().exp()));
        }
    }
}
