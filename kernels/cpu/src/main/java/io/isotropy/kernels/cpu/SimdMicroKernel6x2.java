package io.isotropy.kernels.cpu;

import static io.isotropy.kernels.cpu.Lanes.NOTHING;

import java.lang.invoke.VarHandle;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Tiles for CPUs with 16 vector registers (AVX2, SSE; also 128-bit NEON): 6 rows × 2 vectors of C are 12 registers, two more hold the row of
 * B and two the broadcast elements of A. C[r, ·] += A[r, j]·B[j, ·]; per step of k two loads of B and six broadcasts feed twelve fused
 * multiply-adds, enough independent chains to hide their latency. Fewer rows have their own methods rather than a mask: accumulators must be
 * locals to stay in registers.
 *
 * <p>What makes it fast and keeps it fast under every collector (see docs/decisions/gemm.md, with figures): A comes in strips, so one index
 * serves all rows and no register holds an address of its own; four steps of k a turn, so that index arithmetic is shared; and after every
 * second row a fence that keeps loads in order, without which the JIT moves all broadcasts to the front, runs out of registers and spills
 * accumulators in the loop.
 */
final class SimdMicroKernel6x2 implements MicroKernel {

    private static final VectorSpecies<Float> F = Lanes.FLOAT;
    private static final int L = Lanes.COUNT;
    private static final int ROWS = 6;

    /** Steps of k in a turn of the inner loops. */
    private static final int STEPS = 4;

    /** Where a fence between loads costs no instruction. */
    private static final boolean FREE_FENCE = System.getProperty("os.arch", "").matches("amd64|x86_64");

    @Override
    public MicroKernel ready() {
        return this;
    }

    @Override
    public int rows() {
        return ROWS;
    }

    /** Sixes; 7 and 8 are 4 + 3 and 4 + 4, for two rows are too few independent chains. */
    @Override
    public int tile(int left) {
        return left == 7 || left == 8 ? 4 : Math.min(left, ROWS);
    }

    @Override
    public int columns() {
        return 2 * L;
    }

    @Override
    public int stripe() {
        return 2 * L;
    }

    @Override
    public int arraysPerPanel(int k) {
        return 1;
    }

    @Override
    public int arrayOf(int k, int stripe) {
        return 0;
    }

    @Override
    public int offsetOf(int k) {
        return 2 * L * k;
    }

    @Override
    public int arrayLength(int k) {
        return 2 * L * k;
    }

    /**
     * {@inheritDoc} Whole turns of four steps first, then the rest in a method of its own: a second loop beside the first, once it has run, costs the
     * first its registers.
     */
    @Override
    public void multiply(
            int rows, int k, float[] a, int ao, float[][] panels, int panel, int kFrom,
            float[] init, int io, int initStride, float[] c, int co, int ldc) {
        float[] b = panels[panel];
        int bo = offsetOf(kFrom);
        int whole = k & -STEPS;
        switch (rows) {
            case 6, 5 -> six(rows, whole, a, ao, b, bo, init, io, initStride, c, co, ldc);
            case 4, 3 -> four(rows, whole, a, ao, b, bo, init, io, initStride, c, co, ldc);
            case 2, 1 -> two(rows, whole, a, ao, b, bo, init, io, initStride, c, co, ldc);
            default -> throw new AssertionError(rows);
        }
        for (int r = 0; whole < k && r < rows; r++) {
            rest(k - whole, a, ao + ROWS * whole + r, b, bo + 2 * L * whole, c, co + r * ldc);
        }
    }

    /** One row's last steps of k, fewer than four. */
    private static void rest(int k, float[] a, int ao, float[] b, int bo, float[] c, int co) {
        FloatVector left = FloatVector.fromArray(F, c, co);
        FloatVector right = FloatVector.fromArray(F, c, co + L);
        for (int j = 0; j < k; j++) {
            FloatVector x = FloatVector.broadcast(F, a[ao + ROWS * j]);
            left = x.fma(FloatVector.fromArray(F, b, bo + 2 * L * j), left);
            right = x.fma(FloatVector.fromArray(F, b, bo + 2 * L * j + L), right);
        }
        NOTHING.add(left).intoArray(c, co);
        NOTHING.add(right).intoArray(c, co + L);
    }

