package io.isotropy.kernels.conformance;

import static io.isotropy.kernels.conformance.Argument.SENTINEL;
import static io.isotropy.kernels.conformance.Argument.in;
import static io.isotropy.kernels.conformance.Argument.inOut;
import static io.isotropy.kernels.conformance.Argument.ints;
import static io.isotropy.kernels.conformance.Argument.out;

import io.isotropy.kernels.Activation;
import io.isotropy.kernels.Blas;
import io.isotropy.kernels.Buffer;
import io.isotropy.kernels.PackedMatrix;
import io.isotropy.kernels.conformance.Argument.Floats;
import io.isotropy.kernels.conformance.Case.Arguments;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Matrix products: all transposes, leading dimensions beyond the columns, β that does not read C, sums of length 0. */
final class BlasCases {

    /** (m, n, k): empty in each size, 1, odd, vector lengths ± 1, more than two tiles of any shape. */
    private static final int[][] SIZES = {
        {0, 3, 2}, {3, 0, 2}, {2, 3, 0}, {1, 1, 1}, {1, 17, 33}, {7, 9, 3}, {8, 16, 16}, {5, 15, 31},
        {9, 33, 65}, {37, 65, 130}, {4, 8, 300}, {13, 1, 40}, {65, 31, 17}, {17, 130, 9},
    };

    private static final float[][] SCALES = {{1, 0}, {-0.5f, 1}, {1, 0.5f}, {-0.5f, 0}, {1, 1}, {-0.5f, 0.5f}};

    private static final float NAN = Float.NaN;

    private final Samples samples;
    private final List<Case> cases = new ArrayList<>();

    private BlasCases(long seed) {
        this.samples = new Samples(seed, "blas");
    }

    static List<Case> all(long seed) {
        BlasCases blas = new BlasCases(seed);
        int turn = 0;
        for (int transposes = 0; transposes < 4; transposes++) {
            boolean transposeA = transposes % 2 == 1;
            boolean transposeB = transposes / 2 == 1;
            for (int[] size : SIZES) {
                float[] scales = SCALES[turn++ % SCALES.length];
                blas.gemm(transposeA, transposeB, size, scales[0], scales[1], turn % 2 == 0 ? 0 : 3);
                blas.pack(transposeB, size[1], size[2], turn % 2 == 0 ? 0 : 5);
            }
            blas.gemm(transposeA, transposeB, new int[] {131, 257, 200}, 1, 0, 0);
            blas.gemmOfInfinities(transposeA, transposeB);
            blas.batched(transposeA, transposeB);
            for (Activation activation : Activation.values()) {
                blas.linear(transposeB, activation, transposes);
            }
        }
        for (int[] size : SIZES) {
            blas.gemv(size[0] * size[1], size[2], turn++ % 2 == 0 ? 0 : 3);
            blas.gemvBytes(size[0] * size[1], size[2]);
        }
        blas.gemv(600, 131, 0);
        blas.gemvBytes(600, 131);
        blas.gemvBytes(600, 256);
        return blas.cases;
    }

    private void gemv(int m, int k, int pad) {
        int lda = k + pad;
        cases.add(Case.of("blas.gemv", List.of(), "m=" + m + " k=" + k + " pad=" + pad, Tolerance.sum(k),
                (kernels, in) -> kernels.blas().gemv(m, k, in.floats("a"), lda, in.floats("x"), in.floats("y")),
                in("a", samples.matrix(m, k, lda, NAN)), in("x", samples.uniform(k)), out("y", m)));
    }

    private void gemvBytes(int m, int k) {
        float[] scale = samples.uniform(m);
        for (int i = 0; i < m; i++) {
            scale[i] /= 128; // makes bytes numbers of size 1
        }
        cases.add(Case.of("blas.gemvBytes", List.of(), "m=" + m + " k=" + k, Tolerance.sum(k),
                (kernels, in) -> kernels.blas()
                        .gemvBytes(m, k, in.ints("a"), in.floats("scale"), in.floats("x"), in.floats("y")),
                ints("a", samples.bits(m * Math.ceilDiv(k, 4))), in("scale", scale), in("x", samples.uniform(k)), out("y", m)));
    }

