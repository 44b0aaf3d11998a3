package io.isotropy.kernels.cpu;

/**
 * A vector kernel that works before the JIT has compiled it: scalar loops over the same panels until {@link WarmUp#ready}. Four columns at a
 * time, their sums in locals, which even the first compiler keeps in registers.
 */
record ColdMicroKernel(MicroKernel vector) implements MicroKernel {

    private static final int COLUMNS = 4;

    @Override
    public MicroKernel ready() {
        return WarmUp.ready() ? vector : this;
    }

    @Override
    public int rows() {
        return vector.rows();
    }

    @Override
    public int tile(int left) {
        return vector.tile(left);
    }

    @Override
    public int columns() {
        return vector.columns();
    }

    @Override
    public int stripe() {
        return vector.stripe();
    }

    @Override
    public int arraysPerPanel(int k) {
        return vector.arraysPerPanel(k);
    }

    @Override
    public int arrayOf(int k, int stripe) {
        return vector.arrayOf(k, stripe);
    }

    @Override
    public int offsetOf(int k) {
        return vector.offsetOf(k);
    }

    @Override
    public int arrayLength(int k) {
        return vector.arrayLength(k);
    }

    @Override
    public void multiply(
            int rows, int k, float[] a, int ao, float[][] b, int panel, int kFrom,
            float[] init, int io, int initStride, float[] c, int co, int ldc) {
        if (WarmUp.ready()) {
            vector.multiply(rows, k, a, ao, b, panel, kFrom, init, io, initStride, c, co, ldc);
            return;
        }
        int columns = columns();
        int stripe = stripe();
        for (int r = 0; r < rows; r++) {
            for (int column = 0; column < columns; column += COLUMNS) {
                columns(
                        rows(), k, stripe, a, ao + r, b[panel + column / stripe], offsetOf(kFrom) + column % stripe,
                        init, io + r * initStride + column, c, co + r * ldc + column);
            }
        }
    }

    private static void columns(
            int stride, int k, int stripe, float[] a, int ao, float[] b, int bo, float[] init, int io, float[] c, int co) {
        float s0 = init[io];
        float s1 = init[io + 1];
        float s2 = init[io + 2];
        float s3 = init[io + 3];
        int at = bo;
        for (int j = 0; j < k; j++) {
            float x = a[ao + stride * j];
            s0 = Math.fma(x, b[at], s0);
            s1 = Math.fma(x, b[at + 1], s1);
            s2 = Math.fma(x, b[at + 2], s2);
            s3 = Math.fma(x, b[at + 3], s3);
            at += stripe;
        }
        c[co] = s0;
        c[co + 1] = s1;
        c[co + 2] = s2;
        c[co + 3] = s3;
    }

    @Override
    public void fillStripe(float[] b, int bo, int ldb, int count, float[] to, int offset) {
        if (WarmUp.ready()) {
            vector.fillStripe(b, bo, ldb, count, to, offset);
        } else {
            Panels.copyRows(b, bo, ldb, count, to, offset);
        }
    }

    @Override
    public void fillStrips(float[] a, int ao, int lda, int strips, int depth, float[] to) {
        if (WarmUp.trains()) {
            vector.fillStrips(a, ao, lda, strips, depth, to);
        } else {
            Strips.copyRows(a, ao, lda, strips, depth, to);
        }
    }

    @Override
    public void turnStrip(float[] a, int ao, int lda, int rows, int depth, float[] to, int offset) {
        if (WarmUp.turns()) {
            vector.turnStrip(a, ao, lda, rows, depth, to, offset);
        } else {
            Strips.turn(a, ao, lda, rows, depth, to, offset);
        }
    }

    @Override
    public void turnStripe(float[] b, int bo, int ldb, int count, float[] to) {
        if (WarmUp.turns()) {
            vector.turnStripe(b, bo, ldb, count, to);
        } else {
            Panels.turn(b, bo, ldb, count, to, 0);
        }
    }

    @Override
    public int columnRows() {
        return vector.columnRows();
    }

    @Override
    public void multiplyColumns(int rows, int k, float[] a, float[][] b, int panel, float[] c, int co, int ldc) {
        if (WarmUp.ready()) {
            vector.multiplyColumns(rows, k, a, b, panel, c, co, ldc);
            return;
        }
        int columns = columns();
        int stripe = stripe();
        for (int r = 0; r < rows; r++) {
            for (int column = 0; column < columns; column++) {
                float[] array = b[panel + column / stripe];
                float sum = 0f;
                for (int j = 0; j < k; j++) {
                    sum = Math.fma(a[columns * j + r], array[stripe * j + column % stripe], sum);
                }
                c[co + r * ldc + column] = sum;
            }
        }
    }
}
