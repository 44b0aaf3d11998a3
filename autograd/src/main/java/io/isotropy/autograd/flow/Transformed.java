package io.isotropy.autograd.flow;

import io.isotropy.autograd.Shapes;
import io.isotropy.autograd.Var;
import io.isotropy.tensor.Shape;
import io.isotropy.tensor.Tensor;

/**
 * What a flow makes of rows.
 *
 * @param y f(x), (N, D)
 * @param logDeterminant log |det ∂f/∂x| of each row, (N)
 */
public record Transformed(Var y, Var logDeterminant) {

    /** Of a map that changes the volume of all rows alike; {@code logDeterminant} is a single number. */
    static Transformed ofAllRows(Var y, Var logDeterminant) {
        return new Transformed(y, Shapes.expand(logDeterminant, y.shape().dim(0)));
    }

    /** Of a map that keeps volumes. */
    static Transformed ofSameVolume(Var y) {
        return new Transformed(y, Var.constant(Tensor.zeros(y.backend(), Shape.of(y.shape().dim(0)))));
    }
}
