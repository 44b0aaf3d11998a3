package io.isotropy.kernels.cpu;

import static io.isotropy.kernels.cpu.Lanes.NOTHING;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Tiles for CPUs with 32 vector registers and 512-bit vectors (AVX-512): 12 rows × 2 vectors of C are 24 registers. As
 * {@link SimdMicroKernel6x2}, but without its fences: the JIT loads three broadcasts ahead, for which there are registers. With 14 rows there
 * were not. The columns of a panel are two stripes, left and right (see docs/decisions/gemm.md for both).
 */
final class SimdMicroKernel12x2 implements MicroKernel {

    private static final VectorSpecies<Float> F = Lanes.FLOAT;
    private static final int L = Lanes.COUNT;
    private static final int ROWS = 12;

    @Override
    public MicroKernel ready() {
        return this;
    }

    @Override
    public int rows() {
        return ROWS;
    }

    /** Twelves. 16 rows are 12 + 4: with 8 + 8 less would be done by the time that the panel has come from memory. */
    @Override
    public int tile(int left) {
        return Math.min(left, ROWS);
    }

    @Override
    public int columns() {
        return 2 * L;
    }

    @Override
    public int stripe() {
        return L;
    }

    @Override
    public int arraysPerPanel(int k) {
        return 2;
    }

    @Override
    public int arrayOf(int k, int stripe) {
        return stripe;
    }

    @Override
    public int offsetOf(int k) {
        return L * k;
    }

    @Override
    public int arrayLength(int k) {
        return L * k;
    }

    @Override
    public void multiply(
            int rows, int k, float[] a, int ao, float[][] panels, int panel, int kFrom,
            float[] init, int io, int initStride, float[] c, int co, int ldc) {
        float[] bl = panels[panel];
        float[] br = panels[panel + 1];
        int to = kFrom + k;
        int at = ao - ROWS * kFrom;
        switch (rows) {
            case 12, 11 -> twelve(rows, kFrom, to, a, at, bl, br, init, io, initStride, c, co, ldc);
            case 10, 9 -> {
                six(6, kFrom, to, a, at, bl, br, init, io, initStride, c, co, ldc);
                four(rows - 6, kFrom, to, a, at + 6, bl, br, init, io + 6 * initStride, initStride, c, co + 6 * ldc, ldc);
            }
            case 8, 7 -> eight(rows, kFrom, to, a, at, bl, br, init, io, initStride, c, co, ldc);
            case 6, 5 -> six(rows, kFrom, to, a, at, bl, br, init, io, initStride, c, co, ldc);
            case 4, 3, 2, 1 -> four(rows, kFrom, to, a, at, bl, br, init, io, initStride, c, co, ldc);
            default -> throw new AssertionError(rows);
        }
    }

