package io.isotropy.benchmarks;

import io.isotropy.kernels.AttentionDropout;
import io.isotropy.kernels.Backend;
import io.isotropy.kernels.Backends;
import io.isotropy.kernels.Buffer;
import io.isotropy.kernels.Elementwise.Unary;
import io.isotropy.kernels.IntBuffer;
import io.isotropy.kernels.Kernels;
import io.isotropy.kernels.Reductions.Reduction;
import java.util.EnumMap;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
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

/**
 * The kernels that training adds to a layer of 4096 tokens (64 texts of 64, hidden size 384, 12 heads, feed-forward 1536), the loss of 600
 * masked tokens over 30522 word pieces, and a step of AdamW on 22 million parameters. {@link Work#COPY} is what memory allows.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 1, jvmArgsAppend = {"--add-modules=jdk.incubator.vector", "-Xmx3g"})
public class TrainingKernelBenchmark {

    private static final int HIDDEN = 384;
    private static final int HEADS = 12;
    private static final int FEED_FORWARD = 1536;
    private static final int TEXTS = 64;
    private static final int ROWS = TEXTS * 64;
    private static final int VOCABULARY = 30_522;
    private static final int MASKED = 600;
    private static final int PARAMETERS = 22_000_000;

    /** What is measured, with the numbers it touches. */
    public enum Work {
        /** (4096, 1536), read and written. */
        COPY,
        /** (4096, 1536). */
        GELU_GRADIENT,
        /** (4096, 384). */
        DROPOUT,
        /** (4096, 384). */
        LAYER_NORM_GRADIENT,
        /** (4096, 1536) to (1536). */
        REDUCE_COLUMNS,
        /** 22 million. */
        ADAM_W,
        /** (600, 30522). */
        CROSS_ENTROPY,
        /** (600, 30522). */
        CROSS_ENTROPY_GRADIENT,
        /** (4096, 384) into (30522, 384). */
        SCATTER_ADD,
        /** 64 texts of 64 tokens, 12 heads of 32, with log-sum-exp. */
        ATTENTION,
        /** As ATTENTION, a tenth dropped. */
        ATTENTION_DROPOUT,
        /** As ATTENTION. */
        ATTENTION_GRADIENT,
        /** As ATTENTION_DROPOUT. */
        ATTENTION_DROPOUT_GRADIENT
    }

    /** The kernel. */
    @Param
    public Work work = Work.COPY;

    /** Threads that a kernel may use. */
    @Param({"1", "2"})
    public int threads;

    private final Backend device = Backends.byName("cpu");
    private final Kernels kernels = device.kernels();
    private final Map<Work, Runnable> all = new EnumMap<>(Work.class);
    private Runnable chosen = () -> {};

    /** Makes the buffers. */
    @Setup(Level.Trial)
    public void setUp() {
        device.setThreads(threads);
        warmUp();
        elements();
        loss();
        attention();
        chosen = all.getOrDefault(work, chosen);
    }

    /** Until the backend has gone over from scalar to vector loops, which it does after some work. */
    private void warmUp() {
        int n = 512;
        Buffer x = numbers(n * n);
        Buffer y = numbers(n * n);
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(4);
        while (System.nanoTime() < end) {
            kernels.blas().gemm(false, false, n, n, n, 1, x, n, x, n, 0, y, n);
        }
    }

    private void elements() {
        int wide = ROWS * FEED_FORWARD;
        Buffer x = numbers(wide);
        Buffer y = numbers(wide);
        Buffer dy = numbers(wide);
        Buffer dx = numbers(wide);
        Buffer row = numbers(FEED_FORWARD);
        Buffer sums = numbers(FEED_FORWARD);
        Buffer moreSums = numbers(FEED_FORWARD);
        Buffer perRow = numbers(ROWS);
        all.put(Work.COPY, () -> kernels.elementwise().affine(1, 0, x, y, wide));
        all.put(Work.GELU_GRADIENT, () -> kernels.elementwise().unaryGradient(Unary.GELU, x, y, dy, dx, wide));
        all.put(Work.DROPOUT, () -> kernels.elementwise().dropout(1, 2, 0, 0.1f, x, y, (long) ROWS * HIDDEN));
        all.put(Work.LAYER_NORM_GRADIENT, () -> kernels.normalization()
                .layerNormGradient(x, y, row, perRow, perRow, dy, dx, sums, moreSums, ROWS, HIDDEN));
        all.put(Work.REDUCE_COLUMNS, () -> kernels.reductions().reduceColumns(Reduction.SUM, x, sums, ROWS, FEED_FORWARD));
    }

    private void loss() {
        Buffer logits = numbers(MASKED * VOCABULARY);
        Buffer gradient = numbers(MASKED * VOCABULARY);
        Buffer losses = numbers(MASKED);
        Buffer logSumExp = numbers(MASKED);
        IntBuffer targets = indices(MASKED);
        all.put(Work.CROSS_ENTROPY, () -> kernels.crossEntropy()
                .crossEntropy(logits, targets, -100, 0, losses, logSumExp, MASKED, VOCABULARY));
        all.put(Work.CROSS_ENTROPY_GRADIENT, () -> kernels.crossEntropy()
                .crossEntropyGradient(logits, targets, -100, 0, logSumExp, losses, gradient, MASKED, VOCABULARY));
        Buffer[] parameters = {numbers(PARAMETERS)};
        Buffer[] gradients = {numbers(PARAMETERS)};
        Buffer[] first = {device.allocate(PARAMETERS)};
        Buffer[] second = {device.allocate(PARAMETERS)};
        float[] decays = {0.01f};
        all.put(Work.ADAM_W, () -> kernels.optimization()
                .adamW(parameters, gradients, first, second, decays, 1e-5f, 0.9f, 0.999f, 1e-8f, 10, 0.5f));
        Buffer rows = numbers(ROWS * HIDDEN);
        Buffer table = numbers(VOCABULARY * HIDDEN);
        IntBuffer index = indices(ROWS);
        all.put(Work.SCATTER_ADD, () -> kernels.embedding().scatterAdd(rows, index, table, ROWS, HIDDEN));
    }

    private void attention() {
        Buffer inputs = numbers(ROWS * 3 * HIDDEN);
        Buffer out = numbers(ROWS * HIDDEN);
        Buffer logSumExp = numbers(ROWS * HEADS);
        Buffer dOut = numbers(ROWS * HIDDEN);
        Buffer gradients = numbers(ROWS * 3 * HIDDEN);
        int[] starts = new int[TEXTS + 1];
        for (int i = 0; i < starts.length; i++) {
            starts[i] = i * (ROWS / TEXTS);
        }
        IntBuffer offsets = device.allocateInts(starts.length);
        offsets.write(0, starts, 0, starts.length);
        AttentionDropout dropout = new AttentionDropout(1, 2, 0.1f);
        all.put(Work.ATTENTION, () -> attend(inputs, offsets, null, out, logSumExp));
        all.put(Work.ATTENTION_DROPOUT, () -> attend(inputs, offsets, dropout, out, logSumExp));
        attend(inputs, offsets, null, out, logSumExp);
        all.put(Work.ATTENTION_GRADIENT, () -> differentiate(inputs, offsets, null, out, logSumExp, dOut, gradients));
        all.put(Work.ATTENTION_DROPOUT_GRADIENT, () ->
                differentiate(inputs, offsets, dropout, out, logSumExp, dOut, gradients));
    }

    private void attend(
            Buffer inputs, IntBuffer offsets, @Nullable AttentionDropout dropout, Buffer out, Buffer logSumExp) {
        int ld = 3 * HIDDEN;
        kernels.attention().segmentAttention(
                inputs, ld, third(inputs, 1), third(inputs, 2), ld, offsets, offsets, TEXTS, HEADS, HIDDEN / HEADS, 0.18f,
                false, dropout, out, HIDDEN, logSumExp);
    }

    private void differentiate(
            Buffer inputs, IntBuffer offsets, @Nullable AttentionDropout dropout, Buffer out, Buffer logSumExp, Buffer dOut,
            Buffer gradients) {
        int ld = 3 * HIDDEN;
        kernels.attention().segmentAttentionGradient(
                inputs, ld, third(inputs, 1), third(inputs, 2), ld, offsets, offsets, TEXTS, HEADS, HIDDEN / HEADS, 0.18f,
                false, dropout, out, HIDDEN, logSumExp, dOut, HIDDEN, gradients, ld, third(gradients, 1),
                third(gradients, 2), ld);
    }

    private static Buffer third(Buffer all, int part) {
        return all.slice((long) part * HIDDEN, all.length() - (long) part * HIDDEN);
    }

    /** The chosen kernel. */
    @Benchmark
    public void kernel() {
        chosen.run();
    }

    private IntBuffer indices(int count) {
        IntBuffer buffer = device.allocateInts(count);
        buffer.write(0, new Random(7).ints(count, 0, VOCABULARY).toArray(), 0, count);
        return buffer;
    }

    private Buffer numbers(int count) {
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
