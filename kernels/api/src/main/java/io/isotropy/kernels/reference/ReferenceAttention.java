package io.isotropy.kernels.reference;

import io.isotropy.kernels.Attention;
import io.isotropy.kernels.AttentionDropout;
import io.isotropy.kernels.Backend;
import io.isotropy.kernels.Buffer;
import io.isotropy.kernels.IntBuffer;
import io.isotropy.kernels.PhiloxBlock;
import io.isotropy.kernels.Requirements;
import org.jspecify.annotations.Nullable;

/** {@link Attention} one query at a time: Vaswani et al. 2017, eq. 1. */
final class ReferenceAttention implements Attention {

    private final Backend backend;

    ReferenceAttention(Backend backend) {
        this.backend = backend;
    }

    /** What one call works on. */
    private record Call(
            String op, int[] queryOffsets, int[] keyOffsets, int heads, int headDim, float scale, boolean causal,
            @Nullable AttentionDropout dropout) {

        int queries() {
            return queryOffsets[queryOffsets.length - 1];
        }

        int keys() {
            return keyOffsets[keyOffsets.length - 1];
        }
    }

    /** A query: its row, its head, its segment's keys, of which it sees the first {@code count}. */
    private record Query(int row, int head, int firstKey, int count) {}

    private interface Body {
        void accept(Query query);
    }

    /** A matrix with a leading dimension. */
    private record Rows(ReferenceBuffer buffer, int leading) {
        double get(int row, int column) {
            return buffer.get((long) row * leading + column);
        }

        void set(int row, int column, double value) {
            buffer.set((long) row * leading + column, value);
        }

        void add(int row, int column, double value) {
            set(row, column, get(row, column) + value);
        }
    }

    @Override
    public void segmentAttention(
            Buffer qBuffer, int ldq, Buffer kBuffer, Buffer vBuffer, int ldkv, IntBuffer queryOffsets,
            IntBuffer keyOffsets, int segments, int heads, int headDim, float scale, boolean causal,
            @Nullable AttentionDropout dropout, Buffer outBuffer, int ldOut, @Nullable Buffer logSumExpBuffer) {
        Call call = call("segmentAttention", queryOffsets, keyOffsets, segments, heads, headDim, scale, causal, dropout);
        int n = call.queries();
        Rows q = rows(call, "q", qBuffer, n, "ldq", ldq);
        Rows k = rows(call, "k", kBuffer, call.keys(), "ldkv", ldkv);
        Rows v = rows(call, "v", vBuffer, call.keys(), "ldkv", ldkv);
        Rows out = rows(call, "out", outBuffer, n, "ldOut", ldOut);
        ReferenceBuffer logSumExps = logSumExpBuffer == null
                ? null
                : ReferenceBuffer.of(backend, call.op, "logSumExp", logSumExpBuffer, (long) heads * n);
        forEachQuery(call, query -> {
            double[] weights = scores(call, query, q, k);
            if (logSumExps != null) {
                logSumExps.set((long) query.head * n + query.row, ReferenceNormalization.logSumExp(weights));
            }
            ReferenceNormalization.softmax(weights);
            for (int d = query.head * headDim; d < (query.head + 1) * headDim; d++) {
                double sum = 0;
                for (int j = 0; j < query.count; j++) {
                    sum += weights[j] * kept(call, query, j) * v.get(query.firstKey + j, d);
                }
                out.set(query.row, d, sum);
            }
        });
    }

