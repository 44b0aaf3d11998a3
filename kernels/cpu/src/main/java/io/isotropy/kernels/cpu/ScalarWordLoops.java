package io.isotropy.kernels.cpu;

import java.util.Arrays;

/** Plain loops, for a JVM without the vector module, and until the others are compiled. */
final class ScalarWordLoops implements WordLoops {

    @Override
    public void products(
            float[] x, int xo, int xs, int groups, float[] t, int to, int ts, int targets, int n, float[] s, int ss,
            float[] lanes) {
        for (int k = 0; k < groups; k++) {
            for (int m = 0; m < targets; m++) {
                s[k * ss + m] = dot(x, xo + k * xs, t, to + m * ts, n, lanes);
            }
        }
    }

    private static float dot(float[] x, int xo, float[] t, int to, int n, float[] lanes) {
        Arrays.fill(lanes, 0, PARTIALS, 0f);
        for (int i = 0; i < n; i++) {
            lanes[i % PARTIALS] = Math.fma(x[xo + i], t[to + i], lanes[i % PARTIALS]);
        }
        return WordLoops.combine(lanes, 0);
    }

    @Override
    public void addProducts(float[] g, int go, int gs, int count, float[] x, int xo, int xs, float[] y, int yo, int n) {
        for (int c = 0; c < count; c++) {
            addScaled(g[go + c * gs], x, xo + c * xs, y, yo, n);
        }
    }

    @Override
    public void addScaled(float alpha, float[] x, int xo, float[] y, int yo, int n) {
        for (int i = 0; i < n; i++) {
            y[yo + i] = Math.fma(alpha, x[xo + i], y[yo + i]);
        }
    }

    @Override
    public void sigmoid(float[] x, int n) {
        for (int i = 0; i < n; i++) {
            x[i] = ScalarMath.sigmoid(x[i]);
        }
    }

    @Override
    public void adaGrad(
            float factor, float[] w, int wo, float[] other, int oo, float[] squares, int so, float[] otherSquares, int oso,
            int n) {
        for (int i = 0; i < n; i++) {
            float u = factor * other[oo + i];
            float v = factor * w[wo + i];
            w[wo + i] -= u / (float) Math.sqrt(squares[so + i]);
            other[oo + i] -= v / (float) Math.sqrt(otherSquares[oso + i]);
            squares[so + i] = Math.fma(u, u, squares[so + i]);
            otherSquares[oso + i] = Math.fma(v, v, otherSquares[oso + i]);
        }
    }
}
