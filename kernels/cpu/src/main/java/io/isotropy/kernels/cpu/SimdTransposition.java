package io.isotropy.kernels.cpu;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;

/**
 * Turns rows into columns, 16 × 16 at a time, for 512-bit vectors. The halves, quarters, eighths and single elements of vectors change places in
 * pairs of rows (Eklundh 1972, "A Fast Computer Method for Matrix Transposing"), two of these four steps in one pass through registers
 * (docs/decisions/gemm.md has what it gains).
 */
final class SimdTransposition {

    static final int SIZE = 16;

    /** Elements of the memory between the two passes. */
    static final int SCRATCH = SIZE * SIZE;

    private static final IntVector LOW_8 = lower(8);
    private static final IntVector HIGH_8 = upper(8);
    private static final IntVector LOW_4 = lower(4);
    private static final IntVector HIGH_4 = upper(4);
    private static final IntVector LOW_2 = lower(2);
    private static final IntVector HIGH_2 = upper(2);
    private static final IntVector LOW_1 = lower(1);
    private static final IntVector HIGH_1 = upper(1);

    private SimdTransposition() {}

    /** Of a pair of rows, what the first becomes: of each 2·{@code run} elements the first half of its own, then that of the other's. */
    private static IntVector lower(int run) {
        int[] lanes = new int[SIZE];
        for (int i = 0; i < SIZE; i++) {
            lanes[i] = (i & run) == 0 ? i : SIZE + i - run;
        }
        return IntVector.fromArray(IntVector.SPECIES_512, lanes, 0);
    }

    private static IntVector upper(int run) {
        return lower(run).lanewise(VectorOperators.ADD, run);
    }

    /**
     * to[offset + step·k + r] = from[at + stride·r + k], for k and r in 0 … 15; where there are fewer {@code rows}, what stands for the others is
     * undefined. Columns are written in ascending order.
     *
     * @param scratch {@link #SCRATCH} elements
     */
    static void turn(float[] from, int at, int stride, int rows, float[] to, int offset, int step, float[] scratch) {
        int last = at + stride * (rows - 1);
        for (int r = 0; r < 4; r++) {
            int row = Math.min(last, at + stride * r);
            quarters(
                    row(from, row), row(from, Math.min(last, row + 4 * stride)), row(from, Math.min(last, row + 8 * stride)),
                    row(from, Math.min(last, row + 12 * stride)), scratch, SIZE * r);
        }
        for (int k = 0; k < SIZE; k += 4) {
            int row = SIZE * k;
            singles(
                    row(scratch, row), row(scratch, row + SIZE), row(scratch, row + 2 * SIZE), row(scratch, row + 3 * SIZE),
                    to, offset + step * k, step);
        }
    }

    private static void quarters(IntVector a, IntVector b, IntVector c, IntVector d, float[] to, int offset) {
        IntVector ac = LOW_8.selectFrom(a, c);
        IntVector ca = HIGH_8.selectFrom(a, c);
        IntVector bd = LOW_8.selectFrom(b, d);
        IntVector db = HIGH_8.selectFrom(b, d);
        store(LOW_4.selectFrom(ac, bd), to, offset);
        store(HIGH_4.selectFrom(ac, bd), to, offset + 4 * SIZE);
        store(LOW_4.selectFrom(ca, db), to, offset + 8 * SIZE);
        store(HIGH_4.selectFrom(ca, db), to, offset + 12 * SIZE);
    }

    private static void singles(IntVector a, IntVector b, IntVector c, IntVector d, float[] to, int offset, int step) {
        IntVector ac = LOW_2.selectFrom(a, c);
        IntVector ca = HIGH_2.selectFrom(a, c);
        IntVector bd = LOW_2.selectFrom(b, d);
        IntVector db = HIGH_2.selectFrom(b, d);
        store(LOW_1.selectFrom(ac, bd), to, offset);
        store(HIGH_1.selectFrom(ac, bd), to, offset + step);
        store(LOW_1.selectFrom(ca, db), to, offset + 2 * step);
        store(HIGH_1.selectFrom(ca, db), to, offset + 3 * step);
    }

    private static IntVector row(float[] from, int at) {
        return FloatVector.fromArray(FloatVector.SPECIES_512, from, at).reinterpretAsInts();
    }

    private static void store(IntVector row, float[] to, int offset) {
        row.reinterpretAsFloats().intoArray(to, offset);
    }
}