    private void gemm(boolean transposeA, boolean transposeB, int[] size, float alpha, float beta, int pad) {
        int m = size[0];
        int n = size[1];
        int k = size[2];
        int lda = (transposeA ? m : k) + pad;
        int ldb = (transposeB ? k : n) + pad;
        int ldc = n + pad;
        Floats a = in("a", samples.matrix(transposeA ? k : m, transposeA ? m : k, lda, NAN));
        Floats b = in("b", samples.matrix(transposeB ? n : k, transposeB ? k : n, ldb, NAN));
        Floats c = beta == 0 ? out("c", m, n, ldc) : inOut("c", samples.matrix(m, n, ldc, SENTINEL));
        String label = transposes(transposeA, transposeB) + " m=" + m + " n=" + n + " k=" + k + " α=" + alpha
                + " β=" + beta + " pad=" + pad;
        cases.add(Case.of("blas.gemm", List.of(), label, Tolerance.sum(k), (kernels, in) -> kernels.blas().gemm(
                transposeA, transposeB, m, n, k, alpha, in.floats("a"), lda, in.floats("b"), ldb,
                beta, in.floats("c"), ldc), a, b, c));
    }

    /** NaN and infinities reach exactly the elements whose sums they are in. */
    private void gemmOfInfinities(boolean transposeA, boolean transposeB) {
        int m = 11;
        int n = 19;
        int k = 23;
        int lda = transposeA ? m : k;
        int ldb = transposeB ? k : n;
        float[] a = samples.uniform(m * k, 0.5, 1);
        a[transposeA ? 3 : 3 * lda] = NAN;
        a[transposeA ? 5 : 5 * lda] = Float.POSITIVE_INFINITY;
        float[] b = samples.uniform(k * n, 0.5, 1);
        b[transposeB ? 2 * ldb : 2] = Float.NEGATIVE_INFINITY;
        b[transposeB ? 17 * ldb : 17] = NAN;
        cases.add(Case.of("blas.gemm", List.of(), transposes(transposeA, transposeB) + " NaN and ∞", Tolerance.sum(k),
                (kernels, in) -> kernels.blas().gemm(transposeA, transposeB, m, n, k, 1, in.floats("a"), lda,
                        in.floats("b"), ldb, 0, in.floats("c"), n),
                in("a", a), in("b", b), out("c", m * n)));
    }

    private void batched(boolean transposeA, boolean transposeB) {
        int[][] sizes = {{5, 9, 17}, {16, 33, 8}, {1, 1, 1}, {3, 4, 0}};
        for (int[] size : sizes) {
            int m = size[0];
            int n = size[1];
            int k = size[2];
            int aExtent = m * k;
            int bExtent = k * n;
            batched(transposeA, transposeB, size, 3, new int[] {aExtent + 2, bExtent + 1, m * n + 3}, 0, 0);
            batched(transposeA, transposeB, size, 4, new int[] {0, bExtent, m * n}, 1, 0.5f);
            batched(transposeA, transposeB, size, 2, new int[] {aExtent, 0, m * n}, -0.5f, 1);
            // heads side by side in the rows of one matrix: each stride is a width, the leading dimension all of them
            int aWidth = transposeA ? m : k;
            int bWidth = transposeB ? k : n;
            batched(transposeA, transposeB, size, 3, new int[] {aWidth, bWidth, n}, 1, 0);
        }
        batched(transposeA, transposeB, new int[] {2, 3, 4}, 0, new int[] {8, 12, 6}, 1, 0);
        batched(transposeA, transposeB, new int[] {65, 66, 67}, 12, new int[] {65 * 67, 66 * 67, 65 * 66}, 1, 0);
    }

    private void batched(
            boolean transposeA, boolean transposeB, int[] size, int batch, int[] strides, float alpha, float beta) {
        int m = size[0];
        int n = size[1];
        int k = size[2];
        boolean interleaved = strides[2] == n && m > 1;
        int lda = (transposeA ? m : k) * (interleaved ? batch : 1);
        int ldb = (transposeB ? k : n) * (interleaved ? batch : 1);
        int ldc = n * (interleaved ? batch : 1);
        float[] c = samples.matrices(batch, strides[2], m, n, ldc, SENTINEL);
        for (int i = 0; beta == 0 && i < c.length; i++) {
            c[i] = c[i] == SENTINEL ? SENTINEL : NAN;
        }
        String label = transposes(transposeA, transposeB) + " m=" + m + " n=" + n + " k=" + k + " batch=" + batch
                + " strides=" + Arrays.toString(strides) + " α=" + alpha + " β=" + beta;
        cases.add(Case.of("blas.gemmBatched", List.of(), label, Tolerance.sum(k),
                (kernels, in) -> kernels.blas().gemmBatched(transposeA, transposeB, m, n, k, alpha,
                        in.floats("a"), lda, strides[0], in.floats("b"), ldb, strides[1],
                        beta, in.floats("c"), ldc, strides[2], batch),
                in("a", samples.matrices(batch, strides[0], transposeA ? k : m, transposeA ? m : k, lda, NAN)),
                in("b", samples.matrices(batch, strides[1], transposeB ? n : k, transposeB ? k : n, ldb, NAN)),
                inOut("c", c)));
    }

