package io.isotropy.kernels.cpu;

import static io.isotropy.kernels.cpu.Polynomials.*;
import static jdk.incubator.vector.VectorOperators.ABS;
import static jdk.incubator.vector.VectorOperators.ASHR;
import static jdk.incubator.vector.VectorOperators.EQ;
import static jdk.incubator.vector.VectorOperators.GT;
import static jdk.incubator.vector.VectorOperators.LSHL;
import static jdk.incubator.vector.VectorOperators.LT;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorSpecies;

/**
 * {@link ScalarMath}'s functions on runs of whole vectors, operation for operation; see there for formulas and errors. Choices become
 * blends: both branches are computed. Output and input may be the same run.
 *
 * <p>Functions built on exp make three passes over a short run: the exponent, exp, the rest. A shared method from vector to vector would
 * read better, but the JIT may compile it on its own, then refuses to inline it, and every vector goes through the heap: measured on
 * GELU, 5.2 instead of 0.9 ns an element.
 */
final class SimdMath {

    /** The longest run, so that its scratch stays in the first-level cache. */
    static final int RUN = 512;

    private static final VectorSpecies<Float> F = Lanes.FLOAT;
    private static final int L = Lanes.COUNT;

    private SimdMath() {}

    private static FloatVector load(float[] x, int at) {
        return FloatVector.fromArray(F, x, at);
    }

    private static FloatVector all(float value) {
        return FloatVector.broadcast(F, value);
    }

    static void exp(float[] x, int xo, float[] y, int yo, int n) {
        for (int i = 0; i < n; i += L) {
            FloatVector v = load(x, xo + i);
            FloatVector clamped = v.blend(all(EXP_HIGH), v.compare(GT, EXP_HIGH));
            clamped = clamped.blend(all(EXP_LOW), clamped.compare(LT, EXP_LOW));
            FloatVector shifted = clamped.fma(all(LOG2_E), all(ROUND));
            FloatVector e = shifted.sub(ROUND);
            FloatVector r = e.fma(all(-LN2_LOW), e.fma(all(-LN2_HIGH), clamped));
            FloatVector p = all(EXP4).fma(r, all(EXP3));
            p = p.fma(r, all(EXP2));
            p = p.fma(r, all(EXP1));
            p = p.fma(r, all(EXP0));
            p = p.fma(r.mul(r), r).add(1f);
            IntVector exponent = shifted.reinterpretAsInts().sub(ROUND_BITS);
            IntVector half = exponent.lanewise(ASHR, 1);
            FloatVector first = half.add(127).lanewise(LSHL, 23).reinterpretAsFloats();
            FloatVector second = exponent.sub(half).add(127).lanewise(LSHL, 23).reinterpretAsFloats();
            p.mul(first).mul(second).intoArray(y, yo + i);
        }
    }

    static void log(float[] x, int xo, float[] y, int yo, int n) {
        for (int i = 0; i < n; i += L) {
            FloatVector v = load(x, xo + i);
            VectorMask<Float> tiny = v.compare(LT, Float.MIN_NORMAL);
            FloatVector scaled = v.blend(v.mul(0x1p23f), tiny);
            IntVector bits = scaled.reinterpretAsInts();
            IntVector exponent =
                    bits.sub(Float.floatToRawIntBits(SQRT_HALF)).lanewise(ASHR, 23);
            FloatVector f = bits.sub(exponent.lanewise(LSHL, 23)).reinterpretAsFloats().sub(1f);
            // Small integers become floats by the bits of ROUND: exact, and one addition instead of a conversion.
            FloatVector whole = exponent.add(ROUND_BITS).reinterpretAsFloats().sub(ROUND);
            FloatVector e = whole.blend(whole.sub(23f), tiny);
            FloatVector z = f.mul(f);
            FloatVector p = all(LOG7).fma(f, all(LOG6));
            p = p.fma(f, all(LOG5));
            p = p.fma(f, all(LOG4));
            p = p.fma(f, all(LOG3));
            p = p.fma(f, all(LOG2));
            p = p.fma(f, all(LOG1));
            p = p.fma(f, all(LOG0));
            p = p.mul(f).mul(z);
            p = e.fma(all(LOG_LN2_LOW), p);
            p = all(-0.5f).fma(z, p).add(f);
            p = e.fma(all(LOG_LN2_HIGH), p);
            p = v.blend(p, v.compare(LT, Float.POSITIVE_INFINITY));
            p = p.blend(Float.NaN, v.compare(LT, 0f));
            p.blend(Float.NEGATIVE_INFINITY, v.compare(EQ, 0f)).intoArray(y, yo + i);
        }
    }

