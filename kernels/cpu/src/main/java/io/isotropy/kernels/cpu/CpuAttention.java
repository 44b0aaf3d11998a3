package io.isotropy.kernels.cpu;

import io.isotropy.kernels.Arguments;
import io.isotropy.kernels.Attention;
import io.isotropy.kernels.AttentionDropout;
import io.isotropy.kernels.Buffer;
import io.isotropy.kernels.IntBuffer;
import org.jspecify.annotations.Nullable;

/** {@link Attention}: threads share the heads of the segments, each computed by {@link AttentionHead} or {@link AttentionHeadGradient}. */
final class CpuAttention implements Attention {

    private static final long SMALLEST_CHUNK = 25_000;

    private final CpuBackend backend;

    CpuAttention(CpuBackend backend) {
        this.backend = backend;
    }

    @Override
    public void segmentAttention(
            Buffer q, int ldq, Buffer k, Buffer v, int ldkv, IntBuffer queryOffsets, IntBuffer keyOffsets,
            int segments, int heads, int headDim, float scale, boolean causal, @Nullable AttentionDropout dropout,
            Buffer out, int ldOut, @Nullable Buffer logSumExp) {
        Arguments<CpuBuffer, CpuIntBuffer> check = backend.arguments("segmentAttention");
        AttentionBatch batch = AttentionBatch.of(
                check, queryOffsets, keyOffsets, segments, heads, headDim, scale, causal, dropout);
        AttentionBatch.Rows queries = batch.queries("q", q, ldq);
        AttentionBatch.Rows keys = batch.keys("k", k, ldkv);
        AttentionBatch.Rows values = batch.keys("v", v, ldkv);
        AttentionBatch.Rows outputs = batch.queries("out", out, ldOut);
        CpuBuffer sums = logSumExp == null
                ? null
                : check.buffer("logSumExp", logSumExp, (long) heads * batch.totalQueries());
        forEachTask(batch, () -> {
            AttentionHead head = new AttentionHead(backend, batch);
            return task -> {
                head.load(task, queries, keys, values);
                head.attend(outputs, sums);
            };
        });
    }

    @Override
    public void segmentAttentionGradient(
            Buffer q, int ldq, Buffer k, Buffer v, int ldkv, IntBuffer queryOffsets, IntBuffer keyOffsets,
            int segments, int heads, int headDim, float scale, boolean causal, @Nullable AttentionDropout dropout,
            Buffer out, int ldOut, Buffer logSumExp, Buffer dOut, int lddOut,
            Buffer dq, int lddq, Buffer dk, Buffer dv, int lddkv) {
        Arguments<CpuBuffer, CpuIntBuffer> check = backend.arguments("segmentAttentionGradient");
        AttentionBatch batch = AttentionBatch.of(
                check, queryOffsets, keyOffsets, segments, heads, headDim, scale, causal, dropout);
        AttentionBatch.Rows queries = batch.queries("q", q, ldq);
        AttentionBatch.Rows keys = batch.keys("k", k, ldkv);
        AttentionBatch.Rows values = batch.keys("v", v, ldkv);
        AttentionBatch.Rows outputs = batch.queries("out", out, ldOut);
        CpuBuffer sums = check.buffer("logSumExp", logSumExp, (long) heads * batch.totalQueries());
        AttentionBatch.Rows dOutputs = batch.queries("dOut", dOut, lddOut);
        AttentionBatch.Rows dQueries = batch.queries("dq", dq, lddq);
        AttentionBatch.Rows dKeys = batch.keys("dk", dk, lddkv);
        AttentionBatch.Rows dValues = batch.keys("dv", dv, lddkv);
        forEachTask(batch, () -> {
            AttentionHeadGradient head = new AttentionHeadGradient(backend, batch);
            return task -> {
                head.load(task, queries, keys, values, outputs, sums, dOutputs);
                head.differentiate(dQueries, dKeys, dValues);
            };
        });
    }

    /** Computes one head of one segment. */
    private interface Task {
        void accept(int task);
    }

    private interface Scratch {
        Task create();
    }

    private void forEachTask(AttentionBatch batch, Scratch scratch) {
        int tasks = batch.tasks();
        Workers workers = backend.workers();
        workers.ranges(workers.chunks(batch.work(), SMALLEST_CHUNK, Math.max(1, tasks)), tasks, (from, to) -> {
            Task body = scratch.create();
            for (int task = from; task < to; task++) {
                body.accept(task);
            }
        });
    }
}
