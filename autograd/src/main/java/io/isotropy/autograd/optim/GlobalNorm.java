package io.isotropy.autograd.optim;

import io.isotropy.autograd.nn.Parameter;
import io.isotropy.kernels.Reductions.Reduction;
import io.isotropy.tensor.Scope;
import io.isotropy.tensor.Shape;
import io.isotropy.tensor.Tensor;
import java.util.List;

/** The length of all gradients as one vector, and clipping by it: Pascanu et al. 2013, algorithm 1. */
public final class GlobalNorm {

    private GlobalNorm() {}

    /** √Σ‖gradient‖²; 0 without any. */
    public static double of(List<Parameter> parameters) {
        double squares = 0;
        for (Parameter parameter : parameters) {
            Tensor gradient = parameter.variable().gradient();
            if (gradient != null) {
                try (Scope _ = Scope.open()) {
                    Tensor square = gradient.like(Shape.of(1));
                    gradient.kernels().reductions().reduceRows(
                            Reduction.SUM_OF_SQUARES, gradient.buffer(), square.buffer(), 1, gradient.shape().size());
                    squares += square.item();
                }
            }
        }
        return Math.sqrt(squares);
    }

    /** What the gradients are to be multiplied by so that their norm is at most {@code maximum}: PyTorch's clip_grad_norm_. */
    public static float scale(double norm, double maximum) {
        return (float) Math.min(1, maximum / (norm + 1e-6));
    }
}