    /** C tile of 12 rows, of which the first {@code rows}, 11 or 12, are real. */
    private static void twelve(
            int rows, int from, int to, float[] a, int ao, float[] bl, float[] br, float[] init, int io, int initStride,
            float[] c, int co, int ldc) {
        int i11 = rows > 11 ? io + 11 * initStride : io;
        FloatVector c0l = FloatVector.fromArray(F, init, io);
        FloatVector c0r = FloatVector.fromArray(F, init, io + L);
        FloatVector c1l = FloatVector.fromArray(F, init, io + initStride);
        FloatVector c1r = FloatVector.fromArray(F, init, io + initStride + L);
        FloatVector c2l = FloatVector.fromArray(F, init, io + 2 * initStride);
        FloatVector c2r = FloatVector.fromArray(F, init, io + 2 * initStride + L);
        FloatVector c3l = FloatVector.fromArray(F, init, io + 3 * initStride);
        FloatVector c3r = FloatVector.fromArray(F, init, io + 3 * initStride + L);
        FloatVector c4l = FloatVector.fromArray(F, init, io + 4 * initStride);
        FloatVector c4r = FloatVector.fromArray(F, init, io + 4 * initStride + L);
        FloatVector c5l = FloatVector.fromArray(F, init, io + 5 * initStride);
        FloatVector c5r = FloatVector.fromArray(F, init, io + 5 * initStride + L);
        FloatVector c6l = FloatVector.fromArray(F, init, io + 6 * initStride);
        FloatVector c6r = FloatVector.fromArray(F, init, io + 6 * initStride + L);
        FloatVector c7l = FloatVector.fromArray(F, init, io + 7 * initStride);
        FloatVector c7r = FloatVector.fromArray(F, init, io + 7 * initStride + L);
        FloatVector c8l = FloatVector.fromArray(F, init, io + 8 * initStride);
        FloatVector c8r = FloatVector.fromArray(F, init, io + 8 * initStride + L);
        FloatVector c9l = FloatVector.fromArray(F, init, io + 9 * initStride);
        FloatVector c9r = FloatVector.fromArray(F, init, io + 9 * initStride + L);
        FloatVector c10l = FloatVector.fromArray(F, init, io + 10 * initStride);
        FloatVector c10r = FloatVector.fromArray(F, init, io + 10 * initStride + L);
        FloatVector c11l = FloatVector.fromArray(F, init, i11);
        FloatVector c11r = FloatVector.fromArray(F, init, i11 + L);
        for (int j = from; j < to; j++) {
            FloatVector left = FloatVector.fromArray(F, bl, L * j);
            FloatVector right = FloatVector.fromArray(F, br, L * j);
            FloatVector x = FloatVector.broadcast(F, a[ao + ROWS * j]);
            c0l = x.fma(left, c0l);
            c0r = x.fma(right, c0r);
            x = FloatVector.broadcast(F, a[ao + ROWS * j + 1]);
            c1l = x.fma(left, c1l);
            c1r = x.fma(right, c1r);
            x = FloatVector.broadcast(F, a[ao + ROWS * j + 2]);
            c2l = x.fma(left, c2l);
            c2r = x.fma(right, c2r);
            x = FloatVector.broadcast(F, a[ao + ROWS * j + 3]);
            c3l = x.fma(left, c3l);
            c3r = x.fma(right, c3r);
            x = FloatVector.broadcast(F, a[ao + ROWS * j + 4]);
            c4l = x.fma(left, c4l);
            c4r = x.fma(right, c4r);
            x = FloatVector.broadcast(F, a[ao + ROWS * j + 5]);
            c5l = x.fma(left, c5l);
            c5r = x.fma(right, c5r);
            x = FloatVector.broadcast(F, a[ao + ROWS * j + 6]);
            c6l = x.fma(left, c6l);
            c6r = x.fma(right, c6r);
            x = FloatVector.broadcast(F, a[ao + ROWS * j + 7]);
            c7l = x.fma(left, c7l);
            c7r = x.fma(right, c7r);
            x = FloatVector.broadcast(F, a[ao + ROWS * j + 8]);
            c8l = x.fma(left, c8l);
            c8r = x.fma(right, c8r);
            x = FloatVector.broadcast(F, a[ao + ROWS * j + 9]);
            c9l = x.fma(left, c9l);
            c9r = x.fma(right, c9r);
            x = FloatVector.broadcast(F, a[ao + ROWS * j + 10]);
            c10l = x.fma(left, c10l);
            c10r = x.fma(right, c10r);
            x = FloatVector.broadcast(F, a[ao + ROWS * j + 11]);
            c11l = x.fma(left, c11l);
            c11r = x.fma(right, c11r);
        }
        NOTHING.add(c0l).intoArray(c, co);
        NOTHING.add(c0r).intoArray(c, co + L);
        NOTHING.add(c1l).intoArray(c, co + ldc);
        NOTHING.add(c1r).intoArray(c, co + ldc + L);
        NOTHING.add(c2l).intoArray(c, co + 2 * ldc);
        NOTHING.add(c2r).intoArray(c, co + 2 * ldc + L);
        NOTHING.add(c3l).intoArray(c, co + 3 * ldc);
        NOTHING.add(c3r).intoArray(c, co + 3 * ldc + L);
        NOTHING.add(c4l).intoArray(c, co + 4 * ldc);
        NOTHING.add(c4r).intoArray(c, co + 4 * ldc + L);
        NOTHING.add(c5l).intoArray(c, co + 5 * ldc);
        NOTHING.add(c5r).intoArray(c, co + 5 * ldc + L);
        NOTHING.add(c6l).intoArray(c, co + 6 * ldc);
        NOTHING.add(c6r).intoArray(c, co + 6 * ldc + L);
        NOTHING.add(c7l).intoArray(c, co + 7 * ldc);
        NOTHING.add(c7r).intoArray(c, co + 7 * ldc + L);
        NOTHING.add(c8l).intoArray(c, co + 8 * ldc);
        NOTHING.add(c8r).intoArray(c, co + 8 * ldc + L);
        NOTHING.add(c9l).intoArray(c, co + 9 * ldc);
        NOTHING.add(c9r).intoArray(c, co + 9 * ldc + L);
        NOTHING.add(c10l).intoArray(c, co + 10 * ldc);
        NOTHING.add(c10r).intoArray(c, co + 10 * ldc + L);
        if (rows > 11) {
            NOTHING.add(c11l).intoArray(c, co + 11 * ldc);
            NOTHING.add(c11r).intoArray(c, co + 11 * ldc + L);
        }
    }

