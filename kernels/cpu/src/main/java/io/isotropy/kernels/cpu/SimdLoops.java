package io.isotropy.kernels.cpu;

import static io.isotropy.kernels.cpu.Lanes.NOTHING;

import io.isotropy.kernels.Dropout;
import io.isotropy.kernels.Elementwise.Binary;
import io.isotropy.kernels.Elementwise.Unary;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * {@link Loops} on the Vector API. Whole vectors first, the last n mod L elements by {@link ScalarMath}, which gives the same bits. Sums are
 * in {@link SimdSums}. One loop per function: a switch or lambda inside would keep vectors from staying in registers.
 */
final class SimdLoops implements Loops {

    private static final VectorSpecies<Float> F = Lanes.FLOAT;
    private static final int L = Lanes.COUNT;

    /** The first elements that fill whole vectors. */
    private static int whole(int n) {
        return n & -L;
    }

    @Override
    public float sum(float[] x, int xo, int n) {
        return SimdSums.sum(x, xo, n);
    }

    @Override
    public float sumOfSquares(float[] x, int xo, int n, float center) {
        return SimdSums.sumOfSquares(x, xo, n, center);
    }

    @Override
    public float dot(float[] x, int xo, float[] y, int yo, int n) {
        return SimdSums.dot(x, xo, y, yo, n);
    }

    @Override
    public float dotBytes(int[] x, int xo, float[] planes, int n) {
        return SimdSums.dotBytes(x, xo, planes, n);
    }

    @Override
    public float max(float[] x, int xo, int n) {
        float max = Float.NEGATIVE_INFINITY;
        int i = 0;
        if (n >= L) {
            FloatVector v = FloatVector.fromArray(F, x, xo);
            for (i = L; i < whole(n); i += L) {
                v = FloatVector.fromArray(F, x, xo + i).max(v);
            }
            max = v.reduceLanes(VectorOperators.MAX);
        }
        for (; i < n; i++) {
            max = Math.max(max, x[xo + i]);
        }
        return max;
    }

    @Override
    public float min(float[] x, int xo, int n) {
        float min = Float.POSITIVE_INFINITY;
        int i = 0;
        if (n >= L) {
            FloatVector v = FloatVector.fromArray(F, x, xo);
            for (i = L; i < whole(n); i += L) {
                v = FloatVector.fromArray(F, x, xo + i).min(v);
            }
            min = v.reduceLanes(VectorOperators.MIN);
        }
        for (; i < n; i++) {
            min = Math.min(min, x[xo + i]);
        }
        return min;
    }

    @Override
    public void normalize(
            float[] x, int xo, float mean, float rstd, float[] gamma, int go, float[] beta, int bo,
            float[] y, int yo, int n) {
        int i = 0;
        for (int end = whole(n); i < end; i += L) {
            FloatVector.fromArray(F, x, xo + i).sub(mean).mul(rstd).fma(FloatVector.fromArray(F, gamma, go + i), FloatVector.fromArray(F, beta, bo + i)).intoArray(y, yo + i);
        }
        for (; i < n; i++) {
            y[yo + i] = Math.fma((x[xo + i] - mean) * rstd, gamma[go + i], beta[bo + i]);
        }
    }

    @Override
    public void affine(float alpha, float beta, float[] x, int xo, float[] y, int yo, int n) {
        int i = 0;
        for (int end = whole(n); i < end; i += L) {
            FloatVector.fromArray(F, x, xo + i).fma(FloatVector.broadcast(F, alpha), FloatVector.broadcast(F, beta)).intoArray(y, yo + i);
        }
        for (; i < n; i++) {
            y[yo + i] = Math.fma(alpha, x[xo + i], beta);
        }
    }

    @Override
    public void addScaled(float alpha, float[] x, int xo, float[] y, int yo, int n) {
        int i = 0;
        for (int end = whole(n); i < end; i += L) {
            FloatVector.fromArray(F, x, xo + i).fma(FloatVector.broadcast(F, alpha), FloatVector.fromArray(F, y, yo + i)).intoArray(y, yo + i);
        }
        for (; i < n; i++) {
            y[yo + i] = Math.fma(alpha, x[xo + i], y[yo + i]);
        }
    }