    /**
     * The identity times the packed matrix is the matrix, to the bit, although its source was overwritten and closed.
     */
    private void pack(boolean transposeB, int n, int k, int pad) {
        int ldb = (transposeB ? k : n) + pad;
        float[] identity = new float[k * k];
        for (int i = 0; i < k; i++) {
            identity[i * k + i] = 1;
        }
        cases.add(Case.of("blas.pack", List.of(), (transposeB ? "T" : "N") + " n=" + n + " k=" + k + " pad=" + pad,
                Tolerance.EXACT,
                (kernels, in) -> {
                    Blas blas = kernels.blas();
                    blas.pack(transposeB, n, k, in.floats("b"), ldb).close();
                    Buffer source = copy(in.floats("b"));
                    try (PackedMatrix packed = blas.pack(transposeB, n, k, source, ldb)) {
                        kernels.elementwise().fill(NAN, source, source.length());
                        source.close();
                        requireSize(packed, k, n);
                        blas.linear(k, in.floats("x"), k, packed, null, Activation.NONE, in.floats("y"), n);
                    }
                },
                in("b", samples.matrix(transposeB ? n : k, transposeB ? k : n, ldb, NAN)), in("x", identity),
                out("y", k * n)));
    }

    private static Buffer copy(Buffer buffer) {
        float[] content = new float[(int) buffer.length()];
        buffer.read(0, content, 0, content.length);
        Buffer copy = buffer.backend().allocate(content.length);
        copy.write(0, content, 0, content.length);
        return copy;
    }

    private static void requireSize(PackedMatrix packed, int rows, int columns) {
        if (packed.rows() != rows || packed.columns() != columns) {
            throw new AssertionError("blas.pack: a packed (" + rows + ", " + columns + ") matrix says it is ("
                    + packed.rows() + ", " + packed.columns() + ")");
        }
    }

    private void linear(boolean transposeB, Activation activation, int turn) {
        int[][] sizes = {
            {0, 5, 3}, {1, 0, 4}, {3, 4, 0}, {1, 1, 1}, {1, 17, 33}, {2, 9, 65}, {3, 16, 8}, {5, 33, 130}, {7, 15, 7},
            {8, 65, 16}, {37, 31, 17},
        };
        for (int i = 0; i < sizes.length; i++) {
            linear(transposeB, activation, sizes[i], (i + turn) % 2 == 0, (i + turn) % 3 == 0 ? 0 : 3);
        }
        if (activation == Activation.GELU) {
            linear(transposeB, activation, new int[] {200, 256, 128}, true, 0);
        }
    }

    private void linear(boolean transposeB, Activation activation, int[] size, boolean withBias, int pad) {
        int rows = size[0];
        int n = size[1];
        int k = size[2];
        int ldw = transposeB ? k : n;
        int ldx = k + pad;
        int ldy = n + pad;
        List<Argument> arguments = new ArrayList<>(List.of(
                in("x", samples.matrix(rows, k, ldx, NAN)),
                in("w", samples.uniform(k * n)),
                out("y", rows, n, ldy)));
        if (withBias) {
            arguments.add(in("bias", samples.uniform(n)));
        }
        String label = (transposeB ? "T" : "N") + " rows=" + rows + " n=" + n + " k=" + k + " bias=" + withBias
                + " pad=" + pad;
        cases.add(Case.of("blas.linear", List.of(activation), label + " packed in the call", Tolerance.sum(2 * k + 2),
                (kernels, in) -> kernels.blas().linear(
                        rows, in.floats("x"), ldx, transposeB, n, k, in.floats("w"), ldw, bias(withBias, in), activation,
                        in.floats("y"), ldy),
                arguments.toArray(Argument[]::new)));
        cases.add(Case.of("blas.linear", List.of(activation), label, Tolerance.sum(2 * k + 2),
                (kernels, in) -> {
                    try (PackedMatrix w = kernels.blas().pack(transposeB, n, k, in.floats("w"), ldw)) {
                        Buffer bias = bias(withBias, in);
                        kernels.blas().linear(rows, in.floats("x"), ldx, w, bias, activation, in.floats("y"), ldy);
                    }
                },
                arguments.toArray(Argument[]::new)));
    }

    private static @Nullable Buffer bias(boolean withBias, Arguments in) {
        return withBias ? in.floats("bias") : null;
    }

    private static String transposes(boolean transposeA, boolean transposeB) {
        return (transposeA ? "T" : "N") + (transposeB ? "T" : "N");
    }
}