    /** As {@link #twelve}, with 8 rows. */
    private static void eight(
            int rows, int from, int to, float[] a, int ao, float[] bl, float[] br, float[] init, int io, int initStride,
            float[] c, int co, int ldc) {
        int i7 = rows > 7 ? io + 7 * initStride : io;
        FloatVector c0l = FloatVector.fromArray(F, init, io);
        FloatVector c0r = FloatVector.fromArray(F, init, io + L);
        FloatVector c1l = FloatVector.fromArray(F, init, io + initStride);
        FloatVector c1r = FloatVector.fromArray(F, init, io + initStride + L);
        FloatVector c2l = FloatVector.fromArray(F, init, io + 2 * initStride);
        FloatVector c2r = FloatVector.fromArray(F, init, io + 2 * initStride + L);
        FloatVector c3l = FloatVector.fromArray(F, init, io + 3 * initStride);
        FloatVector c3r = FloatVector.fromArray(F, init, io + 3 * initStride + L);
        FloatVector c4l = FloatVector.fromArray(F, init, io + 4 * initStride);
        FloatVector c4r = FloatVector.fromArray(F, init, io + 4 * initStride + L);
        FloatVector c5l = FloatVector.fromArray(F, init, io + 5 * initStride);
        FloatVector c5r = FloatVector.fromArray(F, init, io + 5 * initStride + L);
        FloatVector c6l = FloatVector.fromArray(F, init, io + 6 * initStride);
        FloatVector c6r = FloatVector.fromArray(F, init, io + 6 * initStride + L);
        FloatVector c7l = FloatVector.fromArray(F, init, i7);
        FloatVector c7r = FloatVector.fromArray(F, init, i7 + L);
        for (int j = from; j < to; j++) {
            FloatVector left = FloatVector.fromArray(F, bl, L * j);
            FloatVector right = FloatVector.fromArray(F, br, L * j);
            FloatVector x = FloatVector.broadcast(F, a[ao + ROWS * j]);
            c0l = x.fma(left, c0l);
            c0r = x.fma(right, c0r);
            x = FloatVector.broadcast(F, a[ao + ROWS * j + 1]);
            c1l = x.fma(left, c1l);
            c1r = x.fma(right, c1r);
            x = FloatVector.broadcast(F, a[ao + ROWS * j + 2]);
            c2l = x.fma(left, c2l);
            c2r = x.fma(right, c2r);
            x = FloatVector.broadcast(F, a[ao + ROWS * j + 3]);
            c3l = x.fma(left, c3l);
            c3r = x.fma(right, c3r);
            x = FloatVector.broadcast(F, a[ao + ROWS * j + 4]);
            c4l = x.fma(left, c4l);
            c4r = x.fma(right, c4r);
            x = FloatVector.broadcast(F, a[ao + ROWS * j + 5]);
            c5l = x.fma(left, c5l);
            c5r = x.fma(right, c5r);
            x = FloatVector.broadcast(F, a[ao + ROWS * j + 6]);
            c6l = x.fma(left, c6l);
            c6r = x.fma(right, c6r);
            x = FloatVector.broadcast(F, a[ao + ROWS * j + 7]);
            c7l = x.fma(left, c7l);
            c7r = x.fma(right, c7r);
        }
        NOTHING.add(c0l).intoArray(c, co);
        NOTHING.add(c0r).intoArray(c, co + L);
        NOTHING.add(c1l).intoArray(c, co + ldc);
        NOTHING.add(c1r).intoArray(c, co + ldc + L);
        NOTHING.add(c2l).intoArray(c, co + 2 * ldc);
        NOTHING.add(c2r).intoArray(c, co + 2 * ldc + L);
        NOTHING.add(c3l).intoArray(c, co + 3 * ldc);
        NOTHING.add(c3r).intoArray(c, co + 3 * ldc + L);
        NOTHING.add(c4l).intoArray(c, co + 4 * ldc);
        NOTHING.add(c4r).intoArray(c, co + 4 * ldc + L);
        NOTHING.add(c5l).intoArray(c, co + 5 * ldc);
        NOTHING.add(c5r).intoArray(c, co + 5 * ldc + L);
        NOTHING.add(c6l).intoArray(c, co + 6 * ldc);
        NOTHING.add(c6r).intoArray(c, co + 6 * ldc + L);
        if (rows > 7) {
            NOTHING.add(c7l).intoArray(c, co + 7 * ldc);
            NOTHING.add(c7r).intoArray(c, co + 7 * ldc + L);
        }
    }