    static void tanh(float[] x, int xo, float[] y, int yo, int n, float[] scratch) {
        for (int i = 0; i < n; i += L) {
            FloatVector a = load(x, xo + i).lanewise(ABS);
            FloatVector c = a.blend(all(TANH_ONE), a.compare(GT, TANH_ONE));
            c.add(c).intoArray(scratch, i);
        }
        exp(scratch, 0, scratch, 0, n);
        for (int i = 0; i < n; i += L) {
            FloatVector v = load(x, xo + i);
            FloatVector z = v.mul(v);
            FloatVector p = all(TANH4).fma(z, all(TANH3));
            p = p.fma(z, all(TANH2));
            p = p.fma(z, all(TANH1));
            p = p.fma(z, all(TANH0));
            FloatVector near = p.mul(z).fma(v, v);
            FloatVector far = all(1f).sub(all(2f).div(load(scratch, i).add(1f)));
            far = far.blend(far.neg(), v.compare(LT, 0f));
            far.blend(near, v.lanewise(ABS).compare(LT, TANH_SWITCH)).intoArray(y, yo + i);
        }
    }

    static void erf(float[] x, int xo, float[] y, int yo, int n, float[] scratch) {
        erfcExponent(x, xo, 1f, scratch, n);
        exp(scratch, 0, scratch, 0, n);
        for (int i = 0; i < n; i += L) {
            FloatVector v = load(x, xo + i);
            FloatVector z = v.mul(v);
            FloatVector p = all(ERF6).fma(z, all(ERF5));
            p = p.fma(z, all(ERF4));
            p = p.fma(z, all(ERF3));
            p = p.fma(z, all(ERF2));
            p = p.fma(z, all(ERF1));
            p = p.fma(z, all(ERF0));
            FloatVector near = p.fma(v, v);
            FloatVector far = all(1f).sub(load(scratch, i));
            far = far.blend(far.neg(), v.compare(LT, 0f));
            far.blend(near, v.lanewise(ABS).compare(LT, 1f)).intoArray(y, yo + i);
        }
    }

    /** scratch = log erfc(scale·|x|). */
    private static void erfcExponent(float[] x, int xo, float scale, float[] scratch, int n) {
        for (int i = 0; i < n; i += L) {
            FloatVector t = load(x, xo + i).lanewise(ABS).mul(scale);
            FloatVector c = t.blend(all(ERFC_END), t.compare(GT, ERFC_END));
            FloatVector q = all(ERFC9).fma(c, all(ERFC8));
            q = q.fma(c, all(ERFC7));
            q = q.fma(c, all(ERFC6));
            q = q.fma(c, all(ERFC5));
            q = q.fma(c, all(ERFC4));
            q = q.fma(c, all(ERFC3));
            q = q.fma(c, all(ERFC2));
            q = q.fma(c, all(ERFC1));
            q = q.fma(c, all(ERFC0));
            q.mul(c).neg().intoArray(scratch, i);
        }
    }

    static void gelu(float[] x, int xo, float[] y, int yo, int n, float[] scratch) {
        erfcExponent(x, xo, SQRT_HALF, scratch, n);
        exp(scratch, 0, scratch, 0, n);
        for (int i = 0; i < n; i += L) {
            FloatVector v = load(x, xo + i);
            FloatVector a = v.lanewise(ABS);
            FloatVector c = a.blend(0f, a.compare(GT, Float.MAX_VALUE));
            FloatVector tail = load(scratch, i).mul(0.5f);
            c.neg().fma(tail, v.blend(0f, v.compare(LT, 0f))).intoArray(y, yo + i);
        }
    }

    static void geluTanh(float[] x, int xo, float[] y, int yo, int n, float[] scratch) {
        for (int i = 0; i < n; i += L) {
            FloatVector v = load(x, xo + i);
            FloatVector u = v.mul(GELU_CUBIC).mul(v).fma(v, v).mul(SQRT_2_OVER_PI);
            u.add(u).neg().intoArray(scratch, i);
        }
        exp(scratch, 0, scratch, 0, n);
        for (int i = 0; i < n; i += L) {
            FloatVector v = load(x, xo + i);
            FloatVector gelu = v.mul(all(1f).div(load(scratch, i).add(1f)));
            gelu.blend(0f, v.compare(LT, -30f)).intoArray(y, yo + i);
        }
    }

    static void sigmoid(float[] x, int xo, float[] y, int yo, int n) {
        for (int i = 0; i < n; i += L) {
            load(x, xo + i).neg().intoArray(y, yo + i);
        }
        exp(y, yo, y, yo, n);
        for (int i = 0; i < n; i += L) {
            all(1f).div(load(y, yo + i).add(1f)).intoArray(y, yo + i);
        }
    }
}
