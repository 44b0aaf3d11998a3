package io.isotropy.kernels.cuda;

import io.isotropy.kernels.Activation;
import io.isotropy.kernels.Arguments;
import io.isotropy.kernels.Blas;
import io.isotropy.kernels.Buffer;
import io.isotropy.kernels.IntBuffer;
import io.isotropy.kernels.PackedMatrix;
import io.isotropy.kernels.Requirements;
import org.jspecify.annotations.Nullable;

/**
 * {@link Blas} by gemm_fp32.cu, or on tensor cores by gemm_tensor.cu or gemm_hopper.cu: {@link Precision} and {@link Warpgroups} say which. Nothing is
 * rearranged for a product, so a packed matrix is a plain copy. On tensor cores a sum over the rows of both operands may be cut into pieces, as
 * {@link Pieces#ofProduct} says; all others are one chain, whatever the sizes.
 */
final class CudaBlas implements Blas {

    private final CudaBackend backend;

    CudaBlas(CudaBackend backend) {
        this.backend = backend;
    }

    /** A matrix operand: the first matrix, its order, and the distance to that of the next product of a batch. */
    private record Operand(CudaBuffer numbers, boolean transposed, int leading, long stride) {

        Operand skip(long batches) {
            long skipped = batches * stride;
            return skipped == 0 ? this : new Operand(numbers.slice(skipped, numbers.length() - skipped), transposed, leading, stride);
        }

        /** Whether groups of four numbers of a row can be copied at once. */
        boolean aligned() {
            return numbers.address() % 16 == 0 && leading % 4 == 0 && stride % 4 == 0;
        }
    }

    /** What becomes of the sums: f(α·sum + β·C + bias). */
    private record Storing(float alpha, float beta, @Nullable CudaBuffer bias, Activation activation) {}

    @Override
    public void gemm(
            boolean transposeA, boolean transposeB, int m, int n, int k,
            float alpha, Buffer a, int lda, Buffer b, int ldb, float beta, Buffer c, int ldc) {
        multiply("gemm", transposeA, transposeB, m, n, k, alpha, a, lda, 0, b, ldb, 0, beta, c, ldc, 0, 1);
    }

    @Override
    public void gemmBatched(
            boolean transposeA, boolean transposeB, int m, int n, int k,
            float alpha, Buffer a, int lda, long strideA, Buffer b, int ldb, long strideB,
            float beta, Buffer c, int ldc, long strideC, int batch) {
        String op = "gemmBatched";
        Requirements.notNegative(op, "batch", batch);
        Requirements.notNegative(op, "strideA", strideA);
        Requirements.notNegative(op, "strideB", strideB);
        Requirements.atLeast(op, "strideC", strideC, batch > 1 && m > 0 ? n : 0);
        multiply(op, transposeA, transposeB, m, n, k, alpha, a, lda, strideA, b, ldb, strideB, beta, c, ldc, strideC, batch);
    }

    private void multiply(
            String op, boolean transposeA, boolean transposeB, int m, int n, int k,
            float alpha, Buffer a, int lda, long strideA, Buffer b, int ldb, long strideB,
            float beta, Buffer c, int ldc, long strideC, int batch) {
        Arguments<CudaBuffer, CudaIntBuffer> check = backend.arguments(op);
        check.size("m", m);
        check.size("n", n);
        check.size("k", k);
        CudaBuffer left = check.matrices("a", a, transposeA ? k : m, transposeA ? m : k, lda, strideA, batch);
        CudaBuffer right = check.matrices("b", b, transposeB ? n : k, transposeB ? k : n, ldb, strideB, batch);
        CudaBuffer result = check.matrices("c", c, m, n, ldc, strideC, batch);
        Operand first = new Operand(left, transposeA, lda, strideA);
        Operand second = new Operand(right, transposeB, ldb, strideB);
        Operand sums = new Operand(result, false, ldc, strideC);
        Pieces pieces = Pieces.ofProduct(m, n, k);
        if (pieces.count() > 1 && transposeA && !transposeB && batch == 1 && backend.precision() != Precision.FP32) {
            multiply(m, n, k, pieces, alpha, first, second, beta, sums);
        } else {
            launch(m, n, k, first, second, sums, batch, new Storing(alpha, beta, null, Activation.NONE));
        }
    }

    /** By pieces of the sums, which a second kernel adds in their order. A: (k, m), B: (k, n). */
    private void multiply(int m, int n, int k, Pieces pieces, float alpha, Operand a, Operand b, float beta, Operand c) {
        int height = pieces.height();
        int whole = k / height;
        long size = (long) m * n;
        try (CudaBuffer sums = backend.floats(pieces.count() * size)) {
            Operand left = new Operand(a.numbers, true, a.leading, (long) height * a.leading);
            Operand right = new Operand(b.numbers, false, b.leading, (long) height * b.leading);
            Operand results = new Operand(sums, false, n, size);
            Storing asTheyAre = new Storing(1, 0, null, Activation.NONE);
            launch(m, n, height, left, right, results, whole, asTheyAre);
            if (whole < pieces.count()) {
                launch(m, n, k - whole * height, left.skip(whole), right.skip(whole), results.skip(whole), 1, asTheyAre);
            }
            pieces.add(backend, sums, size, alpha, beta, c.numbers, m, n, c.leading);
        }
    }

