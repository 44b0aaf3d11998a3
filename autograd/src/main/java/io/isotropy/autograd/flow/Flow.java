package io.isotropy.autograd.flow;

import static io.isotropy.tensor.Shape.require;

import io.isotropy.autograd.NoGradient;
import io.isotropy.autograd.Var;
import io.isotropy.tensor.Scope;
import io.isotropy.tensor.Shape;
import io.isotropy.tensor.Tensor;

/**
 * An invertible map of vectors, row by row. By the change of variables, a density p of z = f(x) gives one of x: log p(x) = log p(f(x)) +
 * log |det ∂f/∂x| (Dinh et al. 2017, eq. 2-3).
 */
public interface Flow {

    /** z = f(x), with the logarithm of the volume change. x: (N, D). */
    Transformed forward(Var x);

    /** x = f⁻¹(z), without gradient. z: (N, D). Returns (N, D). */
    Tensor inverse(Tensor z);

    /**
     * Sets those parameters that begin with values of the data, as {@link ActNorm} has, before the first step.
     *
     * @param x (N, D), a batch of data
     * @return f(x) with the new parameters, (N, D)
     */
    default Tensor start(Tensor x) {
        try (Scope scope = Scope.open();
                NoGradient _ = NoGradient.open()) {
            return scope.keep(forward(Var.constant(x)).y().value());
        }
    }

    /** Refuses what is not (N, size). */
    static void requireRows(String op, Shape x, int size) {
        require(x.rank() == 2 && x.dim(1) == size, op, "x must be (rows, " + size + ")", "x", x);
    }
}
