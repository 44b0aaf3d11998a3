package io.isotropy.kernels.cuda;

import io.isotropy.kernels.Arguments;
import io.isotropy.kernels.Buffer;
import io.isotropy.kernels.Embedding;
import io.isotropy.kernels.IntBuffer;
import io.isotropy.kernels.Requirements;

/** {@link Embedding} by embedding.cu; indices are checked, and sorted for scattering, in Java. */
final class CudaEmbedding implements Embedding {

    private final CudaBackend backend;

    CudaEmbedding(CudaBackend backend) {
        this.backend = backend;
    }

    @Override
    public void gather(Buffer table, IntBuffer index, Buffer y, int n, int cols) {
        gather("gather", false, table, index, y, n, cols);
    }

    @Override
    public void gatherAdd(Buffer table, IntBuffer index, Buffer y, int n, int cols) {
        gather("gatherAdd", true, table, index, y, n, cols);
    }

    private void gather(String op, boolean add, Buffer table, IntBuffer index, Buffer y, int n, int cols) {
        Arguments<CudaBuffer, CudaIntBuffer> check = backend.arguments(op);
        check.size("n", n);
        check.size("cols", cols);
        CudaBuffer rows = check.buffer("table", table, 0);
        CudaIntBuffer places = check.ints("index", index, n);
        CudaBuffer out = check.buffer("y", y, (long) n * cols);
        if (cols == 0) {
            return; // a table without columns has no number of rows to check against
        }
        Requirements.rowsOfTable(op, places.values(n), 0, n, rows.length() / cols);
        Launch.of(Kernel.GATHER_ROWS, Shape.warps(n, 1)).with(rows).with(places).with(out).with(n).with(cols).with(add)
                .run(backend);
    }

    @Override
    public void scatterAdd(Buffer rows, IntBuffer index, Buffer table, int n, int cols) {
        Arguments<CudaBuffer, CudaIntBuffer> check = backend.arguments("scatterAdd");
        check.size("n", n);
        check.size("cols", cols);
        CudaBuffer in = check.buffer("rows", rows, (long) n * cols);
        CudaIntBuffer places = check.ints("index", index, n);
        CudaBuffer out = check.buffer("table", table, 0);
        if (cols == 0 || n == 0) {
            return;
        }
        int[] values = places.values(n);
        Requirements.rowsOfTable("scatterAdd", values, 0, n, out.length() / cols);
        ScatterPlan plan = ScatterPlan.of(values);
        try (CudaIntBuffer ints = CudaIntBuffer.of(backend, plan.ints())) {
            int count = plan.destinations();
            Launch.of(Kernel.SCATTER_ROWS, Shape.warps(count, Shape.blocks(cols, 32))).with(in).with(ints)
                    .with(ints.slice(count, count + 1)).with(ints.slice(2 * count + 1, n)).with(out).with(count).with(cols)
                    .run(backend);
        }
    }
}
