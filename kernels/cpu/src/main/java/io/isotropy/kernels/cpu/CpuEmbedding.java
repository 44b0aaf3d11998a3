package io.isotropy.kernels.cpu;

import io.isotropy.kernels.Arguments;
import io.isotropy.kernels.Buffer;
import io.isotropy.kernels.Embedding;
import io.isotropy.kernels.IntBuffer;
import io.isotropy.kernels.Requirements;

/** {@link Embedding}: copies and additions of rows. */
final class CpuEmbedding implements Embedding {

    private static final int SMALLEST_CHUNK = 1 << 14;

    private final CpuBackend backend;

    CpuEmbedding(CpuBackend backend) {
        this.backend = backend;
    }

    @Override
    public void gather(Buffer table, IntBuffer index, Buffer y, int n, int cols) {
        forEachRow("gather", table, index, y, n, cols, (from, from0, to, to0) ->
                System.arraycopy(from, from0, to, to0, cols));
    }

    @Override
    public void gatherAdd(Buffer table, IntBuffer index, Buffer y, int n, int cols) {
        forEachRow("gatherAdd", table, index, y, n, cols, (from, from0, to, to0) ->
                Loops.current().addScaled(1f, from, from0, to, to0, cols));
    }

    /** Threads share the columns: each walks all rows, so every number is added in ascending order. */
    @Override
    public void scatterAdd(Buffer rows, IntBuffer index, Buffer table, int n, int cols) {
        Arguments<CpuBuffer, CpuIntBuffer> check = backend.arguments("scatterAdd");
        check.size("n", n);
        check.size("cols", cols);
        CpuBuffer in = check.buffer("rows", rows, (long) n * cols);
        CpuIntBuffer ids = check.ints("index", index, n);
        CpuBuffer out = check.buffer("table", table, 0);
        if (cols == 0) {
            return;
        }
        Requirements.rowsOfTable("scatterAdd", ids.array, ids.offset, n, out.length / cols);
        Workers workers = backend.workers();
        int chunks = workers.chunks((long) n * cols, SMALLEST_CHUNK, Math.max(1, cols / 64));
        workers.ranges(chunks, cols, (from, to) -> {
            for (int i = 0; i < n; i++) {
                int row = ids.array[ids.offset + i];
                Loops.current().addScaled(
                        1f, in.array, in.offset + i * cols + from, out.array, out.offset + row * cols + from, to - from);
            }
        });
    }

    private interface Row {
        void accept(float[] table, int at, float[] y, int yo);
    }

    private void forEachRow(String op, Buffer table, IntBuffer index, Buffer y, int n, int cols, Row body) {
        Arguments<CpuBuffer, CpuIntBuffer> check = backend.arguments(op);
        check.size("n", n);
        check.size("cols", cols);
        CpuBuffer rows = check.buffer("table", table, 0);
        CpuIntBuffer ids = check.ints("index", index, n);
        CpuBuffer out = check.buffer("y", y, (long) n * cols);
        if (cols == 0) {
            return;
        }
        Requirements.rowsOfTable(op, ids.array, ids.offset, n, rows.length / cols);
        Workers workers = backend.workers();
        workers.ranges(workers.chunks((long) n * cols, SMALLEST_CHUNK, Math.max(1, n)), n, (from, to) -> {
            for (int i = from; i < to; i++) {
                int id = ids.array[ids.offset + i];
                body.accept(rows.array, rows.offset + id * cols, out.array, out.offset + i * cols);
            }
        });
    }
}