    /** C tile of 6 rows, of which the first {@code rows} are real. */
    private static void six(
            int rows, int k, float[] a, int ao, float[] b, int bo, float[] init, int io, int initStride,
            float[] c, int co, int ldc) {
        int i1 = rows > 1 ? io + initStride : io;
        int i2 = rows > 2 ? io + 2 * initStride : io;
        int i3 = rows > 3 ? io + 3 * initStride : io;
        int i4 = rows > 4 ? io + 4 * initStride : io;
        int i5 = rows > 5 ? io + 5 * initStride : io;
        FloatVector c0l = FloatVector.fromArray(F, init, io);
        FloatVector c0r = FloatVector.fromArray(F, init, io + L);
        FloatVector c1l = FloatVector.fromArray(F, init, i1);
        FloatVector c1r = FloatVector.fromArray(F, init, i1 + L);
        FloatVector c2l = FloatVector.fromArray(F, init, i2);
        FloatVector c2r = FloatVector.fromArray(F, init, i2 + L);
        FloatVector c3l = FloatVector.fromArray(F, init, i3);
        FloatVector c3r = FloatVector.fromArray(F, init, i3 + L);
        FloatVector c4l = FloatVector.fromArray(F, init, i4);
        FloatVector c4r = FloatVector.fromArray(F, init, i4 + L);
        FloatVector c5l = FloatVector.fromArray(F, init, i5);
        FloatVector c5r = FloatVector.fromArray(F, init, i5 + L);
        for (int j = 0; j < k; j += 4) {
            FloatVector left = FloatVector.fromArray(F, b, bo + 2 * L * j);
            FloatVector right = FloatVector.fromArray(F, b, bo + 2 * L * j + L);
            FloatVector x = FloatVector.broadcast(F, a[ao + ROWS * j]);
            c0l = x.fma(left, c0l);
            c0r = x.fma(right, c0r);
            x = FloatVector.broadcast(F, a[ao + ROWS * j + 1]);
            c1l = x.fma(left, c1l);
            c1r = x.fma(right, c1r);
            if (FREE_FENCE) {
                VarHandle.loadLoadFence();
            }
            x = FloatVector.broadcast(F, a[ao + ROWS * j + 2]);
            c2l = x.fma(left, c2l);
            c2r = x.fma(right, c2r);
            x = FloatVector.broadcast(F, a[ao + ROWS * j + 3]);
            c3l = x.fma(left, c3l);
            c3r = x.fma(right, c3r);
            if (FREE_FENCE) {
                VarHandle.loadLoadFence();
            }
            x = FloatVector.broadcast(F, a[ao + ROWS * j + 4]);
            c4l = x.fma(left, c4l);
            c4r = x.fma(right, c4r);
            x = FloatVector.broadcast(F, a[ao + ROWS * j + 5]);
            c5l = x.fma(left, c5l);
            c5r = x.fma(right, c5r);
            if (FREE_FENCE) {
                VarHandle.loadLoadFence();
            }
            left = FloatVector.fromArray(F, b, bo + 2 * L * j + 2 * L);
            right = FloatVector.fromArray(F, b, bo + 2 * L * j + 3 * L);
            x = FloatVector.broadcast(F, a[ao + ROWS * j + 6]);
            c0l = x.fma(left, c0l);
            c0r = x.fma(right, c0r);
            x = FloatVector.broadcast(F, a[ao + ROWS * j + 7]);
            c1l = x.fma(left, c1l);
            c1r = x.fma(right, c1r);
            if (FREE_FENCE) {
                VarHandle.loadLoadFence();
            }
            x = FloatVector.broadcast(F, a[ao + ROWS * j + 8]);
            c2l = x.fma(left, c2l);
            c2r = x.fma(right, c2r);
            x = FloatVector.broadcast(F, a[ao + ROWS * j + 9]);
            c3l = x.fma(left, c3l);
            c3r = x.fma(right, c3r);
            if (FREE_FENCE) {
                VarHandle.loadLoadFence();
            }
            x = FloatVector.broadcast(F, a[ao + ROWS * j + 10]);
            c4l = x.fma(left, c4l);
            c4r = x.fma(right, c4r);
            x = FloatVector.broadcast(F, a[ao + ROWS * j + 11]);
            c5l = x.fma(left, c5l);
            c5r = x.fma(right, c5r);
            if (FREE_FENCE) {
                VarHandle.loadLoadFence();
            }
            left = FloatVector.fromArray(F, b, bo + 2 * L * j + 4 * L);
            right = FloatVector.fromArray(F, b, bo + 2 * L * j + 5 * L);
            x = FloatVector.broadcast(F, a[ao + ROWS * j + 12]);
            c0l = x.fma(left, c0l);
            c0r = x.fma(right, c0r);
            x = FloatVector.broadcast(F, a[ao + ROWS * j + 13]);
            c1l = x.fma(left, c1l);
            c1r = x.fma(right, c1r);
            if (FREE_FENCE) {
                VarHandle.loadLoadFence();
            }
            x = FloatVector.broadcast(F, a[ao + ROWS * j + 14]);
            c2l = x.fma(left, c2l);
            c2r = x.fma(right, c2r);
            x = FloatVector.broadcast(F, a[ao + ROWS * j + 15]);
            c3l = x.fma(left, c3l);
            c3r = x.fma(right, c3r);
            if (FREE_FENCE) {
                VarHandle.loadLoadFence();
            }
            x = FloatVector.broadcast(F, a[ao + ROWS * j + 16]);
            c4l = x.fma(left, c4l);
            c4r = x.fma(right, c4r);
            x = FloatVector.broadcast(F, a[ao + ROWS * j + 17]);
            c5l = x.fma(left, c5l);
            c5r = x.fma(right, c5r);
            if (FREE_FENCE) {
                VarHandle.loadLoadFence();
            }
            left = FloatVector.fromArray(F, b, bo + 2 * L * j + 6 * L);
            right = FloatVector.fromArray(F, b, bo + 2 * L * j + 7 * L);
            x = FloatVector.broadcast(F, a[ao + ROWS * j + 18]);
            c0l = x.fma(left, c0l);
            c0r = x.fma(right, c0r);
            x = FloatVector.broadcast(F, a[ao + ROWS * j + 19]);
            c1l = x.fma(left, c1l);
            c1r = x.fma(right, c1r);
            if (FREE_FENCE) {
                VarHandle.loadLoadFence();
            }
            x = FloatVector.broadcast(F, a[ao + ROWS * j + 20]);
            c2l = x.fma(left, c2l);
            c2r = x.fma(right, c2r);
            x = FloatVector.broadcast(F, a[ao + ROWS * j + 21]);
            c3l = x.fma(left, c3l);
            c3r = x.fma(right, c3r);
            if (FREE_FENCE) {
                VarHandle.loadLoadFence();
            }
            x = FloatVector.broadcast(F, a[ao + ROWS * j + 22]);
            c4l = x.fma(left, c4l);
            c4r = x.fma(right, c4r);
            x = FloatVector.broadcast(F, a[ao + ROWS * j + 23]);
            c5l = x.fma(left, c5l);
            c5r = x.fma(right, c5r);
            if (FREE_FENCE) {
                VarHandle.loadLoadFence();
            }
        }
        NOTHING.add(c0l).intoArray(c, co);
        NOTHING.add(c0r).intoArray(c, co + L);
        if (rows > 1) {
            NOTHING.add(c1l).intoArray(c, co + ldc);
            NOTHING.add(c1r).intoArray(c, co + ldc + L);
        }
        if (rows > 2) {
            NOTHING.add(c2l).intoArray(c, co + 2 * ldc);
            NOTHING.add(c2r).intoArray(c, co + 2 * ldc + L);
        }
        if (rows > 3) {
            NOTHING.add(c3l).intoArray(c, co + 3 * ldc);
            NOTHING.add(c3r).intoArray(c, co + 3 * ldc + L);
        }
        if (rows > 4) {
            NOTHING.add(c4l).intoArray(c, co + 4 * ldc);
            NOTHING.add(c4r).intoArray(c, co + 4 * ldc + L);
        }
        if (rows > 5) {
            NOTHING.add(c5l).intoArray(c, co + 5 * ldc);
            NOTHING.add(c5r).intoArray(c, co + 5 * ldc + L);
        }
    }

