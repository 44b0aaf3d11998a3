package io.isotropy.kernels.reference;

import io.isotropy.kernels.Backend;
import io.isotropy.kernels.Buffer;
import io.isotropy.kernels.Embedding;
import io.isotropy.kernels.IntBuffer;
import io.isotropy.kernels.Requirements;

/** {@link Embedding} row by row. */
final class ReferenceEmbedding implements Embedding {

    private final Backend backend;

    ReferenceEmbedding(Backend backend) {
        this.backend = backend;
    }

    @Override
    public void gather(Buffer table, IntBuffer index, Buffer y, int n, int cols) {
        look("gather", false, table, index, y, n, cols);
    }

    @Override
    public void gatherAdd(Buffer table, IntBuffer index, Buffer y, int n, int cols) {
        look("gatherAdd", true, table, index, y, n, cols);
    }

    private void look(
            String op, boolean add, Buffer tableBuffer, IntBuffer indexBuffer, Buffer yBuffer, int n, int cols) {
        Requirements.notNegative(op, "n", n);
        Requirements.notNegative(op, "cols", cols);
        ReferenceBuffer table = ReferenceBuffer.of(backend, op, "table", tableBuffer, 0);
        ReferenceIntBuffer index = ReferenceIntBuffer.of(backend, op, "index", indexBuffer, n);
        ReferenceBuffer y = ReferenceBuffer.of(backend, op, "y", yBuffer, (long) n * cols);
        if (cols == 0) {
            return; // a table without columns has no number of rows to check against
        }
        int[] rows = new int[n];
        index.read(0, rows, 0, n);
        Requirements.rowsOfTable(op, rows, 0, n, table.length() / cols);
        for (int i = 0; i < n; i++) {
            for (int c = 0; c < cols; c++) {
                long at = (long) i * cols + c;
                double element = table.get((long) rows[i] * cols + c);
                y.set(at, add ? y.get(at) + element : element);
            }
        }
    }

    @Override
    public void scatterAdd(
            Buffer rowsBuffer, IntBuffer indexBuffer, Buffer tableBuffer, int n, int cols) {
        String op = "scatterAdd";
        Requirements.notNegative(op, "n", n);
        Requirements.notNegative(op, "cols", cols);
        ReferenceBuffer rows = ReferenceBuffer.of(backend, op, "rows", rowsBuffer, (long) n * cols);
        ReferenceIntBuffer index = ReferenceIntBuffer.of(backend, op, "index", indexBuffer, n);
        ReferenceBuffer table = ReferenceBuffer.of(backend, op, "table", tableBuffer, 0);
        if (cols == 0) {
            return;
        }
        int[] places = new int[n];
        index.read(0, places, 0, n);
        Requirements.rowsOfTable(op, places, 0, n, table.length() / cols);
        for (int i = 0; i < n; i++) {
            for (int c = 0; c < cols; c++) {
                long at = (long) places[i] * cols + c;
                table.set(at, table.get(at) + rows.get((long) i * cols + c));
            }
        }
    }
}
