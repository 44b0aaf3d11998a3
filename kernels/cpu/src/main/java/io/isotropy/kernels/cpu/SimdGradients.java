package io.isotropy.kernels.cpu;

import static io.isotropy.kernels.cpu.Polynomials.*;
import static jdk.incubator.vector.VectorOperators.GT;
import static jdk.incubator.vector.VectorOperators.LE;
import static jdk.incubator.vector.VectorOperators.LT;

import io.isotropy.kernels.Elementwise.Unary;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The vector loops of training, on runs of whole vectors where nothing else is said; operation for operation those of {@link ScalarLoops}.
 */
final class SimdGradients {

    private static final VectorSpecies<Float> F = Lanes.FLOAT;
    private static final int L = Lanes.COUNT;

    private SimdGradients() {}

    static void unary(
            Unary function, float[] x, int xo, float[] y, int yo, float[] dy, int dyo, float[] dx, int dxo, int n,
            float[] scratch) {
        switch (function) {
            case NEGATE -> negate(dy, dyo, dx, dxo, n);
            case ABS -> abs(x, xo, dy, dyo, dx, dxo, n);
            case SQUARE -> square(x, xo, dy, dyo, dx, dxo, n);
            case SQRT -> sqrt(y, yo, dy, dyo, dx, dxo, n);
            case RSQRT -> rsqrt(y, yo, dy, dyo, dx, dxo, n);
            case RECIPROCAL -> reciprocal(y, yo, dy, dyo, dx, dxo, n);
            case EXP -> exp(y, yo, dy, dyo, dx, dxo, n);
            case LOG -> log(x, xo, dy, dyo, dx, dxo, n);
            case TANH -> tanh(y, yo, dy, dyo, dx, dxo, n);
            case ERF -> erf(x, xo, dy, dyo, dx, dxo, n, scratch);
            case SIGMOID -> sigmoid(y, yo, dy, dyo, dx, dxo, n);
            case RELU -> relu(x, xo, dy, dyo, dx, dxo, n);
            case GELU -> slope(
                    x, xo, dy, dyo, dx, dxo, n, SLOPE_P0, SLOPE_P1, SLOPE_P2, SLOPE_P3, SLOPE_P4, SLOPE_P5, SLOPE_Q1,
                    SLOPE_Q2, SLOPE_Q3, SLOPE_Q4, SLOPE_Q5);
            case GELU_TANH -> slope(
                    x, xo, dy, dyo, dx, dxo, n, TANH_SLOPE_P0, TANH_SLOPE_P1, TANH_SLOPE_P2, TANH_SLOPE_P3, TANH_SLOPE_P4,
                    TANH_SLOPE_P5, TANH_SLOPE_Q1, TANH_SLOPE_Q2, TANH_SLOPE_Q3, TANH_SLOPE_Q4, TANH_SLOPE_Q5);
        }
    }

    private static void negate(float[] dy, int dyo, float[] dx, int dxo, int n) {
        for (int i = 0; i < n; i += L) {
            FloatVector.fromArray(F, dy, dyo + i).mul(-1f).intoArray(dx, dxo + i);
        }
    }

    private static void abs(float[] x, int xo, float[] dy, int dyo, float[] dx, int dxo, int n) {
        for (int i = 0; i < n; i += L) {
            FloatVector v = FloatVector.fromArray(F, x, xo + i);
            FloatVector sign = v.blend(1f, v.compare(GT, 0f)).blend(-1f, v.compare(LT, 0f)); // 0 and NaN are their own
            FloatVector.fromArray(F, dy, dyo + i).mul(sign).intoArray(dx, dxo + i);
        }
    }

    private static void square(float[] x, int xo, float[] dy, int dyo, float[] dx, int dxo, int n) {
        for (int i = 0; i < n; i += L) {
            FloatVector slope = FloatVector.fromArray(F, x, xo + i).mul(2f);
            FloatVector.fromArray(F, dy, dyo + i).mul(slope).intoArray(dx, dxo + i);
        }
    }

    private static void sqrt(float[] y, int yo, float[] dy, int dyo, float[] dx, int dxo, int n) {
        for (int i = 0; i < n; i += L) {
            FloatVector slope = FloatVector.broadcast(F, 0.5f).div(FloatVector.fromArray(F, y, yo + i));
            FloatVector.fromArray(F, dy, dyo + i).mul(slope).intoArray(dx, dxo + i);
        }
    }

