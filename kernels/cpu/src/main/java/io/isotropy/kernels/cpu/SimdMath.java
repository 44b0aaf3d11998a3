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
 * {@link ScalarMath}'s functions on vectors, operation for operation; see there for formulas and errors. Choices become blends: both
 * branches are computed.
 */
final class SimdMath {

    private static final VectorSpecies<Float> F = Lanes.FLOAT;

    private SimdMath() {}

    private static FloatVector all(float value) {
        return FloatVector.broadcast(F, value);
    }

    private static IntVector bits(FloatVector x) {
        return x.reinterpretAsInts();
    }

    static FloatVector exp(FloatVector x) {
        FloatVector clamped = x.blend(all(EXP_HIGH), x.compare(GT, EXP_HIGH));
        clamped = clamped.blend(all(EXP_LOW), clamped.compare(LT, EXP_LOW));
        FloatVector shifted = clamped.fma(all(LOG2_E), all(ROUND));
        FloatVector n = shifted.sub(ROUND);
        FloatVector r = n.fma(all(-LN2_LOW), n.fma(all(-LN2_HIGH), clamped));
        FloatVector p = all(EXP4).fma(r, all(EXP3));
        p = p.fma(r, all(EXP2));
        p = p.fma(r, all(EXP1));
        p = p.fma(r, all(EXP0));
        p = p.fma(r.mul(r), r).add(1f);
        IntVector exponent = bits(shifted).sub(ROUND_BITS);
        IntVector half = exponent.lanewise(ASHR, 1);
        FloatVector first = half.add(127).lanewise(LSHL, 23).reinterpretAsFloats();
        FloatVector second = exponent.sub(half).add(127).lanewise(LSHL, 23).reinterpretAsFloats();
        return p.mul(first).mul(second);
    }

    static FloatVector log(FloatVector x) {
        VectorMask<Float> tiny = x.compare(LT, Float.MIN_NORMAL);
        FloatVector scaled = x.blend(x.mul(0x1p23f), tiny);
        IntVector bits = bits(scaled);
        IntVector exponent = bits.sub(Float.floatToRawIntBits(SQRT_HALF)).lanewise(ASHR, 23);
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
        p = x.blend(p, x.compare(LT, Float.POSITIVE_INFINITY));
        p = p.blend(Float.NaN, x.compare(LT, 0f));
        return p.blend(Float.NEGATIVE_INFINITY, x.compare(EQ, 0f));
    }

    static FloatVector tanh(FloatVector x) {
        FloatVector a = x.lanewise(ABS);
        FloatVector z = x.mul(x);
        FloatVector p = all(TANH4).fma(z, all(TANH3));
        p = p.fma(z, all(TANH2));
        p = p.fma(z, all(TANH1));
        p = p.fma(z, all(TANH0));
        FloatVector near = p.mul(z).fma(x, x);
        FloatVector c = a.blend(all(TANH_ONE), a.compare(GT, TANH_ONE));
        FloatVector far = all(1f).sub(all(2f).div(exp(c.add(c)).add(1f)));
        far = far.blend(far.neg(), x.compare(LT, 0f));
        return far.blend(near, a.compare(LT, TANH_SWITCH));
    }

    static FloatVector erf(FloatVector x) {
        FloatVector a = x.lanewise(ABS);
        FloatVector z = x.mul(x);
        FloatVector p = all(ERF6).fma(z, all(ERF5));
        p = p.fma(z, all(ERF4));
        p = p.fma(z, all(ERF3));
        p = p.fma(z, all(ERF2));
        p = p.fma(z, all(ERF1));
        p = p.fma(z, all(ERF0));
        FloatVector near = p.fma(x, x);
        FloatVector far = all(1f).sub(erfc(a));
        far = far.blend(far.neg(), x.compare(LT, 0f));
        return far.blend(near, a.compare(LT, 1f));
    }

    private static FloatVector erfc(FloatVector t) {
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
        return exp(q.mul(c).neg());
    }

    static FloatVector sigmoid(FloatVector x) {
        return all(1f).div(exp(x.neg()).add(1f));
    }

    static FloatVector relu(FloatVector x) {
        return x.blend(0f, x.compare(LT, 0f));
    }

    static FloatVector gelu(FloatVector x) {
        FloatVector a = x.lanewise(ABS);
        FloatVector c = a.blend(0f, a.compare(GT, Float.MAX_VALUE));
        FloatVector tail = erfc(a.mul(SQRT_HALF)).mul(0.5f);
        return c.neg().fma(tail, relu(x));
    }

    static FloatVector geluTanh(FloatVector x) {
        FloatVector u = x.mul(GELU_CUBIC).mul(x).fma(x, x).mul(SQRT_2_OVER_PI);
        FloatVector gelu = x.mul(sigmoid(u.add(u)));
        return gelu.blend(0f, x.compare(LT, -30f));
    }

}
