package io.isotropy.autograd;

import io.isotropy.tensor.IntTensor;
import io.isotropy.tensor.Scope;
import io.isotropy.tensor.Shape;
import io.isotropy.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Views and joins. Reshaping, exchanging dims and slicing copy nothing. */
public final class Shapes {

    private Shapes() {}

    /** The same elements under another shape; −1 for one size stands for what is left. */
    public static Var reshape(Var x, int... dims) {
        int[] before = x.shape().toArray();
        return Var.of("reshape", x.value().reshape(dims), List.of(x), dy -> List.of(dy.reshape(before)))
                .valueUnused();
    }

    /** Two dims exchanged. */
    public static Var transpose(Var x, int axis, int other) {
        return Var.of("transpose", x.value().transpose(axis, other), List.of(x), dy -> List.of(dy.transpose(axis, other)))
                .valueUnused();
    }

    /** Dim i of the result is dim axes[i] of x. */
    public static Var permute(Var x, int... axes) {
        int[] back = new int[axes.length];
        Tensor y = x.value().permute(axes); // refuses what is no permutation
        for (int i = 0; i < axes.length; i++) {
            back[axes[i] < 0 ? axes[i] + axes.length : axes[i]] = i;
        }
        return Var.of("permute", y, List.of(x), dy -> List.of(dy.permute(back))).valueUnused();
    }

    /** x repeated to another shape, as broadcasting does. */
    public static Var expand(Var x, int... dims) {
        return Var.of("expand", x.value().expand(dims), List.of(x), dy -> List.of(Backward.sumTo(dy, x.shape())))
                .valueUnused();
    }

    /** Elements from…to−1 along an axis; negative bounds count from its end. */
    public static Var slice(Var x, int axis, int from, int to) {
        return slice(x, axis, from, to, 1);
    }

    /** Elements from, from + step, … below to along an axis; negative bounds count from its end. */
    public static Var slice(Var x, int axis, int from, int to, int step) {
        return Var.of("slice", x.value().slice(axis, from, to, step), List.of(x), (dy, pass) -> pass.into(x, (dx, add) -> {
                    if (!add) {
                        dx.fill(0);
                    }
                    Tensor part = dx.slice(axis, from, to, step);
                    part.assign(add ? part.plus(dy) : dy);
                }))
                .valueUnused();
    }

    /** The variables one after another along an axis. */
    public static Var concat(int axis, Var... parts) {
        return concat(axis, List.of(parts));
    }

    /** The variables one after another along an axis. */
    public static Var concat(int axis, List<Var> parts) {
        Tensor all = Tensor.concat(axis, parts.stream().map(Var::value).toList());
        return Var.of("concat", all, parts, dy -> {
                    List<@Nullable Tensor> gradients = new ArrayList<>();
                    int from = 0;
                    for (Var part : parts) {
                        int to = from + part.shape().dim(axis);
                        gradients.add(dy.slice(axis, from, to));
                        from = to;
                    }
                    return gradients;
                })
                .valueUnused();
    }

    /** The variables, of one shape, along a new axis in front. */
    public static Var stack(List<Var> parts) {
        return concat(0, parts.stream().map(part -> {
            int[] dims = part.shape().toArray();
            int[] more = new int[dims.length + 1];
            more[0] = 1;
            System.arraycopy(dims, 0, more, 1, dims.length);
            return reshape(part, more);
        }).toList());
    }

    /**
     * Column i of the result is column order[i] of x. x: (N, D).
     *
     * @param back the inverse of {@code order}, for the gradient
     */
    public static Var permuteColumns(Var x, IntTensor order, IntTensor back) {
        Shape shape = x.shape();
        Shape.require(shape.rank() == 2 && order.shape().equals(Shape.of(shape.dim(1))) && back.shape().equals(order.shape()),
                "permuteColumns", "order must have one index per column", "x", shape, "order", order.shape(), "back", back.shape());
        return Var.of("permuteColumns", columns(x.value(), order), List.of(x), dy -> List.of(columns(dy, back))).valueUnused();
    }

    /** As rows of the transposed matrix. */
    private static Tensor columns(Tensor x, IntTensor order) {
        try (Scope scope = Scope.open()) {
            return scope.keep(x.transpose().gather(order).transpose());
        }
    }

    /** The elements on the diagonal of a matrix (n, m): (min(n, m)). */
    public static Var diagonal(Var x) {
        Shape shape = x.shape();
        Shape.require(shape.rank() == 2, "diagonal", "x must be a matrix", "x", shape);
        int cols = shape.dim(1);
        int length = Math.min(shape.dim(0), cols);
        return slice(reshape(x, shape.size()), 0, 0, length == 0 ? 0 : (length - 1) * (cols + 1) + 1, cols + 1);
    }

    static int[] withLast(Shape shape, int last) {
        int[] dims = shape.toArray();
        dims[dims.length - 1] = last;
        return Arrays.copyOf(dims, dims.length);
    }
}