    @Override
    public void addRows(float[] x, int xo, int stride, float[] y, int yo, int n) {
        int i = 0;
        for (int end = whole(n); i < end; i += L) {
            int at = xo + i;
            FloatVector sum = FloatVector.fromArray(F, y, yo + i).add(FloatVector.fromArray(F, x, at));
            sum = sum.add(FloatVector.fromArray(F, x, at + stride)).add(FloatVector.fromArray(F, x, at + 2 * stride));
            sum = sum.add(FloatVector.fromArray(F, x, at + 3 * stride)).add(FloatVector.fromArray(F, x, at + 4 * stride));
            sum = sum.add(FloatVector.fromArray(F, x, at + 5 * stride)).add(FloatVector.fromArray(F, x, at + 6 * stride));
            sum.add(FloatVector.fromArray(F, x, at + 7 * stride)).intoArray(y, yo + i);
        }
        COLD.addRows(x, xo + i, stride, y, yo + i, n - i);
    }

    @Override
    public void addSquares(float[] x, int xo, float[] y, int yo, int n) {
        int i = 0;
        for (int end = whole(n); i < end; i += L) {
            FloatVector v = FloatVector.fromArray(F, x, xo + i);
            v.fma(v, FloatVector.fromArray(F, y, yo + i)).intoArray(y, yo + i);
        }
        for (; i < n; i++) {
            y[yo + i] = Math.fma(x[xo + i], x[xo + i], y[yo + i]);
        }
    }

    /** e^(scale·x − shift) in short runs, which stay in the first-level cache, then the sum. */
    @Override
    public float expSum(float[] x, int xo, float scale, float shift, float[] y, int yo, int n) {
        for (int i = 0; i < n; i += SimdMath.RUN) {
            int run = Math.min(SimdMath.RUN, n - i);
            affine(scale, -shift, x, xo + i, y, yo + i, run);
            unary(Unary.EXP, y, yo + i, y, yo + i, run);
        }
        return sum(y, yo, n);
    }

    @Override
    public void unary(Unary function, float[] x, int xo, float[] y, int yo, int n) {
        int whole = whole(n);
        float[] scratch = new float[needsScratch(function) ? Math.min(SimdMath.RUN, whole) : 0];
        for (int i = 0; i < whole; i += SimdMath.RUN) {
            run(function, x, xo + i, y, yo + i, Math.min(SimdMath.RUN, whole - i), scratch);
        }
        for (int i = whole; i < n; i++) {
            y[yo + i] = ScalarMath.unary(function, x[xo + i]);
        }
    }

    private static boolean needsScratch(Unary function) {
        return switch (function) {
            case TANH, ERF, GELU_TANH -> true;
            default -> false;
        };
    }

    private static void run(Unary function, float[] x, int xo, float[] y, int yo, int n, float[] scratch) {
        switch (function) {
            case NEGATE -> negate(x, xo, y, yo, n);
            case ABS -> abs(x, xo, y, yo, n);
            case SQUARE -> square(x, xo, y, yo, n);
            case SQRT -> sqrt(x, xo, y, yo, n);
            case RSQRT -> rsqrt(x, xo, y, yo, n);
            case RECIPROCAL -> reciprocal(x, xo, y, yo, n);
            case EXP -> SimdMath.exp(x, xo, y, yo, n);
            case LOG -> SimdMath.log(x, xo, y, yo, n);
            case TANH -> SimdMath.tanh(x, xo, y, yo, n, scratch);
            case ERF -> SimdMath.erf(x, xo, y, yo, n, scratch);
            case SIGMOID -> SimdMath.sigmoid(x, xo, y, yo, n);
            case RELU -> relu(x, xo, y, yo, n);
            case GELU -> SimdMath.gelu(x, xo, y, yo, n);
            case GELU_TANH -> SimdMath.geluTanh(x, xo, y, yo, n, scratch);
        }
    }

    private static void negate(float[] x, int xo, float[] y, int yo, int n) {
        for (int i = 0; i < n; i += L) {
            FloatVector.fromArray(F, x, xo + i).neg().intoArray(y, yo + i);
        }
    }

    private static void abs(float[] x, int xo, float[] y, int yo, int n) {
        for (int i = 0; i < n; i += L) {
            FloatVector.fromArray(F, x, xo + i).abs().intoArray(y, yo + i);
        }
    }

    private static void square(float[] x, int xo, float[] y, int yo, int n) {
        for (int i = 0; i < n; i += L) {
            FloatVector v = FloatVector.fromArray(F, x, xo + i);
            v.mul(v).intoArray(y, yo + i);
        }
    }

