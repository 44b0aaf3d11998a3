package io.isotropy.kernels.cpu;

import io.isotropy.kernels.Arguments;
import io.isotropy.kernels.Buffer;
import io.isotropy.kernels.Elementwise.Binary;
import io.isotropy.kernels.IntBuffer;
import io.isotropy.kernels.Reductions;
import io.isotropy.kernels.Requirements;
import java.util.Arrays;

/** {@link Reductions}: rows by {@link Loops}' partial sums, columns row after row, in blocks of rows. */
final class CpuReductions implements Reductions {

    private static final int SMALLEST_CHUNK = 1 << 14;

    /** Longer rows are reduced piece by piece. */
    private static final int LONG_ROW = 1 << 16;

    private static final int PIECE = 1 << 15;

    /** Rows that are added up before they go to the sum of all: one chain over millions would lose what is small beside it. */
    private static final int BLOCK_ROWS = 1 << 12;

    private final CpuBackend backend;

    CpuReductions(CpuBackend backend) {
        this.backend = backend;
    }

    @Override
    public void reduceRows(Reduction reduction, Buffer x, Buffer y, int rows, int cols) {
        Arguments<CpuBuffer, CpuIntBuffer> check = backend.arguments("reduceRows " + reduction);
        check.matrix(rows, cols);
        CpuBuffer in = check.buffer("x", x, (long) rows * cols);
        CpuBuffer out = check.buffer("y", y, rows);
        if (cols > LONG_ROW) {
            for (int r = 0; r < rows; r++) {
                out.array[out.offset + r] = reduceLong(reduction, in.array, in.offset + r * cols, cols);
            }
            return;
        }
        rows(rows, cols, (from, to) -> {
            for (int r = from; r < to; r++) {
                out.array[out.offset + r] = reduce(reduction, in.array, in.offset + r * cols, cols);
            }
        });
    }

    /** A row that is worth all threads: pieces of one length, whatever the threads, then the pieces' results in the same way. */
    private float reduceLong(Reduction reduction, float[] x, int xo, int n) {
        int pieces = (n + PIECE - 1) / PIECE;
        float[] results = new float[pieces];
        backend.workers().run(pieces, piece -> results[piece] =
                reduce(reduction, x, xo + piece * PIECE, Math.min(PIECE, n - piece * PIECE)));
        return reduce(reduction == Reduction.SUM_OF_SQUARES ? Reduction.SUM : reduction, results, 0, pieces);
    }

    private static float reduce(Reduction reduction, float[] x, int xo, int n) {
        return switch (reduction) {
            case SUM -> Loops.current().sum(x, xo, n);
            case MAX -> Loops.current().max(x, xo, n);
            case MIN -> Loops.current().min(x, xo, n);
            case SUM_OF_SQUARES -> Loops.current().sumOfSquares(x, xo, n, 0f);
        };
    }

    @Override
    public void reduceColumns(Reduction reduction, Buffer x, Buffer y, int rows, int cols) {
        Arguments<CpuBuffer, CpuIntBuffer> check = backend.arguments("reduceColumns " + reduction);
        check.matrix(rows, cols);
        CpuBuffer in = check.buffer("x", x, (long) rows * cols);
        CpuBuffer out = check.buffer("y", y, cols);
        float start =
                switch (reduction) {
                    case SUM, SUM_OF_SQUARES -> 0f;
                    case MAX -> Float.NEGATIVE_INFINITY;
                    case MIN -> Float.POSITIVE_INFINITY;
                };
        Arrays.fill(out.array, out.offset, out.offset + cols, start);
        Workers workers = backend.workers();
        int chunks = workers.chunks((long) rows * cols, SMALLEST_CHUNK, Math.max(1, cols / 64));
        workers.ranges(chunks, cols, (from, to) -> {
            int first = Math.min(rows, BLOCK_ROWS);
            addRows(reduction, in, 0, first, cols, from, to, out.array, out.offset + from);
            float[] block = new float[rows > first ? to - from : 0];
            for (int r = first; r < rows; r += BLOCK_ROWS) {
                Arrays.fill(block, start);
                addRows(reduction, in, r, Math.min(rows, r + BLOCK_ROWS), cols, from, to, block, 0);
                add(reduction == Reduction.SUM_OF_SQUARES ? Reduction.SUM : reduction, block, 0, out.array, out.offset + from, to - from);
            }
        });
    }

    /** Columns from … to−1 of rows first … last−1, added to what y has from yo on. */
    private static void addRows(Reduction reduction, CpuBuffer x, int first, int last, int cols, int from, int to, float[] y, int yo) {
        int summed = reduction == Reduction.SUM ? first + (last - first & -Loops.ROWS) : first;
        for (int r = first; r < summed; r += Loops.ROWS) {
            Loops.training().addRows(x.array, x.offset + r * cols + from, cols, y, yo, to - from);
        }
        for (int r = summed; r < last; r++) {
            add(reduction, x.array, x.offset + r * cols + from, y, yo, to - from);
        }
    }

    private static void add(Reduction reduction, float[] x, int xo, float[] y, int yo, int n) {
        switch (reduction) {
            case SUM -> Loops.current().binary(Binary.ADD, y, yo, 1, x, xo, 1, y, yo, n);
            case MAX -> Loops.current().binary(Binary.MAXIMUM, y, yo, 1, x, xo, 1, y, yo, n);
            case MIN -> Loops.current().binary(Binary.MINIMUM, y, yo, 1, x, xo, 1, y, yo, n);
            case SUM_OF_SQUARES -> Loops.current().addSquares(x, xo, y, yo, n);
        }
    }

    @Override
    public void argMax(Buffer x, IntBuffer y, int rows, int cols) {
        Arguments<CpuBuffer, CpuIntBuffer> check = backend.arguments("argMax");
        check.matrix(rows, cols);
        Requirements.atLeast(check.op(), "cols", cols, 1);
        CpuBuffer in = check.buffer("x", x, (long) rows * cols);
        CpuIntBuffer out = check.ints("y", y, rows);
        rows(rows, cols, (from, to) -> {
            for (int r = from; r < to; r++) {
                out.array[out.offset + r] = argMax(in.array, in.offset + r * cols, cols);
            }
        });
    }

    /** The largest by vectors, then where it stands first: the way there is half a row's at the mean. */
    private static int argMax(float[] x, int xo, int n) {
        float max = Loops.current().max(x, xo, n);
        int place = 0;
        while (x[xo + place] != max && !Float.isNaN(x[xo + place])) {
            place++;
        }
        return place;
    }

    @Override
    public void dotRows(Buffer x, Buffer y, Buffer z, int rows, int cols) {
        Arguments<CpuBuffer, CpuIntBuffer> check = backend.arguments("dotRows");
        check.matrix(rows, cols);
        CpuBuffer left = check.buffer("x", x, (long) rows * cols);
        CpuBuffer right = check.buffer("y", y, (long) rows * cols);
        CpuBuffer out = check.buffer("z", z, rows);
        rows(rows, cols, (from, to) -> {
            for (int r = from; r < to; r++) {
                out.array[out.offset + r] = Loops.current().dot(
                        left.array, left.offset + r * cols, right.array, right.offset + r * cols, cols);
            }
        });
    }

    private void rows(int rows, int cols, Workers.Range body) {
        int chunks = backend.workers().chunks((long) rows * cols, SMALLEST_CHUNK, Math.max(1, rows));
        backend.workers().ranges(chunks, rows, body);
    }
}
