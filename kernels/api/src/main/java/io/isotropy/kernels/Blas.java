package io.isotropy.kernels;

import org.jspecify.annotations.Nullable;

/**
 * Matrix products (levels 2 and 3 of the Basic Linear Algebra Subprograms, Dongarra et al. 1988, 1990). Matrices are row-major; a leading dimension
 * is the distance between the starts of two rows as stored, so a slice of columns needs no copy.
 *
 * <p>Every element of a matrix is one sum over k in ascending order, whatever its place, the sizes and the number of threads.
 */
public interface Blas {

    /**
     * C ← α·op(A)·op(B) + β·C, with op(X) = X or Xᵀ. With β = 0, C is not read.
     *
     * @param transposeA whether A is stored (k, m) rather than (m, k)
     * @param transposeB whether B is stored (n, k) rather than (k, n)
     * @param m rows of C
     * @param n columns of C
     * @param k length of the sums; 0 gives β·C
     * @param lda leading dimension of A as stored, at least its stored columns; likewise ldb, ldc
     */
    void gemm(
            boolean transposeA, boolean transposeB, int m, int n, int k,
            float alpha, Buffer a, int lda, Buffer b, int ldb, float beta, Buffer c, int ldc);

    /**
     * {@code batch} products, {@link #gemm} on A + i·strideA, B + i·strideB, C + i·strideC for i in 0 … batch−1. A stride of 0 for A or B
     * uses one matrix for all.
     */
    void gemmBatched(
            boolean transposeA, boolean transposeB, int m, int n, int k,
            float alpha, Buffer a, int lda, long strideA, Buffer b, int ldb, long strideB,
            float beta, Buffer c, int ldc, long strideC, int batch);

    /**
     * y = A·x. A: (m, k); x: (k); y: (m). It reads A once, as it lies: for one product with a large matrix, where {@link #gemm} would first
     * rearrange it.
     *
     * @param lda leading dimension of A, at least k
     */
    void gemv(int m, int k, Buffer a, int lda, Buffer x, Buffer y);

    /**
     * y = scale ∘ (A·x), A of signed bytes: a quarter of the memory that {@link #gemv} reads. A: (m, k), four numbers to an int, the first in its
     * lowest byte, a row in ⌈k/4⌉ ints, of which bytes beyond k do not count; scale: (m); x: (k); y: (m). Multiples of 64 for k are fastest.
     */
    void gemvBytes(int m, int k, IntBuffer a, Buffer scale, Buffer x, Buffer y);

    /**
     * Rearranges op(B), (k, n), for {@link #linear}. The source may be closed afterwards.
     *
     * @param transposeB whether B is stored (n, k), as the weights of PyTorch's Linear are
     */
    PackedMatrix pack(boolean transposeB, int n, int k, Buffer b, int ldb);

    /**
     * Y = f(X·W + bias): one dense layer. X: (rows, k); W: (k, n), packed; bias: (n) or null; Y: (rows, n).
     *
     * @param ldx leading dimension of X; likewise ldy
     * @param activation f, applied while Y is stored
     */
    void linear(
            int rows, Buffer x, int ldx, PackedMatrix weight, @Nullable Buffer bias, Activation activation,
            Buffer y, int ldy);

    /**
     * As the other, with a weight that is packed for this call alone, as in training, where it changes with every step.
     *
     * @param transposeB whether W is stored (n, k)
     * @param ldw leading dimension of W as stored
     */
    default void linear(
            int rows, Buffer x, int ldx, boolean transposeB, int n, int k, Buffer weight, int ldw, @Nullable Buffer bias,
            Activation activation, Buffer y, int ldy) {
        try (PackedMatrix packed = pack(transposeB, n, k, weight, ldw)) {
            linear(rows, x, ldx, packed, bias, activation, y, ldy);
        }
    }
}
