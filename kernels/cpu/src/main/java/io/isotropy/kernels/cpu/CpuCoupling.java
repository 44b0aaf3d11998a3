package io.isotropy.kernels.cpu;

import io.isotropy.kernels.Arguments;
import io.isotropy.kernels.Buffer;
import io.isotropy.kernels.Coupling;
import io.isotropy.kernels.Elementwise.Binary;
import io.isotropy.kernels.Elementwise.Unary;
import io.isotropy.kernels.Requirements;
import org.jspecify.annotations.Nullable;

/** {@link Coupling} row by row: the loops of one row after the other, on what is still in the first-level cache. */
final class CpuCoupling implements Coupling {

    private static final int SMALLEST_CHUNK = 1 << 12;
    /** Rows whose sums for dFactor are added up together, whatever the threads. */
    private static final int BLOCK_ROWS = 32;

    private final CpuBackend backend;

    CpuCoupling(CpuBackend backend) {
        this.backend = backend;
    }

    /** Where the changed columns lie in the matrices of a call. */
    private record Columns(Scale scale, int cols, int from, int k) {

        /** Numbers of a row of the network's. */
        int width() {
            return scale == Scale.NONE ? k : 2 * k;
        }

        /** Where a row's shifts begin. */
        int shifts(int row) {
            return (row + 1) * width() - k;
        }

        /** Where a row's changed columns begin. */
        int changed(int row) {
            return row * cols + from;
        }
    }

    @Override
    public void couple(
            Scale scale, Buffer x, Buffer network, @Nullable Buffer factor, Buffer y, @Nullable Buffer squashed,
            Buffer logDeterminant, int rows, int cols, int from, int to) {
        Arguments<CpuBuffer, CpuIntBuffer> check = backend.arguments("couple " + scale);
        Columns columns = new Columns(scale, cols, from, Requirements.columns(check.op(), rows, cols, from, to));
        long n = (long) rows * cols;
        CpuBuffer in = check.buffer("x", x, n);
        CpuBuffer said = check.buffer("network", network, (long) rows * columns.width());
        CpuBuffer factors = check.only(scale == Scale.TANH, "factor", factor, columns.k);
        CpuBuffer out = check.buffer("y", y, n);
        CpuBuffer kept = check.only(scale != Scale.NONE, "squashed", squashed, (long) rows * columns.k);
        CpuBuffer sums = check.buffer("logDeterminant", logDeterminant, rows);
        Workers workers = backend.workers();
        workers.ranges(workers.chunks(n, SMALLEST_CHUNK, Math.max(1, rows)), rows, (first, end) -> {
            float[] scratch = new float[columns.k];
            for (int r = first; r < end; r++) {
                copyOthers(columns, r, in, out);
                sums.array[sums.offset + r] = coupleRow(columns, r, in, said, factors, out, kept, scratch);
            }
        });
    }

    /** A row's changed columns; returns its Σ l. */
    private static float coupleRow(
            Columns columns, int r, CpuBuffer x, CpuBuffer network, @Nullable CpuBuffer factor, CpuBuffer y,
            @Nullable CpuBuffer squashed, float[] scratch) {
        Loops loops = Loops.training();
        int k = columns.k;
        int at = columns.changed(r);
        int shifts = network.offset + columns.shifts(r);
        if (squashed == null) {
            loops.binary(Binary.ADD, x.array, x.offset + at, 1, network.array, shifts, 1, y.array, y.offset + at, k);
            return 0;
        }
        float[] u = squashed.array;
        int uo = squashed.offset + r * k;
        int raw = shifts - k;
        float sum;
        if (factor != null) {
            loops.unary(Unary.TANH, network.array, raw, u, uo, k);
            loops.binary(Binary.MULTIPLY, u, uo, 1, factor.array, factor.offset, 1, scratch, 0, k);
            sum = loops.sum(scratch, 0, k);
            loops.unary(Unary.EXP, scratch, 0, scratch, 0, k);
            loops.binary(Binary.MULTIPLY, x.array, x.offset + at, 1, scratch, 0, 1, y.array, y.offset + at, k);
        } else {
            loops.affine(1f, RAISE, network.array, raw, u, uo, k);
            loops.unary(Unary.SIGMOID, u, uo, u, uo, k);
            loops.affine(1f, FLOOR, u, uo, scratch, 0, k);
            loops.binary(Binary.MULTIPLY, x.array, x.offset + at, 1, scratch, 0, 1, y.array, y.offset + at, k);
            loops.unary(Unary.LOG, scratch, 0, scratch, 0, k);
            sum = loops.sum(scratch, 0, k);
        }
        loops.binary(Binary.ADD, y.array, y.offset + at, 1, network.array, shifts, 1, y.array, y.offset + at, k);
        return sum;
    }

