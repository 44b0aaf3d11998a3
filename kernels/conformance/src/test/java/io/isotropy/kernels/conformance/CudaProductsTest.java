package io.isotropy.kernels.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.isotropy.kernels.Activation;
import io.isotropy.kernels.Backend;
import io.isotropy.kernels.Backends;
import io.isotropy.kernels.Buffer;
import io.isotropy.kernels.PackedMatrix;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Products of the cuda backend in the precision that {@code -Disotropy.cuda.precision} asks for; the pom runs it with each, and with
 * what {@code -Disotropy.cuda.warpgroups} switches on. Numbers of A and B are
 * rounded by a share ε of themselves, at random, so a sum of k products of numbers up to 1 is off by some ε·√k.
 */
class CudaProductsTest {

    /** Empty, odd, of whole tiles, one beyond, of several tiles of both sizes, and of few tiles and long sums. */
    private static final int[][] SIZES = {
        {1, 1, 1}, {3, 4, 0}, {5, 7, 3}, {64, 64, 16}, {65, 63, 17}, {64, 128, 130}, {128, 128, 64}, {129, 132, 33}, {300, 260, 140},
        {700, 640, 20}, {70, 64, 2100}, {1, 3, 5000},
    };

    private final Samples samples = new Samples(42, "cuda products");

    @ParameterizedTest
    @CsvSource({"false, false", "false, true", "true, false", "true, true"})
    void gemm(boolean transposeA, boolean transposeB) {
        Backend cuda = CudaConformanceTest.cuda();
        for (int[] size : SIZES) {
            for (int pad : new int[] {0, 4, 3}) { // groups of four numbers are aligned, or not
                int m = size[0];
                int n = size[1];
                int k = size[2];
                int lda = (transposeA ? m : k) + pad;
                int ldb = (transposeB ? k : n) + pad;
                float[] a = samples.matrix(transposeA ? k : m, transposeA ? m : k, lda, Float.NaN);
                float[] b = samples.matrix(transposeB ? n : k, transposeB ? k : n, ldb, Float.NaN);
                float[] c = samples.uniform(m * n);
                List<double[]> results = new ArrayList<>();
                for (Backend backend : List.of(Backends.reference(), cuda)) {
                    try (Buffer left = filled(backend, a);
                            Buffer right = filled(backend, b);
                            Buffer result = filled(backend, c)) {
                        backend.kernels().blas()
                                .gemm(transposeA, transposeB, m, n, k, 0.5f, left, lda, right, ldb, -0.5f, result, n);
                        results.add(read(result));
                    }
                }
                compare(cuda, k, results, "m=" + m + " n=" + n + " k=" + k + " pad=" + pad);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"false, NONE", "true, GELU", "true, RELU", "false, TANH"})
    void linear(boolean transposed, Activation activation) {
        Backend cuda = CudaConformanceTest.cuda();
        for (int[] size : SIZES) {
            int rows = size[0];
            int n = size[1];
            int k = size[2];
            float[] x = samples.uniform(rows * k);
            float[] w = samples.uniform(k * n);
            float[] bias = samples.uniform(n);
            List<double[]> results = new ArrayList<>();
            for (Backend backend : List.of(Backends.reference(), cuda)) {
                try (Buffer input = filled(backend, x);
                        Buffer weight = filled(backend, w);
                        Buffer added = filled(backend, bias);
                        Buffer result = backend.allocate((long) rows * n);
                        PackedMatrix packed = backend.kernels().blas().pack(transposed, n, k, weight, transposed ? k : n)) {
                    backend.kernels().blas().linear(rows, input, k, packed, added, activation, result, n);
                    results.add(read(result));
                }
            }
            compare(cuda, k, results, "rows=" + rows + " n=" + n + " k=" + k);
        }
    }

    /** A row's result does not depend on its place, nor on the size of the tiles that computed it. */
    @Test
    void placeDoesNotMatter() {
        Backend cuda = CudaConformanceTest.cuda();
        int m = 700;
        int n = 640;
        int k = 140;
        float[] a = samples.uniform(m * k);
        float[] b = samples.uniform(k * n);
        try (Buffer left = filled(cuda, a);
                Buffer right = filled(cuda, b);
                Buffer whole = cuda.allocate((long) m * n);
                Buffer part = cuda.allocate(5L * n)) {
            cuda.kernels().blas().gemm(false, false, m, n, k, 1, left, k, right, n, 0, whole, n);
            cuda.kernels().blas().gemm(false, false, 5, n, k, 1, left.slice(333L * k, 5L * k), k, right, n, 0, part, n);
            double[] rows = new double[5 * n];
            whole.read(333L * n, rows, 0, rows.length);
            assertThat(read(part)).containsExactly(rows);
        }
    }

    /** The share of a number that rounding changes it by, at most; what long sums in float32 make of nothing otherwise. */
    static double rounding(Backend cuda) {
        return cuda.description().contains("bfloat16") ? 0x1p-8 : cuda.description().contains("TF32") ? 0x1p-11 : 0x1p-20;
    }

    private static void compare(Backend cuda, int k, List<double[]> results, String label) {
        double tolerance = 2 * rounding(cuda) * Math.sqrt(k) + 1e-5;
        double[] want = results.get(0);
        double[] got = results.get(1);
        for (int i = 0; i < want.length; i++) {
            assertThat(Math.abs(got[i] - want[i])).as("%s, c[%d]: got %s, want %s", label, i, got[i], want[i]).isLessThan(tolerance);
        }
    }

    private static Buffer filled(Backend backend, float[] content) {
        Buffer buffer = backend.allocate(content.length);
        buffer.write(0, content, 0, content.length);
        return buffer;
    }

    private static double[] read(Buffer buffer) {
        double[] values = new double[(int) buffer.length()];
        buffer.read(0, values, 0, values.length);
        return values;
    }
}
