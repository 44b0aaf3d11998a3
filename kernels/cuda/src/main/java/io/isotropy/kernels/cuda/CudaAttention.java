package io.isotropy.kernels.cuda;

import io.isotropy.kernels.Arguments;
import io.isotropy.kernels.Attention;
import io.isotropy.kernels.AttentionDropout;
import io.isotropy.kernels.Buffer;
import io.isotropy.kernels.Dropout;
import io.isotropy.kernels.IntBuffer;
import io.isotropy.kernels.Requirements;
import org.jspecify.annotations.Nullable;

/** {@link Attention} by attention.cu or attention_tensor.cuh: blocks for tiles of rows of the segments, which Java lists. */
final class CudaAttention implements Attention {

    private final CudaBackend backend;

    CudaAttention(CudaBackend backend) {
        this.backend = backend;
    }

    /** The segments and heads of one call. */
    private record Batch(
            Arguments<CudaBuffer, CudaIntBuffer> check, int[] queryOffsets, int[] keyOffsets, CudaIntBuffer queries, CudaIntBuffer keys, int heads,
            int headDim, float scale, boolean causal, @Nullable AttentionDropout dropout) {

        CudaBuffer queryRows(String name, Buffer buffer, int leading) {
            return rows(name, buffer, totalQueries(), leading);
        }

        CudaBuffer keyRows(String name, Buffer buffer, int leading) {
            return rows(name, buffer, keyOffsets[keyOffsets.length - 1], leading);
        }

        private CudaBuffer rows(String name, Buffer buffer, int rows, int leading) {
            long columns = (long) heads * headDim;
            Requirements.leadingDimension(check.op(), "the leading dimension of " + name, leading, columns);
            return check.buffer(name, buffer, Requirements.extent(rows, columns, leading));
        }

        int totalQueries() {
            return queryOffsets[queryOffsets.length - 1];
        }

        /** The arguments that all kernels have after q, k and v. */
        Launch withSegments(Launch launch, CudaIntBuffer tiles) {
            Dropout keeping = dropout == null ? Dropout.NONE : new Dropout(dropout.seed(), dropout.stream(), dropout.p());
            return launch.with(tiles).with(queries).with(keys).with(heads).with(headDim).with(scale).with(causal)
                    .with(keeping.seed()).with(keeping.stream()).with(keeping.threshold()).with(keeping.scale());
        }
    }

    @Override
    public void segmentAttention(
            Buffer q, int ldq, Buffer k, Buffer v, int ldkv, IntBuffer queryOffsets, IntBuffer keyOffsets,
            int segments, int heads, int headDim, float scale, boolean causal, @Nullable AttentionDropout dropout,
            Buffer out, int ldOut, @Nullable Buffer logSumExp) {
        Batch batch = batch("segmentAttention", queryOffsets, keyOffsets, segments, heads, headDim, scale, causal, dropout);
        CudaBuffer queries = batch.queryRows("q", q, ldq);
        CudaBuffer keys = batch.keyRows("k", k, ldkv);
        CudaBuffer values = batch.keyRows("v", v, ldkv);
        CudaBuffer outputs = batch.queryRows("out", out, ldOut);
        CudaBuffer sums = batch.check.optional("logSumExp", logSumExp, (long) heads * batch.totalQueries());
        AttentionKernels kernels = AttentionKernels.of(backend.precision(), headDim);
        int[] tiles = AttentionKernels.tiles(batch.queryOffsets, kernels.rows());
        try (CudaIntBuffer listed = CudaIntBuffer.of(backend, tiles)) {
            Launch launch = Launch.of(kernels.attend(), kernels.shape(tiles, heads)).with(queries).with(ldq).with(keys).with(values)
                    .with(ldkv);
            batch.withSegments(launch, listed).with(outputs).with(ldOut).with(sums).with(batch.totalQueries()).run(backend);
        }
    }

