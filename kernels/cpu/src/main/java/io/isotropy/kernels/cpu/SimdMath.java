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
 * GELU built on erf, 5.2 instead of 0.9 ns an element. For the same reason there are no short names for broadcast and fromArray: in a long method the JIT
 * stops inlining our methods before it stops inlining the API's own.
 */
final class SimdMath {

    /** The longest run, so that its scratch stays in the first-level cache. */
    static final int RUN = 512;

    private static final VectorSpecies<Float> F = Lanes.FLOAT;
    private static final int L = Lanes.COUNT;

    private SimdMath() {}

    static void exp(float[] x, int xo, float[] y, int yo, int n) {
        for (int i = 0; i < n; i += L) {
            FloatVector v = FloatVector.fromArray(F, x, xo + i);
            FloatVector clamped = v.blend(FloatVector.broadcast(F, EXP_HIGH), v.compare(GT, EXP_HIGH));
            clamped = clamped.blend(FloatVector.broadcast(F, EXP_LOW), clamped.compare(LT, EXP_LOW));
            FloatVector shifted = clamped.fma(FloatVector.broadcast(F, LOG2_E), FloatVector.broadcast(F, ROUND));
            FloatVector e = shifted.sub(ROUND);
            FloatVector r = e.fma(FloatVector.broadcast(F, -LN2_LOW), e.fma(FloatVector.broadcast(F, -LN2_HIGH), clamped));
            FloatVector p = FloatVector.broadcast(F, EXP4).fma(r, FloatVector.broadcast(F, EXP3));
            p = p.fma(r, FloatVector.broadcast(F, EXP2));
            p = p.fma(r, FloatVector.broadcast(F, EXP1));
            p = p.fma(r, FloatVector.broadcast(F, EXP0));
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
            FloatVector v = FloatVector.fromArray(F, x, xo + i);
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
            FloatVector p = FloatVector.broadcast(F, LOG7).fma(f, FloatVector.broadcast(F, LOG6));
            p = p.fma(f, FloatVector.broadcast(F, LOG5));
            p = p.fma(f, FloatVector.broadcast(F, LOG4));
            p = p.fma(f, FloatVector.broadcast(F, LOG3));
            p = p.fma(f, FloatVector.broadcast(F, LOG2));
            p = p.fma(f, FloatVector.broadcast(F, LOG1));
            p = p.fma(f, FloatVector.broadcast(F, LOG0));
            p = p.mul(f).mul(z);
            p = e.fma(FloatVector.broadcast(F, LOG_LN2_LOW), p);
            p = FloatVector.broadcast(F, -0.5f).fma(z, p).add(f);
            p = e.fma(FloatVector.broadcast(F, LOG_LN2_HIGH), p);
            p = v.blend(p, v.compare(LT, Float.POSITIVE_INFINITY));
            p = p.blend(Float.NaN, v.compare(LT, 0f));
            p.blend(Float.NEGATIVE_INFINITY, v.compare(EQ, 0f)).intoArray(y, yo + i);
        }
    }

    static void tanh(float[] x, int xo, float[] y, int yo, int n, float[] scratch) {
        for (int i = 0; i < n; i += L) {
            FloatVector a = FloatVector.fromArray(F, x, xo + i).lanewise(ABS);
            FloatVector c = a.blend(FloatVector.broadcast(F, TANH_ONE), a.compare(GT, TANH_ONE));
            c.add(c).intoArray(scratch, i);
        }
        exp(scratch, 0, scratch, 0, n);
        for (int i = 0; i < n; i += L) {
            FloatVector v = FloatVector.fromArray(F, x, xo + i);
            FloatVector z = v.mul(v);
            FloatVector p = FloatVector.broadcast(F, TANH4).fma(z, FloatVector.broadcast(F, TANH3));
            p = p.fma(z, FloatVector.broadcast(F, TANH2));
            p = p.fma(z, FloatVector.broadcast(F, TANH1));
            p = p.fma(z, FloatVector.broadcast(F, TANH0));
            FloatVector near = p.mul(z).fma(v, v);
            FloatVector far = FloatVector.broadcast(F, 1f).sub(FloatVector.broadcast(F, 2f).div(FloatVector.fromArray(F, scratch, i).add(1f)));
            far = far.blend(far.neg(), v.compare(LT, 0f));
            far.blend(near, v.lanewise(ABS).compare(LT, TANH_SWITCH)).intoArray(y, yo + i);
        }
    }

