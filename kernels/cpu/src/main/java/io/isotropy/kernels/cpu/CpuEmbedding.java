package io.isotropy.kernels.cpu;

import io.isotropy.kernels.Buffer;
import io.isotropy.kernels.Embedding;
import io.isotropy.kernels.IntBuffer;

/** {@link Embedding}: copies and additions of rows. */
final class CpuEmbedding implements Embedding {

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

    private interface Row {
        void accept(float[] table, int at, float[] y, int yo);
    }

    private void forEachRow(String op, Buffer table, IntBuffer index, Buffer y, int n, int cols, Row body) {
        Arguments check = new Arguments(op, backend);
        check.sizes("n", n, "cols", cols);
        CpuBuffer rows = check.buffer("table", table, 0);
        CpuIntBuffer ids = check.ints("index", index, n);
        CpuBuffer out = check.buffer("y", y, (long) n * cols);
        int count = cols == 0 ? Integer.MAX_VALUE : rows.length / cols;
        for (int i = 0; i < n; i++) {
            int id = ids.array[ids.offset + i];
            if (id < 0 || id >= count) {
                throw new IndexOutOfBoundsException(
                        "[" + op + "] index[" + i + "] must be 0 to " + (count - 1) + ": got " + id);
            }
        }
        for (int i = 0; i < n; i++) {
            int id = ids.array[ids.offset + i];
            body.accept(rows.array, rows.offset + id * cols, out.array, out.offset + i * cols);
        }
    }
}