    private void launch(int m, int n, int k, Operand a, Operand b, Operand c, int batch, Storing storing) {
        boolean warpgroups = backend.precision() != Precision.FP32 && backend.warpgroups().multiply(n, k);
        int size = warpgroups ? 128 : tile(m, n, batch);
        long tiles = Shape.blocks(m, size) * Shape.blocks(n, size);
        for (long done = 0; done < batch; done += Shape.MOST_ACROSS) {
            int some = (int) Math.min(Shape.MOST_ACROSS, batch - done);
            Operand left = a.skip(done);
            Operand right = b.skip(done);
            Launch launch;
            if (backend.precision() == Precision.FP32) {
                launch = Launch.of(size == 128 ? Kernel.GEMM_FP32_128 : Kernel.GEMM_FP32_64, Shape.of(tiles, some, 1, 256))
                        .with(left.transposed).with(right.transposed).with(m).with(n).with(k).with(storing.alpha)
                        .with(left.numbers).with(left.leading).with(left.stride)
                        .with(right.numbers).with(right.leading).with(right.stride);
            } else {
                launch = Launch.of(tensorKernel(left, right, warpgroups, size), Shape.of(tiles, some, 1, 2 * size))
                        .with(m).with(n).with(k).with(storing.alpha)
                        .with(left.numbers).with(left.leading).with(left.stride).with(left.aligned())
                        .with(right.numbers).with(right.leading).with(right.stride).with(right.aligned());
            }
            Operand result = c.skip(done);
            launch.with(storing.beta).with(result.numbers).with(result.leading).with(result.stride).with(storing.bias)
                    .with(storing.activation).run(backend);
        }
    }

    private Kernel tensorKernel(Operand a, Operand b, boolean warpgroups, int size) {
        String orders = backend.precision() + "_" + (a.transposed ? "T" : "N") + (b.transposed ? "T" : "N");
        return Kernel.valueOf(warpgroups ? "HOPPER_" + orders : "GEMM_" + orders + "_" + size);
    }

    /** Small tiles where large ones would leave processors idle. The sums do not depend on it. */
    private int tile(int m, int n, int batch) {
        return Shape.blocks(m, 128) * Shape.blocks(n, 128) * batch >= 2L * backend.gpu().multiprocessors() ? 128 : 64;
    }

    @Override
    public void gemv(int m, int k, Buffer a, int lda, Buffer x, Buffer y) {
        Arguments<CudaBuffer, CudaIntBuffer> check = backend.arguments("gemv");
        check.size("m", m);
        check.size("k", k);
        CudaBuffer matrix = check.matrix("a", a, m, k, lda);
        CudaBuffer vector = check.buffer("x", x, k);
        CudaBuffer result = check.buffer("y", y, m);
        Launch.of(Kernel.GEMV, Shape.rows(m, k)).with(m).with(k).with(matrix).with(lda).with(vector).with(result).run(backend);
    }

    @Override
    public void gemvBytes(int m, int k, IntBuffer a, Buffer scale, Buffer x, Buffer y) {
        Arguments<CudaBuffer, CudaIntBuffer> check = backend.arguments("gemvBytes");
        check.size("m", m);
        check.size("k", k);
        CudaIntBuffer matrix = check.ints("a", a, (long) m * Math.ceilDiv(k, 4));
        CudaBuffer factors = check.buffer("scale", scale, m);
        CudaBuffer vector = check.buffer("x", x, k);
        CudaBuffer result = check.buffer("y", y, m);
        Launch.of(Kernel.GEMV_BYTES, Shape.rows(m, k)).with(m).with(k).with(matrix).with(factors).with(vector).with(result).run(backend);
    }

    @Override
    public PackedMatrix pack(boolean transposeB, int n, int k, Buffer b, int ldb) {
        Arguments<CudaBuffer, CudaIntBuffer> check = backend.arguments("pack");
        check.size("n", n);
        check.size("k", k);
        CudaBuffer source = check.matrix("b", b, transposeB ? n : k, transposeB ? k : n, ldb);
        int[] shape = {transposeB ? n : k, transposeB ? k : n};
        CudaBuffer numbers = backend.floats((long) n * k);
        Strided.of("pack", shape, new long[] {ldb, 1}, 0).gather(backend, source, numbers);
        return new CudaMatrix(backend, k, n, transposeB, numbers);
    }

    @Override
    public void linear(
            int rows, Buffer x, int ldx, PackedMatrix weight, @Nullable Buffer bias, Activation activation,
            Buffer y, int ldy) {
        Arguments<CudaBuffer, CudaIntBuffer> check = backend.arguments("linear");
        check.size("rows", rows);
        CudaMatrix w = check.packed("weight", weight, CudaMatrix.class);
        Operand matrix = new Operand(w.numbers(), w.transposed(), w.leading(), 0);
        linear(check, rows, x, ldx, matrix, w.columns(), w.rows(), bias, activation, y, ldy);
    }

    @Override
    public void linear(
            int rows, Buffer x, int ldx, boolean transposeB, int n, int k, Buffer weight, int ldw, @Nullable Buffer bias,
            Activation activation, Buffer y, int ldy) {
        Arguments<CudaBuffer, CudaIntBuffer> check = backend.arguments("linear");
        check.size("rows", rows);
        check.size("n", n);
        check.size("k", k);
        CudaBuffer w = check.matrix("w", weight, transposeB ? n : k, transposeB ? k : n, ldw);
        linear(check, rows, x, ldx, new Operand(w, transposeB, ldw, 0), n, k, bias, activation, y, ldy);
    }

    private void linear(
            Arguments<CudaBuffer, CudaIntBuffer> check, int rows, Buffer x, int ldx, Operand weight, int n, int k, @Nullable Buffer bias,
            Activation activation, Buffer y, int ldy) {
        CudaBuffer input = check.matrix("x", x, rows, k, ldx);
        CudaBuffer output = check.matrix("y", y, rows, n, ldy);
        CudaBuffer row = check.optional("bias", bias, n);
        launch(
                rows, n, k, new Operand(input, false, ldx, 0), weight, new Operand(output, false, ldy, 0), 1,
                new Storing(1, 0, row, activation));
    }
}