    private static void sqrt(float[] x, int xo, float[] y, int yo, int n) {
        for (int i = 0; i < n; i += L) {
            FloatVector.fromArray(F, x, xo + i).sqrt().intoArray(y, yo + i);
        }
    }

    private static void rsqrt(float[] x, int xo, float[] y, int yo, int n) {
        for (int i = 0; i < n; i += L) {
            FloatVector.broadcast(F, 1f).div(FloatVector.fromArray(F, x, xo + i).sqrt()).intoArray(y, yo + i);
        }
    }

    private static void reciprocal(float[] x, int xo, float[] y, int yo, int n) {
        for (int i = 0; i < n; i += L) {
            FloatVector.broadcast(F, 1f).div(FloatVector.fromArray(F, x, xo + i)).intoArray(y, yo + i);
        }
    }

    private static void relu(float[] x, int xo, float[] y, int yo, int n) {
        for (int i = 0; i < n; i += L) {
            FloatVector v = FloatVector.fromArray(F, x, xo + i);
            v.blend(0f, v.compare(VectorOperators.LT, 0f)).intoArray(y, yo + i);
        }
    }

    @Override
    public void binary(
            Binary function, float[] x, int xo, int xStep, float[] y, int yo, int yStep, float[] z, int zo, int n) {
        if (n == 0) {
            return;
        }
        float xFirst = x[xo]; // read before z is written: z may be x
        float yFirst = y[yo];
        int whole = whole(n);
        switch (function) {
            case ADD -> add(x, xo, xStep, xFirst, y, yo, yStep, yFirst, z, zo, whole);
            case SUBTRACT -> subtract(x, xo, xStep, xFirst, y, yo, yStep, yFirst, z, zo, whole);
            case MULTIPLY -> multiply(x, xo, xStep, xFirst, y, yo, yStep, yFirst, z, zo, whole);
            case DIVIDE -> divide(x, xo, xStep, xFirst, y, yo, yStep, yFirst, z, zo, whole);
            case MAXIMUM -> maximum(x, xo, xStep, xFirst, y, yo, yStep, yFirst, z, zo, whole);
            case MINIMUM -> minimum(x, xo, xStep, xFirst, y, yo, yStep, yFirst, z, zo, whole);
            case EQUAL -> equal(x, xo, xStep, xFirst, y, yo, yStep, yFirst, z, zo, whole);
            case LESS -> less(x, xo, xStep, xFirst, y, yo, yStep, yFirst, z, zo, whole);
            case LESS_EQUAL -> lessEqual(x, xo, xStep, xFirst, y, yo, yStep, yFirst, z, zo, whole);
        }
        for (int i = whole; i < n; i++) {
            float left = xStep == 0 ? xFirst : x[xo + i];
            float right = yStep == 0 ? yFirst : y[yo + i];
            z[zo + i] = ScalarMath.binary(function, left, right);
        }
    }

    private static FloatVector operand(float[] x, int xo, int step, float first, int i) {
        return step == 0 ? FloatVector.broadcast(F, first) : FloatVector.fromArray(F, x, xo + i);
    }

    private static void add(
            float[] x, int xo, int xStep, float xFirst, float[] y, int yo, int yStep, float yFirst,
            float[] z, int zo, int n) {
        for (int i = 0; i < n; i += L) {
            FloatVector left = operand(x, xo, xStep, xFirst, i);
            FloatVector right = operand(y, yo, yStep, yFirst, i);
            left.add(right).intoArray(z, zo + i);
        }
    }

    private static void subtract(
            float[] x, int xo, int xStep, float xFirst, float[] y, int yo, int yStep, float yFirst,
            float[] z, int zo, int n) {
        for (int i = 0; i < n; i += L) {
            FloatVector left = operand(x, xo, xStep, xFirst, i);
            FloatVector right = operand(y, yo, yStep, yFirst, i);
            left.sub(right).intoArray(z, zo + i);
        }
    }

    private static void multiply(
            float[] x, int xo, int xStep, float xFirst, float[] y, int yo, int yStep, float yFirst,
            float[] z, int zo, int n) {
        for (int i = 0; i < n; i += L) {
            FloatVector left = operand(x, xo, xStep, xFirst, i);
            FloatVector right = operand(y, yo, yStep, yFirst, i);
            left.mul(right).intoArray(z, zo + i);
        }
    }

