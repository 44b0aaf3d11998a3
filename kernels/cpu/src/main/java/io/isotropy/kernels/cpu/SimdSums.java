package io.isotropy.kernels.cpu;

import static io.isotropy.kernels.cpu.Lanes.NOTHING;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * The sums of {@link SimdLoops}. The {@value Loops#PARTIALS} partial sums are 2, 4 or 8 vectors in locals; the unused ones fold away, as the lane count is
 * a constant.
 */
final class SimdSums {

    private static final VectorSpecies<Float> F = Lanes.FLOAT;
    private static final int L = Lanes.COUNT;

    private SimdSums() {}

    /** The elements that fill whole rounds of partial sums. */
    private static int rounds(int n) {
        return n & -Loops.PARTIALS;
    }

    static float sum(float[] x, int xo, int n) {
        FloatVector s0 = FloatVector.broadcast(F, 0f), s1 = FloatVector.broadcast(F, 0f), s2 = FloatVector.broadcast(F, 0f), s3 = FloatVector.broadcast(F, 0f), s4 = FloatVector.broadcast(F, 0f), s5 = FloatVector.broadcast(F, 0f), s6 = FloatVector.broadcast(F, 0f), s7 = FloatVector.broadcast(F, 0f);
        int i = 0;
        for (int end = rounds(n); i < end; i += Loops.PARTIALS) {
            s0 = FloatVector.fromArray(F, x, xo + i).add(s0);
            s1 = FloatVector.fromArray(F, x, xo + i + L).add(s1);
            if (L <= 8) {
                s2 = FloatVector.fromArray(F, x, xo + i + 2 * L).add(s2);
                s3 = FloatVector.fromArray(F, x, xo + i + 3 * L).add(s3);
            }
            if (L <= 4) {
                s4 = FloatVector.fromArray(F, x, xo + i + 4 * L).add(s4);
                s5 = FloatVector.fromArray(F, x, xo + i + 5 * L).add(s5);
                s6 = FloatVector.fromArray(F, x, xo + i + 6 * L).add(s6);
                s7 = FloatVector.fromArray(F, x, xo + i + 7 * L).add(s7);
            }
        }
        if (i == n) {
            return combine(s0, s1, s2, s3, s4, s5, s6, s7);
        }
        float[] partials = partials(s0, s1, s2, s3, s4, s5, s6, s7);
        for (int p = 0; i < n; i++, p++) {
            partials[p] += x[xo + i];
        }
        return Loops.combine(partials);
    }

    static float sumOfSquares(float[] x, int xo, int n, float center) {
        FloatVector s0 = FloatVector.broadcast(F, 0f), s1 = FloatVector.broadcast(F, 0f), s2 = FloatVector.broadcast(F, 0f), s3 = FloatVector.broadcast(F, 0f), s4 = FloatVector.broadcast(F, 0f), s5 = FloatVector.broadcast(F, 0f), s6 = FloatVector.broadcast(F, 0f), s7 = FloatVector.broadcast(F, 0f);
        int i = 0;
        for (int end = rounds(n); i < end; i += Loops.PARTIALS) {
            s0 = addSquare(FloatVector.fromArray(F, x, xo + i).sub(center), s0);
            s1 = addSquare(FloatVector.fromArray(F, x, xo + i + L).sub(center), s1);
            if (L <= 8) {
                s2 = addSquare(FloatVector.fromArray(F, x, xo + i + 2 * L).sub(center), s2);
                s3 = addSquare(FloatVector.fromArray(F, x, xo + i + 3 * L).sub(center), s3);
            }
            if (L <= 4) {
                s4 = addSquare(FloatVector.fromArray(F, x, xo + i + 4 * L).sub(center), s4);
                s5 = addSquare(FloatVector.fromArray(F, x, xo + i + 5 * L).sub(center), s5);
                s6 = addSquare(FloatVector.fromArray(F, x, xo + i + 6 * L).sub(center), s6);
                s7 = addSquare(FloatVector.fromArray(F, x, xo + i + 7 * L).sub(center), s7);
            }
        }
        if (i == n) {
            return combine(s0, s1, s2, s3, s4, s5, s6, s7);
        }
        float[] partials = partials(s0, s1, s2, s3, s4, s5, s6, s7);
        for (int p = 0; i < n; i++, p++) {
            float d = x[xo + i] - center;
            partials[p] = Math.fma(d, d, partials[p]);
        }
        return Loops.combine(partials);
    }

    static float dot(float[] x, int xo, float[] y, int yo, int n) {
        FloatVector s0 = FloatVector.broadcast(F, 0f), s1 = FloatVector.broadcast(F, 0f), s2 = FloatVector.broadcast(F, 0f), s3 = FloatVector.broadcast(F, 0f), s4 = FloatVector.broadcast(F, 0f), s5 = FloatVector.broadcast(F, 0f), s6 = FloatVector.broadcast(F, 0f), s7 = FloatVector.broadcast(F, 0f);
        int i = 0;
        for (int end = rounds(n); i < end; i += Loops.PARTIALS) {
            s0 = FloatVector.fromArray(F, x, xo + i).fma(FloatVector.fromArray(F, y, yo + i), s0);
            s1 = FloatVector.fromArray(F, x, xo + i + L).fma(FloatVector.fromArray(F, y, yo + i + L), s1);
            if (L <= 8) {
                s2 = FloatVector.fromArray(F, x, xo + i + 2 * L).fma(FloatVector.fromArray(F, y, yo + i + 2 * L), s2);
                s3 = FloatVector.fromArray(F, x, xo + i + 3 * L).fma(FloatVector.fromArray(F, y, yo + i + 3 * L), s3);
            }
            if (L <= 4) {
                s4 = FloatVector.fromArray(F, x, xo + i + 4 * L).fma(FloatVector.fromArray(F, y, yo + i + 4 * L), s4);
                s5 = FloatVector.fromArray(F, x, xo + i + 5 * L).fma(FloatVector.fromArray(F, y, yo + i + 5 * L), s5);
                s6 = FloatVector.fromArray(F, x, xo + i + 6 * L).fma(FloatVector.fromArray(F, y, yo + i + 6 * L), s6);
                s7 = FloatVector.fromArray(F, x, xo + i + 7 * L).fma(FloatVector.fromArray(F, y, yo + i + 7 * L), s7);
            }
        }
        if (i == n) {
            return combine(s0, s1, s2, s3, s4, s5, s6, s7);
        }
        float[] partials = partials(s0, s1, s2, s3, s4, s5, s6, s7);
        for (int p = 0; i < n; i++, p++) {
            partials[p] = Math.fma(x[xo + i], y[yo + i], partials[p]);
        }
        return Loops.combine(partials);
    }

    static float dotBytes(int[] x, int xo, float[] planes, int n) {
        FloatVector s0 = FloatVector.broadcast(F, 0f), s1 = FloatVector.broadcast(F, 0f), s2 = FloatVector.broadcast(F, 0f), s3 = FloatVector.broadcast(F, 0f), s4 = FloatVector.broadcast(F, 0f), s5 = FloatVector.broadcast(F, 0f), s6 = FloatVector.broadcast(F, 0f), s7 = FloatVector.broadcast(F, 0f);
        int i = 0;
        for (int end = n & -(Loops.PARTIALS / 2); i < end; i += Loops.PARTIALS / 2) {
            IntVector x0 = IntVector.fromArray(Lanes.INT, x, xo + i);
            if (L > 8) {
                s0 = bytes(x0, 24).fma(FloatVector.fromArray(F, planes, i), s0);
                s1 = bytes(x0, 16).fma(FloatVector.fromArray(F, planes, n + i), s1);
                s0 = bytes(x0, 8).fma(FloatVector.fromArray(F, planes, 2 * n + i), s0);
                s1 = bytes(x0, 0).fma(FloatVector.fromArray(F, planes, 3 * n + i), s1);
            } else if (L > 4) {
                IntVector x1 = IntVector.fromArray(Lanes.INT, x, xo + i + L);
                s0 = bytes(x0, 24).fma(FloatVector.fromArray(F, planes, i), s0);
                s1 = bytes(x1, 24).fma(FloatVector.fromArray(F, planes, i + L), s1);
                s2 = bytes(x0, 16).fma(FloatVector.fromArray(F, planes, n + i), s2);
                s3 = bytes(x1, 16).fma(FloatVector.fromArray(F, planes, n + i + L), s3);
                s0 = bytes(x0, 8).fma(FloatVector.fromArray(F, planes, 2 * n + i), s0);
                s1 = bytes(x1, 8).fma(FloatVector.fromArray(F, planes, 2 * n + i + L), s1);
                s2 = bytes(x0, 0).fma(FloatVector.fromArray(F, planes, 3 * n + i), s2);
                s3 = bytes(x1, 0).fma(FloatVector.fromArray(F, planes, 3 * n + i + L), s3);
            } else {
                IntVector x1 = IntVector.fromArray(Lanes.INT, x, xo + i + L);
                IntVector x2 = IntVector.fromArray(Lanes.INT, x, xo + i + 2 * L);
                IntVector x3 = IntVector.fromArray(Lanes.INT, x, xo + i + 3 * L);
                s0 = bytes(x0, 24).fma(FloatVector.fromArray(F, planes, i), s0);
                s1 = bytes(x1, 24).fma(FloatVector.fromArray(F, planes, i + L), s1);
                s2 = bytes(x2, 24).fma(FloatVector.fromArray(F, planes, i + 2 * L), s2);
                s3 = bytes(x3, 24).fma(FloatVector.fromArray(F, planes, i + 3 * L), s3);
                s4 = bytes(x0, 16).fma(FloatVector.fromArray(F, planes, n + i), s4);
                s5 = bytes(x1, 16).fma(FloatVector.fromArray(F, planes, n + i + L), s5);
                s6 = bytes(x2, 16).fma(FloatVector.fromArray(F, planes, n + i + 2 * L), s6);
                s7 = bytes(x3, 16).fma(FloatVector.fromArray(F, planes, n + i + 3 * L), s7);
                s0 = bytes(x0, 8).fma(FloatVector.fromArray(F, planes, 2 * n + i), s0);
                s1 = bytes(x1, 8).fma(FloatVector.fromArray(F, planes, 2 * n + i + L), s1);
                s2 = bytes(x2, 8).fma(FloatVector.fromArray(F, planes, 2 * n + i + 2 * L), s2);
                s3 = bytes(x3, 8).fma(FloatVector.fromArray(F, planes, 2 * n + i + 3 * L), s3);
                s4 = bytes(x0, 0).fma(FloatVector.fromArray(F, planes, 3 * n + i), s4);
                s5 = bytes(x1, 0).fma(FloatVector.fromArray(F, planes, 3 * n + i + L), s5);
                s6 = bytes(x2, 0).fma(FloatVector.fromArray(F, planes, 3 * n + i + 2 * L), s6);
                s7 = bytes(x3, 0).fma(FloatVector.fromArray(F, planes, 3 * n + i + 3 * L), s7);
            }
        }
        if (i == n) {
            return combine(s0, s1, s2, s3, s4, s5, s6, s7);
        }
        float[] partials = partials(s0, s1, s2, s3, s4, s5, s6, s7);
        ScalarLoops.addBytes(x, xo, planes, n, i, partials);
        return Loops.combine(partials);
    }

    /** The signed bytes that {@code left} bits lie above, as floats. */
    private static FloatVector bytes(IntVector x, int left) {
        return (FloatVector) x.lanewise(VectorOperators.LSHL, left).lanewise(VectorOperators.ASHR, 24).convertShape(VectorOperators.I2F, F, 0);
    }

    private static FloatVector addSquare(FloatVector x, FloatVector sum) {
        return x.fma(x, sum);
    }

    /** {@link Loops#combine} without the rest of a row: halves are vectors until one is left. */
    private static float combine(
            FloatVector s0, FloatVector s1, FloatVector s2, FloatVector s3, FloatVector s4, FloatVector s5,
            FloatVector s6, FloatVector s7) {
        FloatVector sum;
        if (L <= 4) {
            sum = NOTHING.add(s0).add(s4).add(NOTHING.add(s2).add(s6)).add(NOTHING.add(s1).add(s5).add(NOTHING.add(s3).add(s7)));
        } else if (L <= 8) {
            sum = NOTHING.add(s0).add(s2).add(NOTHING.add(s1).add(s3));
        } else {
            sum = NOTHING.add(s0).add(s1);
        }
        float[] lanes = new float[L];
        sum.intoArray(lanes, 0);
        for (int half = L / 2; half > 0; half /= 2) {
            for (int i = 0; i < half; i++) {
                lanes[i] += lanes[i + half];
            }
        }
        return lanes[0];
    }

    private static float[] partials(
            FloatVector s0, FloatVector s1, FloatVector s2, FloatVector s3, FloatVector s4, FloatVector s5,
            FloatVector s6, FloatVector s7) {
        float[] partials = new float[Loops.PARTIALS];
        NOTHING.add(s0).intoArray(partials, 0);
        NOTHING.add(s1).intoArray(partials, L);
        if (L <= 8) {
            NOTHING.add(s2).intoArray(partials, 2 * L);
            NOTHING.add(s3).intoArray(partials, 3 * L);
        }
        if (L <= 4) {
            NOTHING.add(s4).intoArray(partials, 4 * L);
            NOTHING.add(s5).intoArray(partials, 5 * L);
            NOTHING.add(s6).intoArray(partials, 6 * L);
            NOTHING.add(s7).intoArray(partials, 7 * L);
        }
        return partials;
    }
}
