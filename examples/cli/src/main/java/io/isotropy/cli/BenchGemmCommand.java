package io.isotropy.cli;

import io.isotropy.kernels.Activation;
import io.isotropy.kernels.Backend;
import io.isotropy.kernels.Backends;
import io.isotropy.kernels.Blas;
import io.isotropy.kernels.Buffer;
import io.isotropy.kernels.PackedMatrix;
import java.io.IOException;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Speed of matrix products. */
@Command(name = "gemm", description = "Matrix products in GFLOP/s: the shapes of a small encoder's layers, and square ones.",
        footer = {"", "Example:", "  isotropy bench gemm --json"})
final class BenchGemmCommand implements Callable<Integer> {

    private static final int[][] SHAPES = {{1024, 1152, 384}, {1024, 1536, 384}, {1024, 384, 1536}, {16, 1536, 384}, {512, 512, 512}};

    private final Streams streams;

    @Mixin
    BenchOptions options = new BenchOptions();

    @Mixin
    ThreadOptions threads = new ThreadOptions();

    BenchGemmCommand(Streams streams) {
        this.streams = streams;
    }

    @Override
    public Integer call() throws IOException {
        threads.apply();
        Backend backend = Backends.preferred();
        int all = backend.threads();
        BenchReport report = new BenchReport();
        try {
            for (int count : BenchReport.threads(all)) {
                backend.setThreads(count);
                for (int[] shape : SHAPES) {
                    measure(backend, shape[0], shape[1], shape[2], report);
                }
            }
        } finally {
            backend.setThreads(all);
        }
        streams.print(report.text(options.json));
        return Failures.OK;
    }

    private void measure(Backend backend, int m, int n, int k, BenchReport report) {
        Blas blas = backend.kernels().blas();
        try (Buffer x = random(backend, m * k);
                Buffer w = random(backend, n * k);
                Buffer y = backend.allocate((long) m * n);
                PackedMatrix packed = blas.pack(true, n, k, w, k)) {
            Measured plain =
                    Measured.of(options.scale, () -> blas.gemm(false, true, m, n, k, 1, x, k, w, k, 0, y, n));
            Measured linear =
                    Measured.of(options.scale, () -> blas.linear(m, x, k, packed, null, Activation.NONE, y, n));
            add(report, "gemm", m, n, k, backend.threads(), plain);
            add(report, "packed", m, n, k, backend.threads(), linear);
        }
    }

    private static void add(BenchReport report, String kind, int m, int n, int k, int threads, Measured measured) {
        double gigaflops = 2e-9 * m * n * k;
        report.add(kind + " " + m + "x" + n + "x" + k, threads, gigaflops / measured.medianSeconds(),
                gigaflops / measured.bestSeconds(), "GFLOP/s");
    }

    private static Buffer random(Backend backend, int length) {
        SplittableRandom random = new SplittableRandom(length);
        float[] values = new float[length];
        for (int i = 0; i < length; i++) {
            values[i] = (float) random.nextDouble(-1, 1);
        }
        Buffer buffer = backend.allocateUninitialized(length);
        buffer.write(0, values, 0, length);
        return buffer;
    }
}
