package io.isotropy.kernels.cuda;

import io.isotropy.kernels.Arguments;
import io.isotropy.kernels.Buffer;
import io.isotropy.kernels.IntBuffer;
import io.isotropy.kernels.Reductions;
import io.isotropy.kernels.Requirements;

/** {@link Reductions} by reductions.cu; what is long goes in pieces, whose results are reduced in turn. */
final class CudaReductions implements Reductions {

    /** Numbers of a piece of a row. */
    private static final int PIECE = 1 << 15;

    /** Rows of a piece of a column, at least. */
    private static final int HEIGHT = 512;

    private final CudaBackend backend;

    CudaReductions(CudaBackend backend) {
        this.backend = backend;
    }

    @Override
    public void reduceRows(Reduction reduction, Buffer x, Buffer y, int rows, int cols) {
        Arguments<CudaBuffer, CudaIntBuffer> check = backend.arguments("reduceRows");
        CudaBuffer in = check.buffer("x", x, check.matrix(rows, cols));
        CudaBuffer out = check.buffer("y", y, rows);
        reduceRows(reduction, in, out, rows, cols);
    }

    private void reduceRows(Reduction reduction, CudaBuffer x, CudaBuffer y, int rows, int cols) {
        int pieces = Math.max(1, (int) Shape.blocks(cols, PIECE));
        if (pieces == 1) {
            launchRows(reduction, x, y, rows, cols, 1, cols);
            return;
        }
        try (CudaBuffer results = backend.floats((long) rows * pieces)) {
            launchRows(reduction, x, results, rows, cols, pieces, PIECE);
            reduceRows(ofResults(reduction), results, y, rows, pieces);
        }
    }

    private void launchRows(Reduction reduction, CudaBuffer x, CudaBuffer y, int rows, int cols, int pieces, int length) {
        long lines = (long) rows * pieces;
        Launch.of(Kernel.REDUCE_ROWS, Shape.rows(lines, length)).with(reduction).with(x).with(y).with(lines).with(cols)
                .with(pieces).with(length).run(backend);
    }

    private static Reduction ofResults(Reduction reduction) {
        return reduction == Reduction.SUM_OF_SQUARES ? Reduction.SUM : reduction;
    }

    @Override
    public void reduceColumns(Reduction reduction, Buffer x, Buffer y, int rows, int cols) {
        Arguments<CudaBuffer, CudaIntBuffer> check = backend.arguments("reduceColumns");
        CudaBuffer in = check.buffer("x", x, check.matrix(rows, cols));
        CudaBuffer out = check.buffer("y", y, cols);
        reduceColumns(reduction, in, out, rows, cols);
    }

    private void reduceColumns(Reduction reduction, CudaBuffer x, CudaBuffer y, int rows, int cols) {
        Pieces pieces = Pieces.of(rows, HEIGHT);
        if (pieces.count() <= 1) {
            launchColumns(reduction, x, y, rows, cols, 1, pieces.height());
            return;
        }
        try (CudaBuffer results = backend.floats((long) pieces.count() * cols)) {
            launchColumns(reduction, x, results, rows, cols, pieces.count(), pieces.height());
            reduceColumns(ofResults(reduction), results, y, pieces.count(), cols);
        }
    }

    private void launchColumns(Reduction reduction, CudaBuffer x, CudaBuffer y, int rows, int cols, int pieces, int height) {
        Launch.of(Kernel.REDUCE_COLUMNS, Shape.columns(cols, pieces)).with(reduction).with(x).with(y).with(rows)
                .with(cols).with(height).run(backend);
    }

    @Override
    public void argMax(Buffer x, IntBuffer y, int rows, int cols) {
        Requirements.atLeast("argMax", "cols", cols, 1);
        Arguments<CudaBuffer, CudaIntBuffer> check = backend.arguments("argMax");
        CudaBuffer in = check.buffer("x", x, check.matrix(rows, cols));
        CudaIntBuffer out = check.ints("y", y, rows);
        Launch.of(Kernel.ARG_MAX, Shape.warps(rows, 1)).with(in).with(out).with(rows).with(cols).run(backend);
        out.written();
    }

    @Override
    public void dotRows(Buffer x, Buffer y, Buffer z, int rows, int cols) {
        Arguments<CudaBuffer, CudaIntBuffer> check = backend.arguments("dotRows");
        long n = check.matrix(rows, cols);
        CudaBuffer left = check.buffer("x", x, n);
        CudaBuffer right = check.buffer("y", y, n);
        CudaBuffer out = check.buffer("z", z, rows);
        Launch.of(Kernel.DOT_ROWS, Shape.rows(rows, cols)).with(left).with(right).with(out).with(rows).with(cols).run(backend);
    }
}
