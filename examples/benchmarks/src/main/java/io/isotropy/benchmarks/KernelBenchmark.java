package io.isotropy.benchmarks;

import io.isotropy.kernels.Activation;
import io.isotropy.kernels.Backend;
import io.isotropy.kernels.Backends;
import io.isotropy.kernels.Buffer;
import io.isotropy.kernels.IntBuffer;
import io.isotropy.kernels.Kernels;
import io.isotropy.kernels.PackedMatrix;
import io.isotropy.kernels.Pooling;
import java.util.Random;
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

/** The kernels of one MiniLM layer (hidden size 384, 12 heads, feed-forward 1536) on texts of 32 tokens. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 10, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 2, jvmArgsAppend = "--add-modules=jdk.incubator.vector")
public class KernelBenchmark {

    private static final int HIDDEN = 384;
    private static final int HEADS = 12;
    private static final int FEED_FORWARD = 1536;
    private static final int TOKENS = 32;
    private static final float EPS = 1e-12f;

    /** The backend's name. */
    @Param("cpu")
    public String backend = "";

    /** Threads that a kernel may use. */
    @Param({"1", "2"})
    public int threads;

    /** Texts in the batch. */
    @Param({"1", "32"})
    public int texts;

    private Runnable linearGelu = () -> {};
    private Runnable attention = () -> {};
    private Runnable layerNorm = () -> {};
    private Runnable softmax = () -> {};
    private Runnable meanPooling = () -> {};

    /** Makes the buffers of one layer. */
    @Setup(Level.Trial)
    public void setUp() {
        Backend device = Backends.byName(backend);
        device.setThreads(threads);
        Kernels kernels = device.kernels();
        int rows = texts * TOKENS;
        Buffer x = numbers(device, rows * HIDDEN);
        Buffer y = device.allocate((long) rows * HIDDEN);
        Buffer wide = device.allocate((long) rows * FEED_FORWARD);
        Buffer bias = numbers(device, FEED_FORWARD);
        PackedMatrix weight =
                kernels.blas().pack(true, FEED_FORWARD, HIDDEN, numbers(device, FEED_FORWARD * HIDDEN), HIDDEN);
        linearGelu = () -> kernels.blas().linear(rows, x, HIDDEN, weight, bias, Activation.GELU, wide, FEED_FORWARD);

        Buffer queryKeyValue = numbers(device, rows * 3 * HIDDEN);
        long end = queryKeyValue.length();
        Buffer key = queryKeyValue.slice(HIDDEN, end - HIDDEN);
        Buffer value = queryKeyValue.slice(2 * HIDDEN, end - 2 * HIDDEN);
        IntBuffer offsets = offsets(device);
        float scale = (float) (1 / Math.sqrt((double) HIDDEN / HEADS));
        attention = () -> kernels.attention()
                .segmentAttention(
                        queryKeyValue, 3 * HIDDEN, key, value, 3 * HIDDEN, offsets, offsets, texts, HEADS,
                        HIDDEN / HEADS, scale, false, null, y, HIDDEN, null);

        Buffer residual = numbers(device, rows * HIDDEN);
        Buffer gamma = numbers(device, HIDDEN);
        Buffer beta = numbers(device, HIDDEN);
        layerNorm = () -> kernels.normalization()
                .layerNorm(x, residual, gamma, beta, y, null, null, rows, HIDDEN, EPS);
        softmax = () -> kernels.normalization().softmax(x, y, rows, HIDDEN);
        Buffer vectors = device.allocate((long) texts * HIDDEN);
        meanPooling = () -> kernels.pooling().segmentPool(Pooling.Mode.MEAN, x, offsets, texts, HIDDEN, vectors);
    }

    /** f(X·W + b), (N, 384) to (N, 1536), f the exact GELU. */
    @Benchmark
    public void linearGelu() {
        linearGelu.run();
    }

    /** 12 heads of 32 columns each. */
    @Benchmark
    public void attention() {
        attention.run();
    }

    /** With the residual added, (N, 384). */
    @Benchmark
    public void layerNorm() {
        layerNorm.run();
    }

    /** (N, 384). */
    @Benchmark
    public void softmax() {
        softmax.run();
    }

    /** (N, 384) to (texts, 384). */
    @Benchmark
    public void meanPooling() {
        meanPooling.run();
    }

    private IntBuffer offsets(Backend device) {
        int[] starts = new int[texts + 1];
        for (int i = 0; i < starts.length; i++) {
            starts[i] = i * TOKENS;
        }
        IntBuffer offsets = device.allocateInts(starts.length);
        offsets.write(0, starts, 0, starts.length);
        return offsets;
    }

    private static Buffer numbers(Backend device, int count) {
        Random random = new Random(42);
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = random.nextFloat() - 0.5f;
        }
        Buffer buffer = device.allocate(count);
        buffer.write(0, values, 0, count);
        return buffer;
    }
}
