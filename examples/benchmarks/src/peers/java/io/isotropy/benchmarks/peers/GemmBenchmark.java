package io.isotropy.benchmarks.peers;

import io.isotropy.benchmarks.GemmShape;
import io.isotropy.kernels.Backend;
import io.isotropy.kernels.Backends;
import java.lang.foreign.Arena;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** One matrix product in float32, in a process of its own for each library. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 10, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 2, jvmArgsAppend = {"--add-modules=jdk.incubator.vector", "--enable-native-access=ALL-UNNAMED"})
public class GemmBenchmark {

    /** The library; {@code isotropyPacked} has its right side packed before, as the layers of a model do. */
    @Param({"isotropy", "isotropyPacked", "openblas", "mkl"})
    public String backend = "";

    /** m×n×k. */
    @Param({
        "128x384x384", "128x1536x384", "128x384x1536", "1024x384x384", "4096x768x768", "512x512x512", "1024x1024x1024"
    })
    public String shape = "";

    /** Threads that the library may use. */
    @Param({"1", "2"})
    public int threads;

    private final Arena arena = Arena.ofShared();
    private Runnable product = () -> {};

    /** Makes the matrices. */
    @Setup(Level.Trial)
    public void setUp() {
        GemmProblem problem = new GemmProblem(GemmShape.parse(shape));
        product = switch (backend) {
            case "isotropy" -> problem.product(cpu()).call();
            case "isotropyPacked" -> problem.packedProduct(cpu()).call();
            case "openblas" -> problem.nativeProduct(limited(Cblas.openBlas()), arena).call();
            case "mkl" -> problem.nativeProduct(limited(Cblas.mkl()), arena).call();
            default -> throw new IllegalArgumentException("no library is named " + backend);
        };
    }

    /** Frees the native matrices. */
    @TearDown(Level.Trial)
    public void tearDown() {
        arena.close();
    }

    /** One product; its result stays in memory that others can see, so it cannot be optimized away. */
    @Benchmark
    public void gemm() {
        product.run();
    }

    private Backend cpu() {
        Backend cpu = Backends.byName("cpu");
        cpu.setThreads(threads);
        return cpu;
    }

    private Cblas limited(Cblas blas) {
        blas.setThreads(threads);
        return blas;
    }
}