    private static void rsqrt(float[] y, int yo, float[] dy, int dyo, float[] dx, int dxo, int n) {
        for (int i = 0; i < n; i += L) {
            FloatVector v = FloatVector.fromArray(F, y, yo + i);
            FloatVector.fromArray(F, dy, dyo + i).mul(v.mul(-0.5f).mul(v).mul(v)).intoArray(dx, dxo + i);
        }
    }

    private static void reciprocal(float[] y, int yo, float[] dy, int dyo, float[] dx, int dxo, int n) {
        for (int i = 0; i < n; i += L) {
            FloatVector v = FloatVector.fromArray(F, y, yo + i);
            FloatVector.fromArray(F, dy, dyo + i).mul(v.neg().mul(v)).intoArray(dx, dxo + i);
        }
    }

    private static void exp(float[] y, int yo, float[] dy, int dyo, float[] dx, int dxo, int n) {
        for (int i = 0; i < n; i += L) {
            FloatVector.fromArray(F, dy, dyo + i).mul(FloatVector.fromArray(F, y, yo + i)).intoArray(dx, dxo + i);
        }
    }

    private static void log(float[] x, int xo, float[] dy, int dyo, float[] dx, int dxo, int n) {
        for (int i = 0; i < n; i += L) {
            FloatVector slope = FloatVector.broadcast(F, 1f).div(FloatVector.fromArray(F, x, xo + i));
            FloatVector.fromArray(F, dy, dyo + i).mul(slope).intoArray(dx, dxo + i);
        }
    }

    private static void tanh(float[] y, int yo, float[] dy, int dyo, float[] dx, int dxo, int n) {
        for (int i = 0; i < n; i += L) {
            FloatVector v = FloatVector.fromArray(F, y, yo + i);
            FloatVector slope = FloatVector.broadcast(F, 1f).sub(v.mul(v));
            FloatVector.fromArray(F, dy, dyo + i).mul(slope).intoArray(dx, dxo + i);
        }
    }

    private static void erf(
            float[] x, int xo, float[] dy, int dyo, float[] dx, int dxo, int n, float[] scratch) {
        for (int i = 0; i < n; i += L) {
            FloatVector v = FloatVector.fromArray(F, x, xo + i);
            v.neg().mul(v).intoArray(scratch, i);
        }
        SimdMath.exp(scratch, 0, scratch, 0, n);
        for (int i = 0; i < n; i += L) {
            FloatVector slope = FloatVector.fromArray(F, scratch, i).mul(TWO_OVER_SQRT_PI);
            FloatVector.fromArray(F, dy, dyo + i).mul(slope).intoArray(dx, dxo + i);
        }
    }

    private static void sigmoid(float[] y, int yo, float[] dy, int dyo, float[] dx, int dxo, int n) {
        for (int i = 0; i < n; i += L) {
            FloatVector v = FloatVector.fromArray(F, y, yo + i);
            FloatVector slope = v.mul(FloatVector.broadcast(F, 1f).sub(v));
            FloatVector.fromArray(F, dy, dyo + i).mul(slope).intoArray(dx, dxo + i);
        }
    }

    private static void relu(float[] x, int xo, float[] dy, int dyo, float[] dx, int dxo, int n) {
        for (int i = 0; i < n; i += L) {
            FloatVector v = FloatVector.fromArray(F, x, xo + i);
            FloatVector slope = FloatVector.broadcast(F, 1f).blend(0f, v.compare(LE, 0f));
            FloatVector.fromArray(F, dy, dyo + i).mul(slope).intoArray(dx, dxo + i);
        }
    }