    /** C tile of 4 rows, of which the first {@code rows} are real. */
    private static void four(
            int rows, int k, float[] a, int ao, float[] b, int bo, float[] init, int io, int initStride,
            float[] c, int co, int ldc) {
        int i1 = rows > 1 ? io + initStride : io;
        int i2 = rows > 2 ? io + 2 * initStride : io;
        int i3 = rows > 3 ? io + 3 * initStride : io;
        FloatVector c0l = FloatVector.fromArray(F, init, io);
        FloatVector c0r = FloatVector.fromArray(F, init, io + L);
        FloatVector c1l = FloatVector.fromArray(F, init, i1);
        FloatVector c1r = FloatVector.fromArray(F, init, i1 + L);
        FloatVector c2l = FloatVector.fromArray(F, init, i2);
        FloatVector c2r = FloatVector.fromArray(F, init, i2 + L);
        FloatVector c3l = FloatVector.fromArray(F, init, i3);
        FloatVector c3r = FloatVector.fromArray(F, init, i3 + L);
        for (int j = 0; j < k; j += 4) {
            FloatVector left = FloatVector.fromArray(F, b, bo + 2 * L * j);
            FloatVector right = FloatVector.fromArray(F, b, bo + 2 * L * j + L);
            FloatVector x = FloatVector.broadcast(F, a[ao + ROWS * j]);
            c0l = x.fma(left, c0l);
            c0r = x.fma(right, c0r);
            x = FloatVector.broadcast(F, a[ao + ROWS * j + 1]);
            c1l = x.fma(left, c1l);
            c1r = x.fma(right, c1r);
            if (FREE_FENCE) {
                VarHandle.loadLoadFence();
            }
            x = FloatVector.broadcast(F, a[ao + ROWS * j + 2]);
            c2l = x.fma(left, c2l);
            c2r = x.fma(right, c2r);
            x = FloatVector.broadcast(F, a[ao + ROWS * j + 3]);
            c3l = x.fma(left, c3l);
            c3r = x.fma(right, c3r);
            if (FREE_FENCE) {
                VarHandle.loadLoadFence();
            }
            left = FloatVector.fromArray(F, b, bo + 2 * L * j + 2 * L);
            right = FloatVector.fromArray(F, b, bo + 2 * L * j + 3 * L);
            x = FloatVector.broadcast(F, a[ao + ROWS * j + 6]);
            c0l = x.fma(left, c0l);
            c0r = x.fma(right, c0r);
            x = FloatVector.broadcast(F, a[ao + ROWS * j + 7]);
            c1l = x.fma(left, c1l);
            c1r = x.fma(right, c1r);
            if (FREE_FENCE) {
                VarHandle.loadLoadFence();
            }
            x = FloatVector.broadcast(F, a[ao + ROWS * j + 8]);
            c2l = x.fma(left, c2l);
            c2r = x.fma(right, c2r);
            x = FloatVector.broadcast(F, a[ao + ROWS * j + 9]);
            c3l = x.fma(left, c3l);
            c3r = x.fma(right, c3r);
            if (FREE_FENCE) {
                VarHandle.loadLoadFence();
            }
            left = FloatVector.fromArray(F, b, bo + 2 * L * j + 4 * L);
            right = FloatVector.fromArray(F, b, bo + 2 * L * j + 5 * L);
            x = FloatVector.broadcast(F, a[ao + ROWS * j + 12]);
            c0l = x.fma(left, c0l);
            c0r = x.fma(right, c0r);
            x = FloatVector.broadcast(F, a[ao + ROWS * j + 13]);
            c1l = x.fma(left, c1l);
            c1r = x.fma(right, c1r);
            if (FREE_FENCE) {
                VarHandle.loadLoadFence();
            }
            x = FloatVector.broadcast(F, a[ao + ROWS * j + 14]);
            c2l = x.fma(left, c2l);
            c2r = x.fma(right, c2r);
            x = FloatVector.broadcast(F, a[ao + ROWS * j + 15]);
            c3l = x.fma(left, c3l);
            c3r = x.fma(right, c3r);
            if (FREE_FENCE) {
                VarHandle.loadLoadFence();
            }
            left = FloatVector.fromArray(F, b, bo + 2 * L * j + 6 * L);
            right = FloatVector.fromArray(F, b, bo + 2 * L * j + 7 * L);
            x = FloatVector.broadcast(F, a[ao + ROWS * j + 18]);
            c0l = x.fma(left, c0l);
            c0r = x.fma(right, c0r);
            x = FloatVector.broadcast(F, a[ao + ROWS * j + 19]);
            c1l = x.fma(left, c1l);
            c1r = x.fma(right, c1r);
            if (FREE_FENCE) {
                VarHandle.loadLoadFence();
            }
            x = FloatVector.broadcast(F, a[ao + ROWS * j + 20]);
            c2l = x.fma(left, c2l);
            c2r = x.fma(right, c2r);
            x = FloatVector.broadcast(F, a[ao + ROWS * j + 21]);
            c3l = x.fma(left, c3l);
            c3r = x.fma(right, c3r);
            if (FREE_FENCE) {
                VarHandle.loadLoadFence();
            }
        }
        NOTHING.add(c0l).intoArray(c, co);
        NOTHING.add(c0r).intoArray(c, co + L);
        if (rows > 1) {
            NOTHING.add(c1l).intoArray(c, co + ldc);
            NOTHING.add(c1r).intoArray(c, co + ldc + L);
        }
        if (rows > 2) {
            NOTHING.add(c2l).intoArray(c, co + 2 * ldc);
            NOTHING.add(c2r).intoArray(c, co + 2 * ldc + L);
        }
        if (rows > 3) {
            NOTHING.add(c3l).intoArray(c, co + 3 * ldc);
            NOTHING.add(c3r).intoArray(c, co + 3 * ldc + L);
        }
    }

