package io.isotropy.autograd.flow;

import static io.isotropy.tensor.Shape.require;

import io.isotropy.autograd.Shapes;
import io.isotropy.autograd.Var;
import io.isotropy.tensor.Shape;
import io.isotropy.tensor.Tensor;

/**
 * Neighbours become channels, Dinh et al. 2017, §3.6, in the one dimension that a vector has: of every {@code factor} columns the first ones
 * come first, then the second ones. A coupling of halves after a squeeze by 2 is the checkerboard of §3.4, even columns against odd ones.
 *
 * @param factor which must divide D
 */
public record Squeeze(int factor) implements Flow {

    /** Checks. */
    public Squeeze {
        require(factor >= 1, "squeeze", "the factor must be 1 or more", "factor", factor);
    }

    @Override
    public Transformed forward(Var x) {
        int rows = x.shape().dim(0);
        int groups = groups(x.shape());
        Var grouped = Shapes.reshape(x, rows, groups, factor);
        return Transformed.ofSameVolume(Shapes.reshape(Shapes.transpose(grouped, 1, 2), rows, groups * factor));
    }

    @Override
    public Tensor inverse(Tensor z) {
        int rows = z.shape().dim(0);
        int groups = groups(z.shape());
        return z.reshape(rows, factor, groups).transpose(1, 2).reshape(rows, groups * factor);
    }

    private int groups(Shape x) {
        require(x.rank() == 2 && x.dim(1) % factor == 0, "squeeze", "the factor must divide the columns of x",
                "factor", factor, "x", x);
        return x.dim(1) / factor;
    }
}