    private static void divide(
            float[] x, int xo, int xStep, float xFirst, float[] y, int yo, int yStep, float yFirst,
            float[] z, int zo, int n) {
        for (int i = 0; i < n; i += L) {
            FloatVector left = operand(x, xo, xStep, xFirst, i);
            FloatVector right = operand(y, yo, yStep, yFirst, i);
            left.div(right).intoArray(z, zo + i);
        }
    }

    private static void maximum(
            float[] x, int xo, int xStep, float xFirst, float[] y, int yo, int yStep, float yFirst,
            float[] z, int zo, int n) {
        for (int i = 0; i < n; i += L) {
            FloatVector left = operand(x, xo, xStep, xFirst, i);
            FloatVector right = operand(y, yo, yStep, yFirst, i);
            left.max(right).intoArray(z, zo + i);
        }
    }

    private static void minimum(
            float[] x, int xo, int xStep, float xFirst, float[] y, int yo, int yStep, float yFirst,
            float[] z, int zo, int n) {
        for (int i = 0; i < n; i += L) {
            FloatVector left = operand(x, xo, xStep, xFirst, i);
            FloatVector right = operand(y, yo, yStep, yFirst, i);
            left.min(right).intoArray(z, zo + i);
        }
    }

    private static void equal(
            float[] x, int xo, int xStep, float xFirst, float[] y, int yo, int yStep, float yFirst,
            float[] z, int zo, int n) {
        for (int i = 0; i < n; i += L) {
            FloatVector left = operand(x, xo, xStep, xFirst, i);
            FloatVector right = operand(y, yo, yStep, yFirst, i);
            FloatVector.broadcast(F, 0f).blend(1f, left.compare(VectorOperators.EQ, right)).intoArray(z, zo + i);
        }
    }

    private static void less(
            float[] x, int xo, int xStep, float xFirst, float[] y, int yo, int yStep, float yFirst,
            float[] z, int zo, int n) {
        for (int i = 0; i < n; i += L) {
            FloatVector left = operand(x, xo, xStep, xFirst, i);
            FloatVector right = operand(y, yo, yStep, yFirst, i);
            FloatVector.broadcast(F, 0f).blend(1f, left.compare(VectorOperators.LT, right)).intoArray(z, zo + i);
        }
    }

    private static void lessEqual(
            float[] x, int xo, int xStep, float xFirst, float[] y, int yo, int yStep, float yFirst,
            float[] z, int zo, int n) {
        for (int i = 0; i < n; i += L) {
            FloatVector left = operand(x, xo, xStep, xFirst, i);
            FloatVector right = operand(y, yo, yStep, yFirst, i);
            FloatVector.broadcast(F, 0f).blend(1f, left.compare(VectorOperators.LE, right)).intoArray(z, zo + i);
        }
    }

    @Override
    public void unaryGradient(
            Unary function, float[] x, int xo, float[] y, int yo, float[] dy, int dyo, float[] dx, int dxo, int n) {
        int whole = whole(n);
        float[] scratch = new float[function == Unary.ERF ? Math.min(SimdMath.RUN, whole) : 0];
        for (int i = 0; i < whole; i += SimdMath.RUN) {
            int run = Math.min(SimdMath.RUN, whole - i);
            SimdGradients.unary(function, x, xo + i, y, yo + i, dy, dyo + i, dx, dxo + i, run, scratch);
        }
        COLD.unaryGradient(
                function, x, xo + whole, y, yo + whole, dy, dyo + whole, dx, dxo + whole, n - whole);
    }

    @Override
    public void dropout(Dropout dropout, long from, float[] x, int xo, float[] y, int yo, int n) {
        int head = (int) Math.min(n, -from & 3); // up to where a block begins
        COLD.dropout(dropout, from, x, xo, y, yo, head);
        SimdPhilox.Words words = new SimdPhilox.Words();
        long[] pairs = new long[2 * SimdPhilox.BLOCKS];
        int i = head;
        for (int run = 4 * SimdPhilox.BLOCKS; n - i >= 4 * L; i += run) {
            run = Math.min(run, (n - i) / (4 * L) * (4 * L));
            for (int b = 0; b < run / 4; b++) {
                words.counters()[b] = (from + i >>> 2) + b;
            }
            SimdPhilox.fill(dropout.seed(), dropout.stream(), words, run / 4);
            SimdPhilox.interleave(words, pairs, run / 4);
            SimdPhilox.apply(dropout, pairs, x, xo + i, y, yo + i, run);
        }
        COLD.dropout(dropout, from + i, x, xo + i, y, yo + i, n - i);
    }