    @Override
    public void segmentAttentionGradient(
            Buffer q, int ldq, Buffer k, Buffer v, int ldkv, IntBuffer queryOffsets, IntBuffer keyOffsets,
            int segments, int heads, int headDim, float scale, boolean causal, @Nullable AttentionDropout dropout,
            Buffer out, int ldOut, Buffer logSumExp, Buffer dOut, int lddOut,
            Buffer dq, int lddq, Buffer dk, Buffer dv, int lddkv) {
        Batch batch = batch(
                "segmentAttentionGradient", queryOffsets, keyOffsets, segments, heads, headDim, scale, causal, dropout);
        CudaBuffer queries = batch.queryRows("q", q, ldq);
        CudaBuffer keys = batch.keyRows("k", k, ldkv);
        CudaBuffer values = batch.keyRows("v", v, ldkv);
        CudaBuffer outputs = batch.queryRows("out", out, ldOut);
        int n = batch.totalQueries();
        CudaBuffer sums = batch.check.buffer("logSumExp", logSumExp, (long) heads * n);
        CudaBuffer dOutputs = batch.queryRows("dOut", dOut, lddOut);
        CudaBuffer dQueries = batch.queryRows("dq", dq, lddq);
        CudaBuffer dKeys = batch.keyRows("dk", dk, lddkv);
        CudaBuffer dValues = batch.keyRows("dv", dv, lddkv);
        AttentionKernels kernels = AttentionKernels.of(backend.precision(), headDim);
        int[] queryTiles = AttentionKernels.tiles(batch.queryOffsets, kernels.gradientRows());
        int[] keyTiles = AttentionKernels.tiles(batch.keyOffsets, kernels.gradientRows());
        try (CudaBuffer deltas = backend.floats((long) heads * n);
                CudaIntBuffer ofQueries = CudaIntBuffer.of(backend, queryTiles);
                CudaIntBuffer ofKeys = CudaIntBuffer.of(backend, keyTiles)) {
            Launch.of(Kernel.ATTENTION_DELTAS, Shape.warps(n, heads)).with(outputs).with(ldOut).with(dOutputs).with(lddOut)
                    .with(deltas).with(n).with(headDim).run(backend);
            Launch launch = Launch.of(kernels.queryGradient(), kernels.gradientShape(queryTiles, heads)).with(queries)
                    .with(ldq).with(keys).with(values).with(ldkv);
            batch.withSegments(launch, ofQueries).with(sums).with(deltas).with(dOutputs).with(lddOut).with(dQueries).with(lddq)
                    .with(n).run(backend);
            launch = Launch.of(kernels.keyValueGradient(), kernels.gradientShape(keyTiles, heads)).with(queries).with(ldq)
                    .with(keys).with(values).with(ldkv);
            batch.withSegments(launch, ofKeys).with(sums).with(deltas).with(dOutputs).with(lddOut).with(dKeys).with(dValues)
                    .with(lddkv).with(n).run(backend);
        }
    }

    private Batch batch(
            String op, IntBuffer queryOffsets, IntBuffer keyOffsets, int segments, int heads, int headDim, float scale,
            boolean causal, @Nullable AttentionDropout dropout) {
        Arguments<CudaBuffer, CudaIntBuffer> check = backend.arguments(op);
        check.size("segments", segments);
        check.size("heads", heads);
        check.size("headDim", headDim);
        int[] queries = check.offsets("queryOffsets", queryOffsets, segments);
        int[] keys = check.offsets("keyOffsets", keyOffsets, segments);
        if (causal) {
            Requirements.causal(op, queries, keys);
        }
        if (dropout != null) {
            Requirements.share(op, "dropout.p", dropout.p());
        }
        return new Batch(
                check, queries, keys, check.ints("queryOffsets", queryOffsets, segments + 1L),
                check.ints("keyOffsets", keyOffsets, segments + 1L), heads, headDim, scale, causal, dropout);
    }
}
