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

    /** The smallest along the last axis, which goes; the gradient goes to the first place of it. */
    public static Var min(Var x) {
        return max(x.negate()).negate();
    }

    /** The variance along an axis, which goes: Σ(x − mean)²/(n − ddof), ddof 0 for that of a population, 1 for an estimate from a sample. */
    public static Var variance(Var x, int axis, int ddof) {
        int n = x.shape().dim(axis);
        require(ddof >= 0 && n > ddof, "variance", "the axis must be longer than ddof, which is 0 or more", "axis", axis, "x", x.shape(), "ddof",
                ddof);
        Var mean = mean(x, axis);
        Var deviations = x.minus(Shapes.reshape(mean, x.value().sum(axis, true).shape().toArray()));
        return Elementwise.affine(sum(Elementwise.square(deviations), axis), 1f / (n - ddof), 0);
    }

    /** The Euclidean norm along an axis, which goes. Where it is 0, so is the gradient, as in PyTorch. */
    public static Var norm(Var x, int axis) {
        Tensor y = x.value().norm(axis, false);
        return Var.of("norm", y, List.of(x), dy -> {
            Tensor zero = Tensor.full(dy.backend(), Shape.of(), 0);
            Tensor scale = y.eq(zero).where(zero, dy.dividedBy(y));
            return List.of(x.value().times(scale.unsqueeze(axis)));
        });
    }

    /** log Σ exp(x) along the last axis, which goes, without overflow. */
    public static Var logSumExp(Var x) {
        require(x.shape().last() > 0, "logSumExp", "the last axis must not be empty", "x", x.shape());
        Tensor largest = x.value().max(-1);
        Tensor y = x.value().minus(largest.unsqueeze(-1)).exp().sum(-1).log().plus(largest);
        return Var.of("logSumExp", y, List.of(x), dy -> List.of(x.value().softmax(-1).times(dy.unsqueeze(-1))))
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
