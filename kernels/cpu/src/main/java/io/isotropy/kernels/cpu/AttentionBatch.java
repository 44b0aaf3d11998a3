package io.isotropy.kernels.cpu;

import io.isotropy.kernels.Arguments;
import io.isotropy.kernels.AttentionDropout;
import io.isotropy.kernels.Buffer;
import io.isotropy.kernels.IntBuffer;
import io.isotropy.kernels.Requirements;
import org.jspecify.annotations.Nullable;

/** The segments and heads of one call of attention. A task is one head of one segment. */
record AttentionBatch(
        Arguments<CpuBuffer, CpuIntBuffer> check, int[] queryOffsets, int[] keyOffsets, int heads, int headDim, float scale, boolean causal,
        @Nullable AttentionDropout dropout) {

    static AttentionBatch of(
            Arguments<CpuBuffer, CpuIntBuffer> check, IntBuffer queryOffsets, IntBuffer keyOffsets, int segments, int heads, int headDim,
            float scale, boolean causal, @Nullable AttentionDropout dropout) {
        check.size("segments", segments);
        check.size("heads", heads);
        check.size("headDim", headDim);
        int[] queries = check.offsets("queryOffsets", queryOffsets, segments);
        int[] keys = check.offsets("keyOffsets", keyOffsets, segments);
        if (causal) {
            Requirements.causal(check.op(), queries, keys);
        }
        if (dropout != null) {
            Requirements.share(check.op(), "dropout.p", dropout.p());
        }
        return new AttentionBatch(check, queries, keys, heads, headDim, scale, causal, dropout);
    }

    /** The operand {@code name}, of as many rows as there are queries or keys. */
    Rows queries(String name, Buffer buffer, int leading) {
        return rows(name, buffer, queryOffsets[queryOffsets.length - 1], leading);
    }

    Rows keys(String name, Buffer buffer, int leading) {
        return rows(name, buffer, keyOffsets[keyOffsets.length - 1], leading);
    }

    private Rows rows(String name, Buffer buffer, int rows, int leading) {
        Requirements.leadingDimension(check.op(), "leading dimension of " + name, leading, (long) heads * headDim);
        CpuBuffer own = check.matrix(name, buffer, rows, heads * headDim, leading);
        return new Rows(own.array, own.offset, leading);
    }

    /** A matrix operand. */
    record Rows(float[] array, int offset, int leading) {
        int at(int row, int column) {
            return offset + row * leading + column;
        }
    }

    int totalQueries() {
        return queryOffsets[queryOffsets.length - 1];
    }

    int tasks() {
        return (queryOffsets.length - 1) * heads;
    }

    int head(int task) {
        return task % heads;
    }

    int firstQuery(int task) {
        return queryOffsets[task / heads];
    }

    int queries(int task) {
        return queryOffsets[task / heads + 1] - firstQuery(task);
    }

    int firstKey(int task) {
        return keyOffsets[task / heads];
    }

    int keys(int task) {
        return keyOffsets[task / heads + 1] - firstKey(task);
    }

    /** Multiply-adds of one product of queries and keys, for all tasks. */
    long work() {
        long work = 0;
        for (int s = 0; s < queryOffsets.length - 1; s++) {
            long queries = (long) queryOffsets[s + 1] - queryOffsets[s];
            work += queries * (keyOffsets[s + 1] - keyOffsets[s]) * heads * headDim;
        }
        return work;
    }
}