    /** C tile of 2 rows, of which the first {@code rows} are real. */
    private static void two(
            int rows, int k, float[] a, int ao, float[] b, int bo, float[] init, int io, int initStride,
            float[] c, int co, int ldc) {
        int i1 = rows > 1 ? io + initStride : io;
        FloatVector c0l = FloatVector.fromArray(F, init, io);
        FloatVector c0r = FloatVector.fromArray(F, init, io + L);
        FloatVector c1l = FloatVector.fromArray(F, init, i1);
        FloatVector c1r = FloatVector.fromArray(F, init, i1 + L);
        for (int j = 0; j < k; j += 4) {
            FloatVector left = FloatVector.fromArray(F, b, bo + 2 * L * j);
            FloatVector right = FloatVector.fromArray(F, b, bo + 2 * L * j + L);
            FloatVector x = FloatVector.broadcast(F, a[ao + ROWS * j]);
            c0l = x.fma(left, c0l);
            c0r = x.fma(right, c0r);
            x = FloatVector.broadcast(F, a[ao + ROWS * j + 1]);
            c1l = x.fma(left, c1l);
            c1r = x.fma(right, c1r);
            if (FREE_FENCE) {
                VarHandle.loadLoadFence();
            }
            left = FloatVector.fromArray(F, b, bo + 2 * L * j + 2 * L);
            right = FloatVector.fromArray(F, b, bo + 2 * L * j + 3 * L);
            x = FloatVector.broadcast(F, a[ao + ROWS * j + 6]);
            c0l = x.fma(left, c0l);
            c0r = x.fma(right, c0r);
            x = FloatVector.broadcast(F, a[ao + ROWS * j + 7]);
            c1l = x.fma(left, c1l);
            c1r = x.fma(right, c1r);
            if (FREE_FENCE) {
                VarHandle.loadLoadFence();
            }
            left = FloatVector.fromArray(F, b, bo + 2 * L * j + 4 * L);
            right = FloatVector.fromArray(F, b, bo + 2 * L * j + 5 * L);
            x = FloatVector.broadcast(F, a[ao + ROWS * j + 12]);
            c0l = x.fma(left, c0l);
            c0r = x.fma(right, c0r);
            x = FloatVector.broadcast(F, a[ao + ROWS * j + 13]);
            c1l = x.fma(left, c1l);
            c1r = x.fma(right, c1r);
            if (FREE_FENCE) {
                VarHandle.loadLoadFence();
            }
            left = FloatVector.fromArray(F, b, bo + 2 * L * j + 6 * L);
            right = FloatVector.fromArray(F, b, bo + 2 * L * j + 7 * L);
            x = FloatVector.broadcast(F, a[ao + ROWS * j + 18]);
            c0l = x.fma(left, c0l);
            c0r = x.fma(right, c0r);
            x = FloatVector.broadcast(F, a[ao + ROWS * j + 19]);
            c1l = x.fma(left, c1l);
            c1r = x.fma(right, c1r);
            if (FREE_FENCE) {
                VarHandle.loadLoadFence();
            }
        }
        NOTHING.add(c0l).intoArray(c, co);
        NOTHING.add(c0r).intoArray(c, co + L);
        if (rows > 1) {
            NOTHING.add(c1l).intoArray(c, co + ldc);
            NOTHING.add(c1r).intoArray(c, co + ldc + L);
        }
    }

