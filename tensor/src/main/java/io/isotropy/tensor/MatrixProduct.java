package io.isotropy.tensor;

import static io.isotropy.tensor.Shape.require;

import io.isotropy.kernels.Blas;
import io.isotropy.kernels.Buffer;

/**
 * Matrix products of views. Transposed and sliced matrices go to the kernel as flags and leading dimensions, without a
 * copy.
 */
final class MatrixProduct {

    private MatrixProduct() {}

    /** a: (…, m, k) or (k); b: (…, k, n) or (k). */
    static Tensor of(Tensor a, Tensor b) {
        require(a.backend() == b.backend(), "matmul", "operands must be on one backend",
                "a", a.backend().name(), "b", b.backend().name());
        require(a.rank() > 0 && b.rank() > 0, "matmul", "operands must have a dim", "a", a.shape(), "b", b.shape());
        if (a.rank() == 2 && b.rank() == 1 && a.shape().equals(Shape.of(a.shape().dim(0), b.shape().dim(0)))) {
            int leading = Matrices.leadingDimension(a.view(), false);
            if (leading > 0) {
                return withVector(a, leading, b);
            }
        }
        Tensor left = a.rank() == 1 ? a.unsqueeze(0) : a;
        Tensor right = b.rank() == 1 ? b.unsqueeze(1) : b;
        require(left.shape().dim(-1) == right.shape().dim(-2), "matmul", "inner sizes must be equal", "a", a.shape(),
                "b", b.shape());
        Shape batch = Shape.broadcast(
                "matmul", left.shape().slice(0, left.rank() - 2), right.shape().slice(0, right.rank() - 2));
        Tensor c = left.like(batch.append(left.shape().dim(-2), right.shape().dim(-1)));
        try (Scope _ = Scope.open()) {
            multiply(left, right, batch, c);
        }
        Tensor rows = a.rank() == 1 ? c.squeeze(-2) : c;
        return b.rank() == 1 ? rows.squeeze(-1) : rows;
    }

    /** a: (m, k), its rows as they lie; b: (k). */
    private static Tensor withVector(Tensor a, int leading, Tensor b) {
        int m = a.shape().dim(0);
        Tensor y = a.like(Shape.of(m));
        try (Scope _ = Scope.open()) {
            a.kernels().blas().gemv(m, b.shape().dim(0), a.region(), leading, b.contiguous().region(), y.region());
        }
        return y;
    }

    private static void multiply(Tensor left, Tensor right, Shape batch, Tensor c) {
        int m = c.shape().dim(-2);
        int n = c.shape().dim(-1);
        int k = left.shape().last();
        if (c.shape().size() == 0 || k == 0) {
            c.fill(0);
            return;
        }
        Matrices a = Matrices.of(left, batch);
        Matrices b = Matrices.of(right, batch);
        Blas blas = c.kernels().blas();
        Buffer result = c.region();
        int count = batch.size();
        if (count == 1) {
            blas.gemm(a.transposed, b.transposed, m, n, k, 1, a.buffer, a.ld, b.buffer, b.ld, 0, result, n);
        } else if (b.stride == 0 && !a.transposed && a.stride == (long) m * a.ld) {
            // One right-hand matrix for all: the left ones are one tall matrix.
            blas.gemm(false, b.transposed, count * m, n, k, 1, a.buffer, a.ld, b.buffer, b.ld, 0, result, n);
        } else {
            blas.gemmBatched(
                    a.transposed, b.transposed, m, n, k, 1, a.buffer, a.ld, a.stride, b.buffer, b.ld, b.stride,
                    0, result, n, (long) m * n, count);
        }
    }

    /** Equally spaced matrices as the kernel takes them. */
    private record Matrices(Buffer buffer, boolean transposed, int ld, long stride) {

        static Matrices of(Tensor x, Shape batch) {
            boolean spaced = leadingDimension(x.view(), false) > 0 || leadingDimension(x.view(), true) > 0;
            Tensor direct = spaced ? x : x.contiguous();
            int rows = x.shape().dim(-2);
            int cols = x.shape().dim(-1);
            Tensor all = direct.expandTo("matmul", batch.append(rows, cols));
            if (all.view().mergedStride(0, batch.rank()) < 0) {
                all = all.contiguous();
            }
            int plain = leadingDimension(all.view(), false);
            return new Matrices(
                    all.region(), plain == 0, plain > 0 ? plain : leadingDimension(all.view(), true),
                    all.view().mergedStride(0, batch.rank()));
        }

        /**
         * The distance between the rows of the last two dims, or between their columns if transposed; 0 if it has none.
         */
        private static int leadingDimension(View view, boolean transposed) {
            int outer = view.shape().rank() - (transposed ? 1 : 2);
            int inner = view.shape().rank() - (transposed ? 2 : 1);
            int width = view.shape().dim(inner);
            if (width > 1 && view.strides()[inner] != 1) {
                return 0;
            }
            if (view.shape().dim(outer) <= 1) {
                return Math.max(width, 1);
            }
            long stride = view.strides()[outer];
            return stride >= width && stride <= Integer.MAX_VALUE ? (int) stride : 0;
        }
    }
}