    /** dx = dy·(½ + x·P(x²)/Q(x²)). */
    private static void slope(
            float[] x, int xo, float[] dy, int dyo, float[] dx, int dxo, int n, float p0, float p1, float p2, float p3,
            float p4, float p5, float q1, float q2, float q3, float q4, float q5) {
        for (int i = 0; i < n; i += L) {
            FloatVector v = FloatVector.fromArray(F, x, xo + i);
            FloatVector c = v.blend(FloatVector.broadcast(F, GELU_END), v.compare(GT, GELU_END));
            c = c.blend(FloatVector.broadcast(F, -GELU_END), c.compare(LT, -GELU_END));
            FloatVector z = c.mul(c);
            FloatVector p = FloatVector.broadcast(F, p5).fma(z, FloatVector.broadcast(F, p4));
            p = p.fma(z, FloatVector.broadcast(F, p3));
            p = p.fma(z, FloatVector.broadcast(F, p2));
            p = p.fma(z, FloatVector.broadcast(F, p1));
            p = p.fma(z, FloatVector.broadcast(F, p0));
            FloatVector q = FloatVector.broadcast(F, q5).fma(z, FloatVector.broadcast(F, q4));
            q = q.fma(z, FloatVector.broadcast(F, q3));
            q = q.fma(z, FloatVector.broadcast(F, q2));
            q = q.fma(z, FloatVector.broadcast(F, q1));
            q = q.fma(z, FloatVector.broadcast(F, 1f));
            FloatVector slope = c.mul(p).div(q).add(0.5f);
            slope = slope.blend(1f, v.compare(GT, GELU_END));
            slope = slope.blend(0f, v.compare(LT, -GELU_END));
            FloatVector.fromArray(F, dy, dyo + i).mul(slope).intoArray(dx, dxo + i);
        }
    }

    /**
     * {@link Loops#layerNormGradient}, any n, in four passes over a row in the first-level cache: two sets of accumulators and the rest would
     * not fit the registers at once.
     */
    static void layerNorm(
            float[] x, int xo, float mean, float rstd, float[] gamma, int go, float[] dy, int dyo,
            float[] normalized, float[] sums, int so, float[] dx, int dxo, int n) {
        int whole = n & -L;
        for (int i = 0; i < whole; i += L) {
            FloatVector d = FloatVector.fromArray(F, dy, dyo + i);
            FloatVector unit = FloatVector.fromArray(F, x, xo + i).sub(mean).mul(rstd);
            unit.intoArray(normalized, i);
            d.fma(unit, FloatVector.fromArray(F, sums, so + i)).intoArray(sums, so + i);
            FloatVector.fromArray(F, sums, so + n + i).add(d).intoArray(sums, so + n + i);
            FloatVector.fromArray(F, gamma, go + i).mul(d).intoArray(dx, dxo + i);
        }
        for (int i = whole; i < n; i++) {
            float d = dy[dyo + i];
            float unit = (x[xo + i] - mean) * rstd;
            normalized[i] = unit;
            sums[so + i] = Math.fma(d, unit, sums[so + i]);
            sums[so + n + i] += d;
            dx[dxo + i] = gamma[go + i] * d;
        }
        float center = Loops.WARM.sum(dx, dxo, n) / n;
        float slope = Loops.WARM.dot(dx, dxo, normalized, 0, n) / n;
        for (int i = 0; i < whole; i += L) {
            FloatVector centered = FloatVector.fromArray(F, dx, dxo + i).sub(center);
            FloatVector unit = FloatVector.fromArray(F, normalized, i);
            FloatVector.broadcast(F, -slope).fma(unit, centered).mul(rstd).intoArray(dx, dxo + i);
        }
        for (int i = whole; i < n; i++) {
            dx[dxo + i] = rstd * Math.fma(-slope, normalized[i], dx[dxo + i] - center);
        }
    }

    static void adam(AdamStep step, float[] p, int po, float[] g, int go, float[] m, int mo, float[] v, int vo, int n) {
        for (int i = 0; i < n; i += L) {
            FloatVector parameter = FloatVector.fromArray(F, p, po + i);
            FloatVector gradient = FloatVector.fromArray(F, g, go + i).mul(step.gradientScale());
            gradient = FloatVector.broadcast(F, step.coupledDecay()).fma(parameter, gradient);
            FloatVector first = FloatVector.fromArray(F, m, mo + i);
            FloatVector mean = FloatVector.broadcast(F, step.rate1()).fma(gradient.sub(first), first);
            FloatVector second = FloatVector.fromArray(F, v, vo + i).mul(step.beta2());
            FloatVector square = gradient.mul(step.rate2()).fma(gradient, second);
            FloatVector divisor = square.sqrt().fma(FloatVector.broadcast(F, step.squareScale()), FloatVector.broadcast(F, step.epsilon()));
            mean.intoArray(m, mo + i);
            square.intoArray(v, vo + i);
            FloatVector moved = FloatVector.broadcast(F, -step.size()).fma(mean.div(divisor), parameter.mul(step.shrink()));
            moved.intoArray(p, po + i);
        }
    }
}