    /** As {@link #twelve}, with 6 rows. */
    private static void six(
            int rows, int from, int to, float[] a, int ao, float[] bl, float[] br, float[] init, int io, int initStride,
            float[] c, int co, int ldc) {
        int i5 = rows > 5 ? io + 5 * initStride : io;
        FloatVector c0l = FloatVector.fromArray(F, init, io);
        FloatVector c0r = FloatVector.fromArray(F, init, io + L);
        FloatVector c1l = FloatVector.fromArray(F, init, io + initStride);
        FloatVector c1r = FloatVector.fromArray(F, init, io + initStride + L);
        FloatVector c2l = FloatVector.fromArray(F, init, io + 2 * initStride);
        FloatVector c2r = FloatVector.fromArray(F, init, io + 2 * initStride + L);
        FloatVector c3l = FloatVector.fromArray(F, init, io + 3 * initStride);
        FloatVector c3r = FloatVector.fromArray(F, init, io + 3 * initStride + L);
        FloatVector c4l = FloatVector.fromArray(F, init, io + 4 * initStride);
        FloatVector c4r = FloatVector.fromArray(F, init, io + 4 * initStride + L);
        FloatVector c5l = FloatVector.fromArray(F, init, i5);
        FloatVector c5r = FloatVector.fromArray(F, init, i5 + L);
        for (int j = from; j < to; j++) {
            FloatVector left = FloatVector.fromArray(F, bl, L * j);
            FloatVector right = FloatVector.fromArray(F, br, L * j);
            FloatVector x = FloatVector.broadcast(F, a[ao + ROWS * j]);
            c0l = x.fma(left, c0l);
            c0r = x.fma(right, c0r);
            x = FloatVector.broadcast(F, a[ao + ROWS * j + 1]);
            c1l = x.fma(left, c1l);
            c1r = x.fma(right, c1r);
            x = FloatVector.broadcast(F, a[ao + ROWS * j + 2]);
            c2l = x.fma(left, c2l);
            c2r = x.fma(right, c2r);
            x = FloatVector.broadcast(F, a[ao + ROWS * j + 3]);
            c3l = x.fma(left, c3l);
            c3r = x.fma(right, c3r);
            x = FloatVector.broadcast(F, a[ao + ROWS * j + 4]);
            c4l = x.fma(left, c4l);
            c4r = x.fma(right, c4r);
            x = FloatVector.broadcast(F, a[ao + ROWS * j + 5]);
            c5l = x.fma(left, c5l);
            c5r = x.fma(right, c5r);
        }
        NOTHING.add(c0l).intoArray(c, co);
        NOTHING.add(c0r).intoArray(c, co + L);
        NOTHING.add(c1l).intoArray(c, co + ldc);
        NOTHING.add(c1r).intoArray(c, co + ldc + L);
        NOTHING.add(c2l).intoArray(c, co + 2 * ldc);
        NOTHING.add(c2r).intoArray(c, co + 2 * ldc + L);
        NOTHING.add(c3l).intoArray(c, co + 3 * ldc);
        NOTHING.add(c3r).intoArray(c, co + 3 * ldc + L);
        NOTHING.add(c4l).intoArray(c, co + 4 * ldc);
        NOTHING.add(c4r).intoArray(c, co + 4 * ldc + L);
        if (rows > 5) {
            NOTHING.add(c5l).intoArray(c, co + 5 * ldc);
            NOTHING.add(c5r).intoArray(c, co + 5 * ldc + L);
        }
    }

