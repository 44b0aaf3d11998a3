package io.isotropy.tensor;

import static io.isotropy.tensor.Shape.require;

import io.isotropy.kernels.Reductions.Reduction;

/** Reductions along one axis or over all elements, put to the kernels as rows or columns of a matrix. */
final class AxisReduction {

    private AxisReduction() {}

    static Tensor reduce(String op, Reduction reduction, Tensor x, int axis, boolean keepDims) {
        int position = x.shape().axis(op, axis);
        int length = x.shape().dim(position);
        boolean extreme = reduction == Reduction.MAX || reduction == Reduction.MIN;
        Shape rest = x.shape().without(position);
        require(!extreme || length > 0 || rest.size() == 0, op, "the axis must not be empty", "axis", axis, "x",
                x.shape());
        Tensor y = x.like(rest);
        if (rest.size() > 0) {
            boolean columns = x.view().isContiguous() && x.shape().slice(0, position).size() == 1 && rest.size() > 1;
            try (Scope _ = Scope.open()) {
                if (columns) {
                    x.kernels().reductions().reduceColumns(reduction, x.region(), y.region(), length, rest.size());
                } else {
                    Tensor rows = lastAxis(x, position).contiguous();
                    x.kernels().reductions().reduceRows(reduction, rows.region(), y.region(), rest.size(), length);
                }
            }
        }
        return keepDims ? y.unsqueeze(position) : y;
    }

    static Tensor reduceAll(String op, Reduction reduction, Tensor x) {
        return reduce(op, reduction, x.flatten(), 0, false);
    }

    static IntTensor argMax(Tensor x, int axis) {
        int position = x.shape().axis("argMax", axis);
        Shape rest = x.shape().without(position);
        int length = x.shape().dim(position);
        require(length > 0 || rest.size() == 0, "argMax", "the axis must not be empty", "axis", axis, "x", x.shape());
        IntTensor y = IntTensor.zeros(x.backend(), rest);
        if (rest.size() > 0) {
            try (Scope _ = Scope.open()) {
                Tensor rows = lastAxis(x, position).contiguous();
                x.kernels().reductions().argMax(rows.region(), y.buffer(), rest.size(), length);
            }
        }
        return y;
    }

    static Tensor softmax(Tensor x, int axis) {
        int position = x.shape().axis("softmax", axis);
        Tensor moved = lastAxis(x, position);
        Tensor y = x.like(moved.shape());
        if (y.shape().size() > 0) {
            int length = y.shape().last();
            try (Scope _ = Scope.open()) {
                x.kernels().normalization().softmax(
                        moved.contiguous().region(), y.region(), y.shape().size() / length, length);
            }
        }
        int[] back = new int[x.rank()];
        for (int i = 0; i < back.length; i++) {
            back[i] = i < position ? i : i == position ? back.length - 1 : i - 1;
        }
        return y.permute(back);
    }

    static Tensor variance(Tensor x, int axis, int ddof, boolean keepDims) {
        int length = x.shape().dim(x.shape().axis("variance", axis));
        try (Scope scope = Scope.open()) {
            Tensor deviations = x.minus(x.mean(axis, true));
            Tensor squares = reduce("variance", Reduction.SUM_OF_SQUARES, deviations, axis, keepDims);
            return scope.keep(squares.dividedBy((float) Math.max(length - ddof, 0)));
        }
    }

    private static Tensor lastAxis(Tensor x, int position) {
        int rank = x.rank();
        int[] axes = new int[rank];
        for (int i = 0; i < rank; i++) {
            axes[i] = i == rank - 1 ? position : i < position ? i : i + 1;
        }
        return x.permute(axes);
    }
}