    @Override
    public void fillStripe(float[] b, int bo, int ldb, int count, float[] to, int offset) {
        for (int j = 0; j < count; j++) {
            FloatVector.fromArray(F, b, bo + ldb * j).intoArray(to, offset + 2 * L * j);
            FloatVector.fromArray(F, b, bo + ldb * j + L).intoArray(to, offset + 2 * L * j + L);
        }
    }

    /** The six numbers as two overlapping vectors of four; row after row of A, which stands in memory so. */
    @Override
    public void fillStrips(float[] a, int ao, int lda, int strips, int depth, float[] to) {
        for (int j = 0; j < depth; j++) {
            fillStep(a, ao + lda * j, strips, ROWS * depth, to, ROWS * j);
        }
    }

    private static void fillStep(float[] a, int at, int strips, int stride, float[] to, int offset) {
        for (int s = 0; s < strips; s++) {
            FloatVector first = FloatVector.fromArray(FloatVector.SPECIES_128, a, at + ROWS * s);
            FloatVector last = FloatVector.fromArray(FloatVector.SPECIES_128, a, at + ROWS * s + 2);
            first.intoArray(to, offset + stride * s);
            last.intoArray(to, offset + stride * s + 2);
        }
    }

    @Override
    public void turnStrip(float[] a, int ao, int lda, int rows, int depth, float[] to, int offset) {
        Strips.turn(a, ao, lda, rows, depth, to, offset);
    }