    /** As {@link #twelve}, with 4 rows, of which 1 to 4 are real. */
    private static void four(
            int rows, int from, int to, float[] a, int ao, float[] bl, float[] br, float[] init, int io, int initStride,
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
        for (int j = from; j < to; j++) {
            FloatVector left = FloatVector.fromArray(F, bl, L * j);
            FloatVector right = FloatVector.fromArray(F, br, L * j);
            FloatVector x = FloatVector.broadcast(F, a[ao + ROWS * j]);
            c0l = x.fma(left, c0l);
            c0r = x.fma(right, c0r);
            x = FloatVector.broadcast(F, a[ao + ROWS * j + 1]);
            c1l = x.fma(left, c1l);
            c1r = x.fma(right, c1r);
            x = FloatVector.broadcast(F, a[ao + ROWS * j + 2]);
            c2l = x.fma(left, c2l);
            c2r = x.fma(right, c2r);
            x = FloatVector.broadcast(F, a[ao + ROWS * j + 3]);
            c3l = x.fma(left, c3l);
            c3r = x.fma(right, c3r);
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

    @Override
    public void fillStripe(float[] b, int bo, int ldb, int count, float[] to, int offset) {
        for (int j = 0; j < count; j++) {
            FloatVector.fromArray(F, b, bo + ldb * j).intoArray(to, offset + L * j);
        }
    }

    /** The twelve numbers as two overlapping vectors of eight; row after row of A, which stands in memory so. */
    @Override
    public void fillStrips(float[] a, int ao, int lda, int strips, int depth, float[] to) {
        for (int j = 0; j < depth; j++) {
            fillStep(a, ao + lda * j, strips, ROWS * depth, to, ROWS * j);
        }
    }

    private static void fillStep(float[] a, int at, int strips, int stride, float[] to, int offset) {
        for (int s = 0; s < strips; s++) {
            FloatVector first = FloatVector.fromArray(FloatVector.SPECIES_256, a, at + ROWS * s);
            FloatVector last = FloatVector.fromArray(FloatVector.SPECIES_256, a, at + ROWS * s + 4);
            first.intoArray(to, offset + stride * s);
            last.intoArray(to, offset + stride * s + 4);
        }
    }

    /** A block of 16 × 16 costs the same with few rows: those go one by one. */
    @Override
    public void turnStrip(float[] a, int ao, int lda, int rows, int depth, float[] to, int offset) {
        int whole = rows <= ROWS / 2 ? 0 : depth & -SimdTransposition.SIZE;
        float[] scratch = new float[SimdTransposition.SCRATCH];
        for (int j = 0; j < whole; j += SimdTransposition.SIZE) {
            SimdTransposition.turn(a, ao + j, lda, rows, to, offset + ROWS * j, ROWS, scratch);
        }
        Strips.turn(a, ao + whole, lda, rows, depth - whole, to, offset + ROWS * whole);
    }

    @Override
    public void turnStripe(float[] b, int bo, int ldb, int count, float[] to) {
        float[] scratch = new float[SimdTransposition.SCRATCH];
        int whole = count & -SimdTransposition.SIZE;
        for (int j = 0; j < whole; j += SimdTransposition.SIZE) {
            SimdTransposition.turn(b, bo + j, ldb, L, to, L * j, L, scratch);
        }
        Panels.turn(b, bo + whole, ldb, count - whole, to, L * whole);
    }

    @Override
    public int columnRows() {
        return 8;
    }

    /** Eight rows, which divide the 32 columns of a panel. */
    @Override
    public void multiplyColumns(int rows, int k, float[] a, float[][] panels, int panel, float[] c, int co, int ldc) {
        for (int r = 0; r < rows; r += 8) {
            columns8(k, a, r, panels[panel], panels[panel + 1], c, co + r * ldc, ldc);
        }
    }

    private static void columns8(int k, float[] a, int ao, float[] bl, float[] br, float[] c, int co, int ldc) {
        FloatVector c0l = FloatVector.zero(F);
        FloatVector c0r = FloatVector.zero(F);
        FloatVector c1l = FloatVector.zero(F);
        FloatVector c1r = FloatVector.zero(F);
        FloatVector c2l = FloatVector.zero(F);
        FloatVector c2r = FloatVector.zero(F);
        FloatVector c3l = FloatVector.zero(F);
        FloatVector c3r = FloatVector.zero(F);
        FloatVector c4l = FloatVector.zero(F);
        FloatVector c4r = FloatVector.zero(F);
        FloatVector c5l = FloatVector.zero(F);
        FloatVector c5r = FloatVector.zero(F);
        FloatVector c6l = FloatVector.zero(F);
        FloatVector c6r = FloatVector.zero(F);
        FloatVector c7l = FloatVector.zero(F);
        FloatVector c7r = FloatVector.zero(F);
        for (int j = 0; j < k; j++) {
            FloatVector left = FloatVector.fromArray(F, bl, L * j);
            FloatVector right = FloatVector.fromArray(F, br, L * j);
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
            FloatVector x4 = FloatVector.broadcast(F, a[ao + 2 * L * j + 4]);
            c4l = x4.fma(left, c4l);
            c4r = x4.fma(right, c4r);
            FloatVector x5 = FloatVector.broadcast(F, a[ao + 2 * L * j + 5]);
            c5l = x5.fma(left, c5l);
            c5r = x5.fma(right, c5r);
            FloatVector x6 = FloatVector.broadcast(F, a[ao + 2 * L * j + 6]);
            c6l = x6.fma(left, c6l);
            c6r = x6.fma(right, c6r);
            FloatVector x7 = FloatVector.broadcast(F, a[ao + 2 * L * j + 7]);
            c7l = x7.fma(left, c7l);
            c7r = x7.fma(right, c7r);
        }
        NOTHING.add(c0l).intoArray(c, co);
        NOTHING.add(c0r).intoArray(c, co + L);
        NOTHING.add(c1l).intoArray(c, co + ldc);
        NOTHING.add(c1r).intoArray(c, co + ldc + L);
        NOTHING.add(c2l).intoArray(c, co + 2 * ldc);
        NOTHING.add(c2r).intoArray(c, co + 2 * ldc + L);
        NOTHING.add(c3l).intoArray(c, co + 3 * ldc);
        NOTHING.add(c3r).intoArray(c, co + 3 * ldc + L);
        NOTHING.add(c4l).intoArray(c, co + 4 * ldc);
        NOTHING.add(c4r).intoArray(c, co + 4 * ldc + L);
        NOTHING.add(c5l).intoArray(c, co + 5 * ldc);
        NOTHING.add(c5r).intoArray(c, co + 5 * ldc + L);
        NOTHING.add(c6l).intoArray(c, co + 6 * ldc);
        NOTHING.add(c6r).intoArray(c, co + 6 * ldc + L);
        NOTHING.add(c7l).intoArray(c, co + 7 * ldc);
        NOTHING.add(c7r).intoArray(c, co + 7 * ldc + L);
    }
}
