package io.isotropy.kernels.cpu;

import io.isotropy.kernels.Activation;
import io.isotropy.kernels.Arguments;
import io.isotropy.kernels.Blas;
import io.isotropy.kernels.Buffer;
import io.isotropy.kernels.IntBuffer;
import io.isotropy.kernels.PackedMatrix;
import io.isotropy.kernels.Requirements;
import org.jspecify.annotations.Nullable;

/** {@link Blas} on {@link Gemm}; one row times one column by {@link Loops#dot}. */
final class CpuBlas implements Blas {

    /** Floats of B that are packed at a time: bounds the memory of a product, and fits the last-level cache. */
    private static final long PACKED_AT_ONCE = 2L << 20;

    /** Rows of B that are packed at a time, at least, where there are so many: C is read and written once for them. */
    private static final int SHALLOWEST = 768;

    /** Elements of a matrix that are worth a thread's waking. */
    private static final int SMALLEST_CHUNK = 1 << 14;

    private final CpuBackend backend;

    CpuBlas(CpuBackend backend) {
        this.backend = backend;
    }

    @Override
    public void gemm(
            boolean transposeA, boolean transposeB, int m, int n, int k,
            float alpha, Buffer a, int lda, Buffer b, int ldb, float beta, Buffer c, int ldc) {
        gemmBatched(transposeA, transposeB, m, n, k, alpha, a, lda, 0, b, ldb, 0, beta, c, ldc, 0, 1);
    }

    @Override
    public void gemmBatched(
            boolean transposeA, boolean transposeB, int m, int n, int k,
            float alpha, Buffer a, int lda, long strideA, Buffer b, int ldb, long strideB,
            float beta, Buffer c, int ldc, long strideC, int batch) {
        Arguments<CpuBuffer, CpuIntBuffer> check = backend.arguments("gemm");
        check.size("m", m);
        check.size("n", n);
        check.size("k", k);
        check.size("batch", batch);
        Requirements.atLeast("gemmBatched", "strideC", strideC, batch > 1 && m > 0 ? n : 0);
        CpuBuffer x = check.matrices("A", a, transposeA ? k : m, transposeA ? m : k, lda, strideA, batch);
        CpuBuffer y = check.matrices("B", b, transposeB ? n : k, transposeB ? k : n, ldb, strideB, batch);
        CpuBuffer z = check.matrices("C", c, m, n, ldc, strideC, batch);
        for (int i = 0; i < batch; i++) {
            product(
                    transposeA, transposeB, m, n, k, alpha, x.array, x.offset + (int) (i * strideA), lda,
                    y.array, y.offset + (int) (i * strideB), ldb, beta, z.array, z.offset + (int) (i * strideC), ldc);
        }
    }

    private void product(
            boolean transposeA, boolean transposeB, int m, int n, int k,
            float alpha, float[] a, int ao, int lda, float[] b, int bo, int ldb,
            float beta, float[] c, int co, int ldc) {
        if (beta != 0f && beta != 1f) {
            for (int r = 0; r < m; r++) {
                Loops.current().affine(beta, 0f, c, co + r * ldc, c, co + r * ldc, n);
            }
        }
        int depth = Math.max(1, Math.min(k, (int) Math.max(SHALLOWEST, PACKED_AT_ONCE / Math.max(1, n) / SHALLOWEST * SHALLOWEST)));
        int width = Math.clamp(PACKED_AT_ONCE / depth, 1, Math.max(1, n));
        int step = Panels.count(width) * MicroKernel.CURRENT.columns();
        float[] zeros = new float[beta == 0f ? Math.min(step, n) : 0];
        for (int column = 0; column < n; column += step) {
            int columns = Math.min(step, n - column);
            int target = co + column;
            for (int first = 0; first == 0 || first < k; first += depth) {
                int steps = Math.min(depth, k - first);
                Panels panels = Panels.obtain(backend, steps, columns);
                fill(panels, transposeB, alpha, b, bo + (transposeB ? column * ldb + first : first * ldb + column), ldb);
                int start = ao + (transposeA ? first * lda : first);
                boolean fresh = beta == 0f && first == 0;
                new Gemm(
                        m, panels, transposeA, a, start, lda, fresh ? zeros : c, fresh ? 0 : target, fresh ? 0 : ldc,
                        Activation.NONE, c, target, ldc)
                        .run(backend);
                panels.recycle();
            }
        }
    }

    private void fill(Panels panels, boolean transposed, float scale, float[] b, int bo, int ldb) {
        int count = Panels.count(panels.columns());
        long work = (long) panels.columns() * panels.rows();
        int chunks = backend.workers().chunks(work, 1 << 15, count);
        backend.workers().ranges(chunks, count, (from, to) -> panels.fill(transposed, scale, b, bo, ldb, from, to));
    }