    @Override
    public void turnStripe(float[] b, int bo, int ldb, int count, float[] to) {
        Panels.turn(b, bo, ldb, count, to, 0);
    }

    @Override
    public int columnRows() {
        return 4;
    }

    /** Four rows: six spill, as the six addresses of A no longer lie in one register each. */
    @Override
    public void multiplyColumns(int rows, int k, float[] a, float[][] panels, int panel, float[] c, int co, int ldc) {
        for (int r = 0; r < rows; r += 4) {
            columns4(k, a, r, panels[panel], c, co + r * ldc, ldc);
        }
    }

    private static void columns4(int k, float[] a, int ao, float[] b, float[] c, int co, int ldc) {
        FloatVector c0l = FloatVector.zero(F);
        FloatVector c0r = FloatVector.zero(F);
        FloatVector c1l = FloatVector.zero(F);
        FloatVector c1r = FloatVector.zero(F);
        FloatVector c2l = FloatVector.zero(F);
        FloatVector c2r = FloatVector.zero(F);
        FloatVector c3l = FloatVector.zero(F);
        FloatVector c3r = FloatVector.zero(F);
        for (int j = 0; j < k; j++) {
            FloatVector left = FloatVector.fromArray(F, b, 2 * L * j);
            FloatVector right = FloatVector.fromArray(F, b, 2 * L * j + L);
            FloatVector x0 = FloatVector.broadcast(F, a[ao + 2 * L * j]);
            c0l = x0.fma(left, c0l);
            c0r = x0.fma(right, c0r);
            FloatVector x1 = FloatVector.broadcast(F, a[ao + 2 * L * j + 1]);
            c1l = x1.fma(left, c1l);
            c1r = x1.fma(right, c1r);
            FloatVector x2 = FloatVector.broadcast(F, a[ao + 2 * L * j + 2]);
            c2l = x2.fma(left, c2l);
            c2r = x2.fma(right, c2r);
            FloatVector x3 = FloatVector.broadcast(F, a[ao + 2 * L * j + 3]);
            c3l = x3.fma(left, c3l);
            c3r = x3.fma(right, c3r);
        }
        NOTHING.add(c0l).intoArray(c, co);
        NOTHING.add(c0r).intoArray(c, co + L);
        NOTHING.add(c1l).intoArray(c, co + ldc);
        NOTHING.add(c1r).intoArray(c, co + ldc + L);
        NOTHING.add(c2l).intoArray(c, co + 2 * ldc);
        NOTHING.add(c2r).intoArray(c, co + 2 * ldc + L);
        NOTHING.add(c3l).intoArray(c, co + 3 * ldc);
        NOTHING.add(c3r).intoArray(c, co + 3 * ldc + L);
    }
}