    @Override
    public void layerNormGradient(
            float[] x, int xo, float mean, float rstd, float[] gamma, int go, float[] dy, int dyo,
            float[] normalized, float[] sums, int so, float[] dx, int dxo, int n) {
        SimdGradients.layerNorm(x, xo, mean, rstd, gamma, go, dy, dyo, normalized, sums, so, dx, dxo, n);
    }

    @Override
    public void adam(AdamStep step, float[] p, int po, float[] g, int go, float[] m, int mo, float[] v, int vo, int n) {
        int whole = whole(n);
        SimdGradients.adam(step, p, po, g, go, m, mo, v, vo, whole);
        COLD.adam(step, p, po + whole, g, go + whole, m, mo + whole, v, vo + whole, n - whole);
    }

    @Override
    public void exponentiateRows(float[] x, int from, int rows, int width, float[] shifts) {
        for (int r = from; r < rows; r++) {
            FloatVector.fromArray(F, x, 2 * L * r).sub(shifts[r]).intoArray(x, 2 * L * r);
            FloatVector.fromArray(F, x, 2 * L * r + L).sub(shifts[r]).intoArray(x, 2 * L * r + L);
        }
        SimdMath.exp(x, from * width, x, from * width, (rows - from) * width);
    }

    @Override
    public void weightRows(float[] x, float[] y, int from, int rows, int width, float[] shifts) {
        for (int r = from; r < rows; r++) {
            int at = 2 * L * r;
            FloatVector.fromArray(F, x, at).mul(FloatVector.fromArray(F, y, at).sub(shifts[r])).intoArray(y, at);
            FloatVector.fromArray(F, x, at + L).mul(FloatVector.fromArray(F, y, at + L).sub(shifts[r])).intoArray(y, at + L);
        }
    }

    @Override
    public void dropoutRows(Dropout dropout, long[] first, float[] x, int from, int rows, int width) {
        if (width != 2 * L) {
            throw new AssertionError(width);
        }
        SimdPhilox.rows(dropout, first, x, from, rows);
    }

    @Override
    public void dropoutColumns(Dropout dropout, long[] first, float[] x, int rows, int width) {
        if (width != 2 * L) {
            throw new AssertionError(width);
        }
        SimdPhilox.columns(dropout, first, x, rows);
    }

    /** Two vectors wide; three passes, so that exp runs over all rows at once. */
    @Override
    public void exponentiateColumns(float[] x, int rows, int width, float[] sums, float[] maxima) {
        if (width != 2 * L) {
            throw new AssertionError(width);
        }
        subtractMax(x, rows, maxima);
        SimdMath.exp(x, 0, x, 0, rows * width);
        FloatVector left = FloatVector.zero(F);
        FloatVector right = FloatVector.zero(F);
        for (int r = 0; r < rows; r++) {
            left = FloatVector.fromArray(F, x, 2 * L * r).add(left);
            right = FloatVector.fromArray(F, x, 2 * L * r + L).add(right);
        }
        NOTHING.add(left).intoArray(sums, 0);
        NOTHING.add(right).intoArray(sums, L);
    }

    private static void subtractMax(float[] x, int rows, float[] maxima) {
        FloatVector left = FloatVector.broadcast(F, Float.NEGATIVE_INFINITY);
        FloatVector right = FloatVector.broadcast(F, Float.NEGATIVE_INFINITY);
        for (int r = 0; r < rows; r++) {
            FloatVector a = FloatVector.fromArray(F, x, 2 * L * r);
            FloatVector b = FloatVector.fromArray(F, x, 2 * L * r + L);
            left = left.blend(a, a.compare(VectorOperators.GT, left));
            right = right.blend(b, b.compare(VectorOperators.GT, right));
        }
        NOTHING.add(left).intoArray(maxima, 0);
        NOTHING.add(right).intoArray(maxima, L);
        for (int r = 0; r < rows; r++) {
            FloatVector.fromArray(F, x, 2 * L * r).sub(left).intoArray(x, 2 * L * r);
            FloatVector.fromArray(F, x, 2 * L * r + L).sub(right).intoArray(x, 2 * L * r + L);
        }
    }
}
