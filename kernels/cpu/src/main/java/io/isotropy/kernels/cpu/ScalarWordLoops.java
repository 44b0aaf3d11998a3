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

    /** Eight sums in locals: in an array, as the definition has them, each would wait for the store before. */
    private static float dot(float[] x, int xo, float[] t, int to, int n, float[] lanes) {
        float s0 = 0, s1 = 0, s2 = 0, s3 = 0, s4 = 0, s5 = 0, s6 = 0, s7 = 0;
        int i = 0;
        for (; i + PARTIALS <= n; i += PARTIALS) {
            s0 = Math.fma(x[xo + i], t[to + i], s0);
            s1 = Math.fma(x[xo + i + 1], t[to + i + 1], s1);
            s2 = Math.fma(x[xo + i + 2], t[to + i + 2], s2);
            s3 = Math.fma(x[xo + i + 3], t[to + i + 3], s3);
            s4 = Math.fma(x[xo + i + 4], t[to + i + 4], s4);
            s5 = Math.fma(x[xo + i + 5], t[to + i + 5], s5);
            s6 = Math.fma(x[xo + i + 6], t[to + i + 6], s6);
            s7 = Math.fma(x[xo + i + 7], t[to + i + 7], s7);
        }
        lanes[0] = s0;
        lanes[1] = s1;
        lanes[2] = s2;
        lanes[3] = s3;
        lanes[4] = s4;
        lanes[5] = s5;
        lanes[6] = s6;
        lanes[7] = s7;
        for (int p = 0; i < n; i++, p++) {
            lanes[p] = Math.fma(x[xo + i], t[to + i], lanes[p]);
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
    public void products(float[] x, float[] table, int[] places, int from, int n, float[] s, float[] lanes) {
        for (int m = from; m < from + TILE; m++) {
            s[m] = dot(x, 0, table, places[m], n, lanes);
        }
    }

    @Override
    public void gather(float[] g, float[] table, int[] places, int count, float[] x, int n) {
        Arrays.fill(x, 0, n, 0f);
        for (int m = 0; m < count; m++) {
            addScaled(g[m], table, places[m], x, 0, n);
        }
    }

    @Override
    public void scatter(float[] g, float[] x, float[] table, int[] places, int count, int n) {
        for (int m = 0; m < count; m++) {
            addScaled(g[m], x, 0, table, places[m], n);
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