    @Override
    public void segmentAttentionGradient(
            Buffer qBuffer, int ldq, Buffer kBuffer, Buffer vBuffer, int ldkv, IntBuffer queryOffsets,
            IntBuffer keyOffsets, int segments, int heads, int headDim, float scale, boolean causal,
            @Nullable AttentionDropout dropout, Buffer outBuffer, int ldOut, Buffer logSumExpBuffer, Buffer dOutBuffer,
            int lddOut, Buffer dqBuffer, int lddq, Buffer dkBuffer, Buffer dvBuffer, int lddkv) {
        Call call = call(
                "segmentAttentionGradient", queryOffsets, keyOffsets, segments, heads, headDim, scale, causal, dropout);
        int n = call.queries();
        int m = call.keys();
        Rows q = rows(call, "q", qBuffer, n, "ldq", ldq);
        Rows k = rows(call, "k", kBuffer, m, "ldkv", ldkv);
        Rows v = rows(call, "v", vBuffer, m, "ldkv", ldkv);
        Rows out = rows(call, "out", outBuffer, n, "ldOut", ldOut);
        ReferenceBuffer logSumExps =
                ReferenceBuffer.of(backend, call.op, "logSumExp", logSumExpBuffer, (long) heads * n);
        Rows dOut = rows(call, "dOut", dOutBuffer, n, "lddOut", lddOut);
        Rows dq = rows(call, "dq", dqBuffer, n, "lddq", lddq);
        Rows dk = rows(call, "dk", dkBuffer, m, "lddkv", lddkv);
        Rows dv = rows(call, "dv", dvBuffer, m, "lddkv", lddkv);
        for (int d = 0; d < heads * headDim; d++) {
            for (int i = 0; i < n; i++) {
                dq.set(i, d, 0);
            }
            for (int j = 0; j < m; j++) {
                dk.set(j, d, 0);
                dv.set(j, d, 0);
            }
        }
        forEachQuery(call, query -> {
            double[] scores = scores(call, query, q, k);
            double logSumExp = logSumExps.get((long) query.head * n + query.row);
            double total = 0;
            for (int d = query.head * headDim; d < (query.head + 1) * headDim; d++) {
                total += dOut.get(query.row, d) * out.get(query.row, d);
            }
            for (int j = 0; j < query.count; j++) {
                int key = query.firstKey + j;
                double probability = Math.exp(scores[j] - logSumExp);
                double kept = kept(call, query, j);
                double dProbability = 0;
                for (int d = query.head * headDim; d < (query.head + 1) * headDim; d++) {
                    dProbability += dOut.get(query.row, d) * kept * v.get(key, d);
                    dv.add(key, d, probability * kept * dOut.get(query.row, d));
                }
                double dScore = probability * (dProbability - total);
                for (int d = query.head * headDim; d < (query.head + 1) * headDim; d++) {
                    dq.add(query.row, d, scale * dScore * k.get(key, d));
                    dk.add(key, d, scale * dScore * q.get(query.row, d));
                }
            }
        });
    }

    private static void forEachQuery(Call call, Body body) {
        for (int s = 0; s < call.queryOffsets.length - 1; s++) {
            int first = call.queryOffsets[s];
            int keys = call.keyOffsets[s + 1] - call.keyOffsets[s];
            for (int head = 0; head < call.heads; head++) {
                for (int row = first; row < call.queryOffsets[s + 1]; row++) {
                    body.accept(new Query(row, head, call.keyOffsets[s], call.causal ? row - first + 1 : keys));
                }
            }
        }
    }

    private static double[] scores(Call call, Query query, Rows q, Rows k) {
        double[] scores = new double[query.count];
        for (int j = 0; j < query.count; j++) {
            for (int d = query.head * call.headDim; d < (query.head + 1) * call.headDim; d++) {
                scores[j] += q.get(query.row, d) * k.get(query.firstKey + j, d);
            }
            scores[j] *= call.scale;
        }
        return scores;
    }

    /** The dropout's factor for a probability: 0 or 1/(1 − p). */
    private static double kept(Call call, Query query, int key) {
        AttentionDropout dropout = call.dropout;
        if (dropout == null) {
            return 1;
        }
        long index = AttentionDropout.index(query.row, call.heads, query.head, key);
        boolean kept = PhiloxBlock.uniform(dropout.seed(), dropout.stream(), index) >= dropout.p();
        return kept ? 1 / (1.0 - dropout.p()) : 0;
    }

    private Call call(
            String op, IntBuffer queryOffsets, IntBuffer keyOffsets, int segments, int heads, int headDim, float scale,
            boolean causal, @Nullable AttentionDropout dropout) {
        Requirements.notNegative(op, "heads", heads);
        Requirements.notNegative(op, "headDim", headDim);
        int[] queries = ReferenceIntBuffer.offsets(backend, op, "queryOffsets", queryOffsets, segments);
        int[] keys = ReferenceIntBuffer.offsets(backend, op, "keyOffsets", keyOffsets, segments);
        if (causal) {
            Requirements.causal(op, queries, keys);
        }
        if (dropout != null) {
            Requirements.share(op, "dropout.p", dropout.p());
        }
        return new Call(op, queries, keys, heads, headDim, scale, causal, dropout);
    }

    private Rows rows(Call call, String name, Buffer buffer, int count, String leadingName, int leading) {
        long columns = (long) call.heads * call.headDim;
        Requirements.leadingDimension(call.op, leadingName, leading, columns);
        long needed = Requirements.extent(count, columns, leading);
        return new Rows(ReferenceBuffer.of(backend, call.op, name, buffer, needed), leading);
    }
}