    @Override
    public void coupleGradient(
            Scale scale, Buffer x, @Nullable Buffer squashed, @Nullable Buffer factor, Buffer dy,
            @Nullable Buffer dLogDeterminant, Buffer dx, Buffer dNetwork, @Nullable Buffer dFactor, int rows, int cols, int from,
            int to) {
        Arguments<CpuBuffer, CpuIntBuffer> check = backend.arguments("coupleGradient " + scale);
        Columns columns = new Columns(scale, cols, from, Requirements.columns(check.op(), rows, cols, from, to));
        int k = columns.k;
        long n = (long) rows * cols;
        CpuBuffer in = check.buffer("x", x, n);
        CpuBuffer kept = check.only(scale != Scale.NONE, "squashed", squashed, (long) rows * k);
        CpuBuffer factors = check.only(scale == Scale.TANH, "factor", factor, k);
        CpuBuffer upper = check.buffer("dy", dy, n);
        CpuBuffer volumes = check.optional("dLogDeterminant", dLogDeterminant, rows);
        CpuBuffer lower = check.buffer("dx", dx, n);
        CpuBuffer said = check.buffer("dNetwork", dNetwork, (long) rows * columns.width());
        CpuBuffer factorGradient = check.only(scale == Scale.TANH, "dFactor", dFactor, k);
        int blocks = (rows + BLOCK_ROWS - 1) / BLOCK_ROWS;
        float[] sums = new float[factorGradient == null ? 0 : blocks * k];
        backend.workers().run(blocks, block -> {
            float[] scratch = new float[2 * k];
            for (int r = block * BLOCK_ROWS; r < Math.min(rows, (block + 1) * BLOCK_ROWS); r++) {
                int shifts = said.offset + columns.shifts(r);
                System.arraycopy(upper.array, upper.offset + columns.changed(r), said.array, shifts, k);
                copyOthers(columns, r, upper, lower);
                if (kept == null) {
                    System.arraycopy(said.array, shifts, lower.array, lower.offset + columns.changed(r), k);
                    continue;
                }
                float volume = volumes == null ? 0 : volumes.array[volumes.offset + r];
                rowGradient(columns, r, in, kept, factors, lower, said, volume, scratch);
                if (factors != null) {
                    multiply(scratch, k, kept.array, kept.offset + r * k, scratch, 0, k);
                    Loops.training().addScaled(1f, scratch, 0, sums, block * k, k);
                }
            }
        });
        for (int block = 0; factorGradient != null && block < blocks; block++) {
            Loops.current().addScaled(1f, sums, block * k, factorGradient.array, factorGradient.offset, k);
        }
    }

    /** A row's dx and raw dNetwork, from its shifts' gradient, which is dy; leaves dl in scratch[k …). */
    private static void rowGradient(
            Columns columns, int r, CpuBuffer x, CpuBuffer squashed, @Nullable CpuBuffer factor, CpuBuffer dx, CpuBuffer dNetwork,
            float volume, float[] scratch) {
        Loops loops = Loops.training();
        int k = columns.k;
        int at = columns.changed(r);
        int shifts = dNetwork.offset + columns.shifts(r);
        float[] u = squashed.array;
        int uo = squashed.offset + r * k;
        if (factor != null) {
            multiply(u, uo, factor.array, factor.offset, scratch, 0, k);
            loops.unary(Unary.EXP, scratch, 0, scratch, 0, k);
        } else {
            loops.affine(1f, FLOOR, u, uo, scratch, 0, k);
        }
        multiply(dNetwork.array, shifts, scratch, 0, dx.array, dx.offset + at, k); // dy·eˡ
        multiply(dx.array, dx.offset + at, x.array, x.offset + at, scratch, k, k);
        loops.affine(1f, volume, scratch, k, scratch, k, k); // dl
        if (factor != null) {
            multiply(scratch, k, factor.array, factor.offset, scratch, 0, k);
            loops.unaryGradient(Unary.TANH, u, uo, u, uo, scratch, 0, dNetwork.array, shifts - k, k);
        } else {
            loops.binary(Binary.DIVIDE, scratch, k, 1, scratch, 0, 1, scratch, 0, k);
            loops.unaryGradient(Unary.SIGMOID, u, uo, u, uo, scratch, 0, dNetwork.array, shifts - k, k);
        }
    }

    private static void multiply(float[] x, int xo, float[] y, int yo, float[] z, int zo, int n) {
        Loops.training().binary(Binary.MULTIPLY, x, xo, 1, y, yo, 1, z, zo, n);
    }

    /** The columns that do not change. */
    private static void copyOthers(Columns columns, int r, CpuBuffer x, CpuBuffer y) {
        int row = r * columns.cols;
        int to = columns.from + columns.k;
        System.arraycopy(x.array, x.offset + row, y.array, y.offset + row, columns.from);
        System.arraycopy(x.array, x.offset + row + to, y.array, y.offset + row + to, columns.cols - to);
    }
}
