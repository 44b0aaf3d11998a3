package io.isotropy.kernels.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import io.isotropy.kernels.Activation;
import io.isotropy.kernels.Backend;
import io.isotropy.kernels.Buffer;
import io.isotropy.kernels.PackedMatrix;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Loops on words run on vectors of 8 lanes, others on as many as there are: what the JIT has seen of the one must not spoil the other
 * (docs/decisions/vector-shapes.md). Where the widest vectors have 8 lanes there is nothing to spoil.
 */
@Tag("slow")
class VectorShapesTest {

    private static final int[] ROWS = {256, 160}; // tiles of 12 and of 4 rows, then of 8
    private static final int SIZE = 512;
    private static final double SECONDS = 3;

    @Test
    void productsAreAsFastAfterWords() throws Exception {
        double alone = nanos(false);
        double after = nanos(true);
        assertThat(after).as("nanoseconds of a product after words, to " + alone + " without").isLessThan(2.5 * alone);
    }

    private static double nanos(boolean words) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(), "--add-modules=jdk.incubator.vector",
                        "-Disotropy.cpu.vector=" + 32 * Lanes.COUNT, "-cp", System.getProperty("java.class.path"), Child.class.getName(), "" + words))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        assertThat(process.waitFor()).isZero();
        return Double.parseDouble(printed);
    }

    /** A process of its own: what the JIT has seen cannot be forgotten. */
    static final class Child {

        private Child() {}

        public static void main(String[] args) {
            if (Boolean.parseBoolean(args[0])) {
                long start = System.nanoTime();
                while (System.nanoTime() - start < SECONDS * 1e9) {
                    words(WordLoops.WARM);
                }
            }
            Backend backend = new CpuProvider().create().orElseThrow();
            backend.setThreads(2);
            double last = 0;
            for (int rows : ROWS) {
                last = product(backend, rows);
            }
            System.out.println(last);
        }

        private static void words(WordLoops loops) {
            int n = 100;
            float[] x = new float[8 * n];
            float[] y = new float[8 * n];
            float[] s = new float[64];
            float[] lanes = new float[WordLoops.LANES];
            int[] places = new int[WordLoops.TILE];
            for (int i = 0; i < 200; i++) {
                loops.products(x, y, places, 0, n, s, lanes);
                loops.gather(s, y, places, WordLoops.TILE, x, n);
                loops.scatter(s, x, y, places, WordLoops.TILE, n);
                loops.products(x, 0, n, 3, y, 0, n, 8, n, s, 8, lanes);
                loops.addProducts(s, 0, 1, 3, x, 0, n, y, 0, n);
            }
        }

        /** The nanoseconds of the fastest of many. */
        private static double product(Backend backend, int rows) {
            Buffer x = backend.allocate(rows * SIZE);
            Buffer y = backend.allocate(rows * SIZE);
            PackedMatrix weight = backend.kernels().blas().pack(false, SIZE, SIZE, backend.allocate(SIZE * SIZE), SIZE);
            long best = Long.MAX_VALUE;
            long start = System.nanoTime();
            while (System.nanoTime() - start < SECONDS * 1e9) {
                long from = System.nanoTime();
                backend.kernels().blas().linear(rows, x, SIZE, weight, null, Activation.NONE, y, SIZE);
                best = Math.min(best, System.nanoTime() - from);
            }
            return best;
        }
    }
}