    @Override
    public void gemv(int m, int k, Buffer a, int lda, Buffer x, Buffer y) {
        Arguments<CpuBuffer, CpuIntBuffer> check = backend.arguments("gemv");
        check.size("m", m);
        check.size("k", k);
        CpuBuffer matrix = check.matrix("A", a, m, k, lda);
        CpuBuffer vector = check.buffer("x", x, k);
        CpuBuffer result = check.buffer("y", y, m);
        WarmUp.note((long) m * k);
        // x with zeros behind it takes what follows a row in memory for a whole round of partial sums, which spares the slow end of a row.
        int rounds = (k + Loops.PARTIALS - 1) & -Loops.PARTIALS;
        float[] padded = new float[rounds];
        System.arraycopy(vector.array, vector.offset, padded, 0, k);
        int chunks = backend.workers().chunks((long) m * k, SMALLEST_CHUNK, Math.max(1, m));
        backend.workers().ranges(chunks, m, (from, to) -> {
            Loops loops = Loops.current();
            for (int i = from; i < to; i++) {
                int row = matrix.offset + i * lda;
                float sum = row + rounds <= matrix.array.length ? loops.dot(matrix.array, row, padded, 0, rounds) : Float.NaN;
                // What follows may be no number, and a number times 0 then is none.
                result.array[result.offset + i] = Float.isNaN(sum) ? loops.dot(matrix.array, row, padded, 0, k) : sum;
            }
        });
    }

    @Override
    public void gemvBytes(int m, int k, IntBuffer a, Buffer scale, Buffer x, Buffer y) {
        Arguments<CpuBuffer, CpuIntBuffer> check = backend.arguments("gemvBytes");
        check.size("m", m);
        check.size("k", k);
        int ints = Math.ceilDiv(k, 4);
        CpuIntBuffer matrix = check.ints("a", a, (long) m * ints);
        CpuBuffer factors = check.buffer("scale", scale, m);
        CpuBuffer vector = check.buffer("x", x, k);
        CpuBuffer result = check.buffer("y", y, m);
        WarmUp.note((long) m * k);
        float[] planes = new float[4 * ints]; // x by the byte of an int that a number meets
        for (int i = 0; i < k; i++) {
            planes[i % 4 * ints + i / 4] = vector.array[vector.offset + i];
        }
        int chunks = backend.workers().chunks((long) m * k, SMALLEST_CHUNK, Math.max(1, m));
        backend.workers().ranges(chunks, m, (from, to) -> {
            Loops loops = Loops.searching();
            for (int i = from; i < to; i++) {
                result.array[result.offset + i] =
                        factors.array[factors.offset + i] * loops.dotBytes(matrix.array, matrix.offset + i * ints, planes, ints);
            }
        });
    }

    @Override
    public PackedMatrix pack(boolean transposeB, int n, int k, Buffer b, int ldb) {
        Arguments<CpuBuffer, CpuIntBuffer> check = backend.arguments("pack");
        check.size("n", n);
        check.size("k", k);
        CpuBuffer source = check.matrix("B", b, transposeB ? n : k, transposeB ? k : n, ldb);
        Panels panels = Panels.allocate(backend, k, n);
        fill(panels, transposeB, 1f, source.array, source.offset, ldb);
        return panels;
    }

    @Override
    public void linear(
            int rows, Buffer x, int ldx, PackedMatrix weight, @Nullable Buffer bias, Activation activation,
            Buffer y, int ldy) {
        Arguments<CpuBuffer, CpuIntBuffer> check = backend.arguments("linear");
        check.size("rows", rows);
        Panels panels = check.packed("weight", weight, Panels.class);
        CpuBuffer input = check.matrix("x", x, rows, panels.rows(), ldx);
        CpuBuffer output = check.matrix("y", y, rows, panels.columns(), ldy);
        CpuBuffer row = check.optional("bias", bias, panels.columns());
        linear(rows, input, ldx, panels, row, 0, activation, output, ldy);
    }

    @Override
    public void linear(
            int rows, Buffer x, int ldx, boolean transposeB, int n, int k, Buffer weight, int ldw, @Nullable Buffer bias,
            Activation activation, Buffer y, int ldy) {
        Arguments<CpuBuffer, CpuIntBuffer> check = backend.arguments("linear");
        check.size("rows", rows);
        check.size("n", n);
        check.size("k", k);
        CpuBuffer source = check.matrix("weight", weight, transposeB ? n : k, transposeB ? k : n, ldw);
        CpuBuffer input = check.matrix("x", x, rows, k, ldx);
        CpuBuffer output = check.matrix("y", y, rows, n, ldy);
        CpuBuffer row = check.optional("bias", bias, n);
        int step = Panels.count(Math.clamp(PACKED_AT_ONCE / Math.max(1, k), 1, Math.max(1, n))) * MicroKernel.CURRENT.columns();
        for (int column = 0; column < n; column += step) {
            Panels panels = Panels.obtain(backend, k, Math.min(step, n - column));
            fill(panels, transposeB, 1f, source.array, source.offset + (transposeB ? column * ldw : column), ldw);
            linear(rows, input, ldx, panels, row, column, activation, output, ldy);
            panels.recycle();
        }
    }

    /** Columns of y from {@code column} on, as many as the panels have. */
    private void linear(
            int rows, CpuBuffer x, int ldx, Panels panels, @Nullable CpuBuffer bias, int column, Activation activation,
            CpuBuffer y, int ldy) {
        float[] init = bias == null ? new float[panels.columns()] : bias.array;
        int from = bias == null ? 0 : bias.offset + column;
        new Gemm(
                rows, panels, false, x.array, x.offset, ldx, init, from, 0, activation, y.array, y.offset + column, ldy)
                .run(backend);
    }
}
