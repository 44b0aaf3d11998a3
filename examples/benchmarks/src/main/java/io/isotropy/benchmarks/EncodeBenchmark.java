package io.isotropy.benchmarks;

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
import org.openjdk.jmh.annotations.Warmup;

/** all-MiniLM-L6-v2 from token ids to unit vectors. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 5, time = 3)
@Measurement(iterations = 5, time = 2)
@Fork(value = 2, jvmArgsAppend = "--add-modules=jdk.incubator.vector")
public class EncodeBenchmark {

    /** Texts in a call. */
    @Param({"1", "32"})
    public int texts;

    /** Tokens of a text. */
    @Param({"16", "32", "128"})
    public int tokens;

    /** Threads that a kernel may use. */
    @Param({"1", "2"})
    public int threads;

    private int[][] ids = {};
    private Encoder encoder = batch -> new float[batch.length][];

    /** Loads the model, which is fetched where the cache does not have it. */
    @Setup(Level.Trial)
    public void setUp() {
        IsotropyEncoder model = IsotropyEncoder.create();
        model.setThreads(threads);
        encoder = model;
        ids = new TokenBatches(texts, tokens).ids();
    }

    /** One batch. */
    @Benchmark
    public float[][] encode() {
        return encoder.encode(ids);
    }
}
