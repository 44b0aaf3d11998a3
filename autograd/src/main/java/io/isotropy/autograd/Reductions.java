package io.isotropy.autograd;

import static io.isotropy.tensor.Shape.require;

import io.isotropy.kernels.Elementwise.Binary;
import io.isotropy.kernels.Elementwise.Layout;
import io.isotropy.tensor.IntTensor;
import io.isotropy.tensor.Scope;
import io.isotropy.tensor.Shape;
import io.isotropy.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Sums, means and extremes. */
public final class Reductions {

    private Reductions() {}

    /** Σ of all elements, a single number. */
    public static Var sum(Var x) {
        int[] dims = x.shape().toArray();
        return Var.of("sum", x.value().sum(), List.of(x), dy -> List.of(dy.expand(dims))).valueUnused();
    }

    /** Σ along an axis, which goes. */
    public static Var sum(Var x, int axis) {
        int[] dims = x.shape().toArray();
        return Var.of("sum", x.value().sum(axis), List.of(x),
                        dy -> List.of(dy.unsqueeze(axis).expand(dims)))
                .valueUnused();
    }

    /** The mean of all elements, a single number; there must be one. */
    public static Var mean(Var x) {
        require(x.shape().size() > 0, "mean", "there must be an element", "x", x.shape());
        return Elementwise.affine(sum(x), 1f / x.shape().size(), 0);
    }

    /** The mean along an axis, which goes. */
    public static Var mean(Var x, int axis) {
        require(x.shape().dim(axis) > 0, "mean", "the axis must not be empty", "axis", axis, "x", x.shape());
        return Elementwise.affine(sum(x, axis), 1f / x.shape().dim(axis), 0);
    }

    /** The largest along the last axis, which goes; the gradient goes to the first place of it. */
    public static Var max(Var x) {
        int cols = x.shape().last();
        require(cols > 0, "max", "the last axis must not be empty", "x", x.shape());
        Tensor y = x.value().max(-1);
        IntTensor places = x.value().argMax(-1);
        return Var.of("max", y, List.of(x), dy -> {
                    Tensor dx = Tensor.zeros(dy.backend(), x.shape());
                    if (dy.shape().size() > 0) {
                        int[] index = places.toArray();
                        for (int r = 0; r < index.length; r++) {
                            index[r] += r * cols;
                        }
                        Tensor flat = dy.reshape(index.length, 1).contiguous();
                        IntTensor at = IntTensor.of(dy.backend(), Shape.of(index.length), index);
                        dx.kernels().embedding().scatterAdd(flat.buffer(), at.buffer(), dx.buffer(), index.length, 1);
                    }
                    return List.of(dx);
                })
                .valueUnused();
    }

    /** The products of rows: z[…] = Σ x[…, c]·y[…, c]. x, y: (…, D). */
    public static Var dotRows(Var x, Var y) {
        require(x.shape().equals(y.shape()) && x.shape().rank() > 0, "dotRows", "x and y must have one shape",
                "x", x.shape(), "y", y.shape());
        Shape rest = x.shape().without(-1);
        int cols = x.shape().last();
        Tensor z = x.value().like(rest);
        try (Scope _ = Scope.open()) {
            x.kernels().reductions().dotRows(
                    x.value().contiguous().buffer(), y.value().contiguous().buffer(), z.buffer(), rest.size(), cols);
        }
        return Var.of("dotRows", z, List.of(x, y),
                        dz -> Arrays.asList(scaledRows(x, dz, y), scaledRows(y, dz, x)))
                .valueUnused();
    }

    private static @Nullable Tensor scaledRows(Var input, Tensor dz, Var other) {
        if (!input.requiresGradient()) {
            return null;
        }
        Tensor dx = dz.like(input.shape());
        dx.kernels().elementwise().binary(
                Binary.MULTIPLY, other.value().contiguous().buffer(), Layout.MATRIX,
                dz.contiguous().buffer(), Layout.COLUMN, dx.buffer(), dz.shape().size(), input.shape().last());
        return dx;
    }
}
