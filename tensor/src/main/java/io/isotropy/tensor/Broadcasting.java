package io.isotropy.tensor;

import static io.isotropy.tensor.Shape.require;

import io.isotropy.kernels.Elementwise.Binary;
import io.isotropy.kernels.Elementwise.Layout;
import org.jspecify.annotations.Nullable;

/** Functions of two tensors with broadcasting, put to the kernels as (rows, cols) with a {@link Layout} per operand. */
final class Broadcasting {

    private Broadcasting() {}

    static Tensor binary(String op, Binary function, Tensor x, Tensor y) {
        require(x.backend() == y.backend(), op, "operands must be on one backend",
                "x", x.backend().name(), "y", y.backend().name());
        Shape shape = Shape.broadcast(op, x.shape(), y.shape());
        Tensor z = x.like(shape);
        if (shape.size() == 0 || run(function, x.expandTo(op, shape), y.expandTo(op, shape), z)) {
            return z;
        }
        try (Scope _ = Scope.open()) {
            Tensor a = regular(op, x, shape);
            Tensor b = regular(op, y, shape);
            // Both lie well alone, or are written out, so the last attempt cannot fail.
            boolean done = run(function, a, b, z)
                    || run(function, a, b.contiguous(), z)
                    || run(function, a.contiguous(), b, z)
                    || run(function, a.contiguous(), b.contiguous(), z);
            if (!done) {
                throw new AssertionError(x.shape() + " and " + y.shape());
            }
        }
        return z;
    }

    /** x expanded to the shape; copied first, at its own size, where its gaps alone are in the way. */
    private static Tensor regular(String op, Tensor x, Shape shape) {
        Tensor expanded = x.expandTo(op, shape);
        for (int split = 0; split <= shape.rank(); split++) {
            if (layout(expanded.view(), split) != null) {
                return expanded;
            }
        }
        return x.contiguous().expandTo(op, shape);
    }

    /** Runs the kernel if some split of the dims into rows and columns gives both operands a layout. */
    private static boolean run(Binary function, Tensor x, Tensor y, Tensor z) {
        Shape shape = z.shape();
        for (int split = 0; split <= shape.rank(); split++) {
            Layout xLayout = layout(x.view(), split);
            Layout yLayout = layout(y.view(), split);
            if (xLayout != null && yLayout != null) {
                z.kernels().elementwise().binary(
                        function, x.region(), xLayout, y.region(), yLayout, z.region(),
                        shape.slice(0, split).size(), shape.slice(split, shape.rank()).size());
                return true;
            }
        }
        return false;
    }

    /** How the view covers a matrix whose rows are the dims before {@code split}; null if in no way. */
    private static @Nullable Layout layout(View view, int split) {
        int rank = view.shape().rank();
        if (view.isContiguous(0, rank)) {
            return Layout.MATRIX;
        }
        if (view.isRepeated(0, split)) {
            return view.isRepeated(split, rank) ? Layout.SCALAR : view.isContiguous(split, rank) ? Layout.ROW : null;
        }
        return view.isContiguous(0, split) && view.isRepeated(split, rank) ? Layout.COLUMN : null;
    }
}