    static void erf(float[] x, int xo, float[] y, int yo, int n, float[] scratch) {
        erfcExponent(x, xo, scratch, n);
        exp(scratch, 0, scratch, 0, n);
        for (int i = 0; i < n; i += L) {
            FloatVector v = FloatVector.fromArray(F, x, xo + i);
            FloatVector z = v.mul(v);
            FloatVector p = FloatVector.broadcast(F, ERF6).fma(z, FloatVector.broadcast(F, ERF5));
            p = p.fma(z, FloatVector.broadcast(F, ERF4));
            p = p.fma(z, FloatVector.broadcast(F, ERF3));
            p = p.fma(z, FloatVector.broadcast(F, ERF2));
            p = p.fma(z, FloatVector.broadcast(F, ERF1));
            p = p.fma(z, FloatVector.broadcast(F, ERF0));
            FloatVector near = p.fma(v, v);
            FloatVector far = FloatVector.broadcast(F, 1f).sub(FloatVector.fromArray(F, scratch, i));
            far = far.blend(far.neg(), v.compare(LT, 0f));
            far.blend(near, v.lanewise(ABS).compare(LT, 1f)).intoArray(y, yo + i);
        }
    }

    /** scratch = log erfc|x|. */
    private static void erfcExponent(float[] x, int xo, float[] scratch, int n) {
        for (int i = 0; i < n; i += L) {
            FloatVector t = FloatVector.fromArray(F, x, xo + i).lanewise(ABS);
            FloatVector c = t.blend(FloatVector.broadcast(F, ERFC_END), t.compare(GT, ERFC_END));
            FloatVector q = FloatVector.broadcast(F, ERFC9).fma(c, FloatVector.broadcast(F, ERFC8));
            q = q.fma(c, FloatVector.broadcast(F, ERFC7));
            q = q.fma(c, FloatVector.broadcast(F, ERFC6));
            q = q.fma(c, FloatVector.broadcast(F, ERFC5));
            q = q.fma(c, FloatVector.broadcast(F, ERFC4));
            q = q.fma(c, FloatVector.broadcast(F, ERFC3));
            q = q.fma(c, FloatVector.broadcast(F, ERFC2));
            q = q.fma(c, FloatVector.broadcast(F, ERFC1));
            q = q.fma(c, FloatVector.broadcast(F, ERFC0));
            q.mul(c).neg().intoArray(scratch, i);
        }
    }

    static void gelu(float[] x, int xo, float[] y, int yo, int n) {
        for (int i = 0; i < n; i += L) {
            FloatVector v = FloatVector.fromArray(F, x, xo + i);
            FloatVector c = v.blend(FloatVector.broadcast(F, GELU_END), v.compare(GT, GELU_END));
            c = c.blend(FloatVector.broadcast(F, -GELU_END), c.compare(LT, -GELU_END));
            FloatVector z = c.mul(c);
            FloatVector p = FloatVector.broadcast(F, GELU_P5).fma(z, FloatVector.broadcast(F, GELU_P4));
            p = p.fma(z, FloatVector.broadcast(F, GELU_P3));
            p = p.fma(z, FloatVector.broadcast(F, GELU_P2));
            p = p.fma(z, FloatVector.broadcast(F, GELU_P1));
            p = p.fma(z, FloatVector.broadcast(F, GELU_P0));
            FloatVector q = FloatVector.broadcast(F, GELU_Q5).fma(z, FloatVector.broadcast(F, GELU_Q4));
            q = q.fma(z, FloatVector.broadcast(F, GELU_Q3));
            q = q.fma(z, FloatVector.broadcast(F, GELU_Q2));
            q = q.fma(z, FloatVector.broadcast(F, GELU_Q1));
            q = q.fma(z, FloatVector.broadcast(F, 1f));
            FloatVector g = v.mul(c.mul(p).div(q).add(0.5f));
            g = g.blend(v, v.compare(GT, GELU_END));
            g.blend(0f, v.compare(LT, -GELU_END)).intoArray(y, yo + i);
        }
    }

    static void geluTanh(float[] x, int xo, float[] y, int yo, int n, float[] scratch) {
        for (int i = 0; i < n; i += L) {
            FloatVector v = FloatVector.fromArray(F, x, xo + i);
            FloatVector u = v.mul(GELU_CUBIC).mul(v).fma(v, v).mul(SQRT_2_OVER_PI);
            u.add(u).neg().intoArray(scratch, i);
        }
        exp(scratch, 0, scratch, 0, n);
        for (int i = 0; i < n; i += L) {
            FloatVector v = FloatVector.fromArray(F, x, xo + i);
            FloatVector gelu = v.mul(FloatVector.broadcast(F, 1f).div(FloatVector.fromArray(F, scratch, i).add(1f)));
            gelu.blend(0f, v.compare(LT, -30f)).intoArray(y, yo + i);
        }
    }

    static void sigmoid(float[] x, int xo, float[] y, int yo, int n) {
        for (int i = 0; i < n; i += L) {
            FloatVector.fromArray(F, x, xo + i).neg().intoArray(y, yo + i);
        }
        exp(y, yo, y, yo, n);
        for (int i = 0; i < n; i += L) {
            FloatVector.broadcast(F, 1f).div(FloatVector.fromArray(F, y, yo + i).add(1f)).intoArray(y, yo + i);
        }
    }
}
