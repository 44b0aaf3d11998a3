package io.isotropy.kernels.cpu;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * {@link WordLoops} on the Vector API, in vectors of 4 or 8 lanes: rows are too short for 16, but where six such vectors, 96 numbers of the usual
 * 100, stay in registers over all rows of a step. Products go by tiles of two groups by
 * {@value WordLoops#TILE} targets, as many sums as registers hold, so that 8 loads feed 12 multiply-adds; 4 lanes take two passes, one for
 * each half of the partial sums. What remains of rows goes number by number.
 */
final class SimdWordLoops implements WordLoops {

    private static final VectorSpecies<Float> F = Lanes.COUNT == 4 ? FloatVector.SPECIES_128 : FloatVector.SPECIES_256;
    private static final int L = F.length();
    private static final VectorSpecies<Float> WIDE = Lanes.FLOAT;
    private static final int W = WIDE.length();
    /** {@link Lanes#NOTHING} in the shape of these loops. */
    private static final FloatVector NOTHING = FloatVector.broadcast(F, -0f);

    @Override
    public void products(
            float[] x, int xo, int xs, int groups, float[] t, int to, int ts, int targets, int n, float[] s, int ss,
            float[] lanes) {
        int tiled = targets - targets % TILE;
        for (int m = 0; m < tiled; m += TILE) {
            int k = 0;
            for (; k + 2 <= groups; k += 2) {
                two(x, xo + k * xs, xo + (k + 1) * xs, t, to + m * ts, ts, n, lanes);
                for (int j = 0; j < TILE; j++) {
                    s[k * ss + m + j] = WordLoops.combine(lanes, j * PARTIALS);
                    s[(k + 1) * ss + m + j] = WordLoops.combine(lanes, (TILE + j) * PARTIALS);
                }
            }
            if (k < groups) {
                int t0 = to + m * ts;
                one(x, xo + k * xs, t, t0, t0 + ts, t0 + 2 * ts, t0 + 3 * ts, t0 + 4 * ts, t0 + 5 * ts, n, lanes);
                for (int j = 0; j < TILE; j++) {
                    s[k * ss + m + j] = WordLoops.combine(lanes, j * PARTIALS);
                }
            }
        }
        for (int k = 0; k < groups; k++) {
            for (int m = tiled; m < targets; m++) {
                s[k * ss + m] = single(x, xo + k * xs, t, to + m * ts, n, lanes);
            }
        }
    }

    private static void two(float[] x, int x0, int x1, float[] t, int to, int ts, int n, float[] lanes) {
        int t1 = to + ts, t2 = t1 + ts, t3 = t2 + ts, t4 = t3 + ts, t5 = t4 + ts;
        int whole = n & -PARTIALS;
        for (int half = 0; half < PARTIALS; half += L) {
            FloatVector a0 = FloatVector.zero(F), a1 = a0, a2 = a0, a3 = a0, a4 = a0, a5 = a0;
            FloatVector b0 = a0, b1 = a0, b2 = a0, b3 = a0, b4 = a0, b5 = a0;
            for (int i = half; i < whole; i += PARTIALS) {
                FloatVector v = FloatVector.fromArray(F, x, x0 + i);
                FloatVector w = FloatVector.fromArray(F, x, x1 + i);
                FloatVector u = FloatVector.fromArray(F, t, to + i);
                a0 = v.fma(u, a0);
                b0 = w.fma(u, b0);
                u = FloatVector.fromArray(F, t, t1 + i);
                a1 = v.fma(u, a1);
                b1 = w.fma(u, b1);
                u = FloatVector.fromArray(F, t, t2 + i);
                a2 = v.fma(u, a2);
                b2 = w.fma(u, b2);
                u = FloatVector.fromArray(F, t, t3 + i);
                a3 = v.fma(u, a3);
                b3 = w.fma(u, b3);
                u = FloatVector.fromArray(F, t, t4 + i);
                a4 = v.fma(u, a4);
                b4 = w.fma(u, b4);
                u = FloatVector.fromArray(F, t, t5 + i);
                a5 = v.fma(u, a5);
                b5 = w.fma(u, b5);
            }
            NOTHING.add(a0).intoArray(lanes, half);
            NOTHING.add(a1).intoArray(lanes, PARTIALS + half);
            NOTHING.add(a2).intoArray(lanes, 2 * PARTIALS + half);
            NOTHING.add(a3).intoArray(lanes, 3 * PARTIALS + half);
            NOTHING.add(a4).intoArray(lanes, 4 * PARTIALS + half);
            NOTHING.add(a5).intoArray(lanes, 5 * PARTIALS + half);
            NOTHING.add(b0).intoArray(lanes, 6 * PARTIALS + half);
            NOTHING.add(b1).intoArray(lanes, 7 * PARTIALS + half);
            NOTHING.add(b2).intoArray(lanes, 8 * PARTIALS + half);
            NOTHING.add(b3).intoArray(lanes, 9 * PARTIALS + half);
            NOTHING.add(b4).intoArray(lanes, 10 * PARTIALS + half);
            NOTHING.add(b5).intoArray(lanes, 11 * PARTIALS + half);
        }
        if (whole < n) {
            for (int j = 0; j < TILE; j++) {
                rest(x, x0, t, to + j * ts, whole, n, lanes, j * PARTIALS);
                rest(x, x1, t, to + j * ts, whole, n, lanes, (TILE + j) * PARTIALS);
            }
        }
    }

    private static void one(
            float[] x, int x0, float[] t, int t0, int t1, int t2, int t3, int t4, int t5, int n, float[] lanes) {
        int whole = n & -PARTIALS;
        for (int half = 0; half < PARTIALS; half += L) {
            FloatVector a0 = FloatVector.zero(F), a1 = a0, a2 = a0, a3 = a0, a4 = a0, a5 = a0;
            for (int i = half; i < whole; i += PARTIALS) {
                FloatVector v = FloatVector.fromArray(F, x, x0 + i);
                a0 = v.fma(FloatVector.fromArray(F, t, t0 + i), a0);
                a1 = v.fma(FloatVector.fromArray(F, t, t1 + i), a1);
                a2 = v.fma(FloatVector.fromArray(F, t, t2 + i), a2);
                a3 = v.fma(FloatVector.fromArray(F, t, t3 + i), a3);
                a4 = v.fma(FloatVector.fromArray(F, t, t4 + i), a4);
                a5 = v.fma(FloatVector.fromArray(F, t, t5 + i), a5);
            }
            NOTHING.add(a0).intoArray(lanes, half);
            NOTHING.add(a1).intoArray(lanes, PARTIALS + half);
            NOTHING.add(a2).intoArray(lanes, 2 * PARTIALS + half);
            NOTHING.add(a3).intoArray(lanes, 3 * PARTIALS + half);
            NOTHING.add(a4).intoArray(lanes, 4 * PARTIALS + half);
            NOTHING.add(a5).intoArray(lanes, 5 * PARTIALS + half);
        }
        if (whole < n) {
            rest(x, x0, t, t0, whole, n, lanes, 0);
            rest(x, x0, t, t1, whole, n, lanes, PARTIALS);
            rest(x, x0, t, t2, whole, n, lanes, 2 * PARTIALS);
            rest(x, x0, t, t3, whole, n, lanes, 3 * PARTIALS);
            rest(x, x0, t, t4, whole, n, lanes, 4 * PARTIALS);
            rest(x, x0, t, t5, whole, n, lanes, 5 * PARTIALS);
        }
    }

    /** The last elements of a row, which fill no whole round of partial sums. */
    private static void rest(float[] x, int xo, float[] t, int to, int from, int n, float[] lanes, int at) {
        for (int i = from, p = at; i < n; i++, p++) {
            lanes[p] = Math.fma(x[xo + i], t[to + i], lanes[p]);
        }
    }

    private static float single(float[] x, int xo, float[] t, int to, int n, float[] lanes) {
        int i = 0;
        for (int half = 0; half < PARTIALS; half += L) {
            FloatVector sum = FloatVector.zero(F);
            for (i = half; i < (n & -PARTIALS); i += PARTIALS) {
                sum = FloatVector.fromArray(F, x, xo + i).fma(FloatVector.fromArray(F, t, to + i), sum);
            }
            NOTHING.add(sum).intoArray(lanes, half);
        }
        for (int p = 0, at = n & -PARTIALS; at < n; at++, p++) {
            lanes[p] = Math.fma(x[xo + at], t[to + at], lanes[p]);
        }
        return WordLoops.combine(lanes, 0);
    }

    /** Four vectors of y at a time stay in registers over all rows. */
    @Override
    public void addProducts(float[] g, int go, int gs, int count, float[] x, int xo, int xs, float[] y, int yo, int n) {
        int i = 0;
        for (; i + 4 * L <= n; i += 4 * L) {
            FloatVector y0 = FloatVector.fromArray(F, y, yo + i);
            FloatVector y1 = FloatVector.fromArray(F, y, yo + i + L);
            FloatVector y2 = FloatVector.fromArray(F, y, yo + i + 2 * L);
            FloatVector y3 = FloatVector.fromArray(F, y, yo + i + 3 * L);
            for (int c = 0, from = xo + i; c < count; c++, from += xs) {
                FloatVector factor = FloatVector.broadcast(F, g[go + c * gs]);
                y0 = FloatVector.fromArray(F, x, from).fma(factor, y0);
                y1 = FloatVector.fromArray(F, x, from + L).fma(factor, y1);
                y2 = FloatVector.fromArray(F, x, from + 2 * L).fma(factor, y2);
                y3 = FloatVector.fromArray(F, x, from + 3 * L).fma(factor, y3);
            }
            NOTHING.add(y0).intoArray(y, yo + i);
            NOTHING.add(y1).intoArray(y, yo + i + L);
            NOTHING.add(y2).intoArray(y, yo + i + 2 * L);
            NOTHING.add(y3).intoArray(y, yo + i + 3 * L);
        }
        for (; i + L <= n; i += L) {
            FloatVector sum = FloatVector.fromArray(F, y, yo + i);
            for (int c = 0, from = xo + i; c < count; c++, from += xs) {
                sum = FloatVector.fromArray(F, x, from).fma(FloatVector.broadcast(F, g[go + c * gs]), sum);
            }
            NOTHING.add(sum).intoArray(y, yo + i);
        }
        for (; i < n; i++) {
            for (int c = 0; c < count; c++) {
                y[yo + i] = Math.fma(g[go + c * gs], x[xo + c * xs + i], y[yo + i]);
            }
        }
    }

    @Override
    public void addScaled(float alpha, float[] x, int xo, float[] y, int yo, int n) {
        FloatVector factor = FloatVector.broadcast(F, alpha);
        int i = 0;
        for (; i + L <= n; i += L) {
            FloatVector.fromArray(F, x, xo + i).fma(factor, FloatVector.fromArray(F, y, yo + i)).intoArray(y, yo + i);
        }
        for (; i < n; i++) {
            y[yo + i] = Math.fma(alpha, x[xo + i], y[yo + i]);
        }
    }

    @Override
    public void products(float[] x, float[] table, int[] places, int from, int n, float[] s, float[] lanes) {
        one(x, 0, table, places[from], places[from + 1], places[from + 2], places[from + 3], places[from + 4],
                places[from + 5], n, lanes);
        for (int j = 0; j < TILE; j++) {
            s[from + j] = WordLoops.combine(lanes, j * PARTIALS);
        }
    }

    /** Six vectors of x at a time stay in registers over all rows, whose cache lines are then on their way together. */
    @Override
    public void gather(float[] g, float[] table, int[] places, int count, float[] x, int n) {
        int i = 0;
        for (; i + 6 * W <= n; i += 6 * W) {
            FloatVector x0 = FloatVector.zero(WIDE), x1 = x0, x2 = x0, x3 = x0, x4 = x0, x5 = x0;
            for (int m = 0; m < count; m++) {
                FloatVector factor = FloatVector.broadcast(WIDE, g[m]);
                int at = places[m] + i;
                x0 = FloatVector.fromArray(WIDE, table, at).fma(factor, x0);
                x1 = FloatVector.fromArray(WIDE, table, at + W).fma(factor, x1);
                x2 = FloatVector.fromArray(WIDE, table, at + 2 * W).fma(factor, x2);
                x3 = FloatVector.fromArray(WIDE, table, at + 3 * W).fma(factor, x3);
                x4 = FloatVector.fromArray(WIDE, table, at + 4 * W).fma(factor, x4);
                x5 = FloatVector.fromArray(WIDE, table, at + 5 * W).fma(factor, x5);
            }
            Lanes.NOTHING.add(x0).intoArray(x, i);
            Lanes.NOTHING.add(x1).intoArray(x, i + W);
            Lanes.NOTHING.add(x2).intoArray(x, i + 2 * W);
            Lanes.NOTHING.add(x3).intoArray(x, i + 3 * W);
            Lanes.NOTHING.add(x4).intoArray(x, i + 4 * W);
            Lanes.NOTHING.add(x5).intoArray(x, i + 5 * W);
        }
        for (; i + 2 * L <= n; i += 2 * L) {
            FloatVector x0 = FloatVector.zero(F), x1 = x0;
            for (int m = 0; m < count; m++) {
                FloatVector factor = FloatVector.broadcast(F, g[m]);
                x0 = FloatVector.fromArray(F, table, places[m] + i).fma(factor, x0);
                x1 = FloatVector.fromArray(F, table, places[m] + i + L).fma(factor, x1);
            }
            NOTHING.add(x0).intoArray(x, i);
            NOTHING.add(x1).intoArray(x, i + L);
        }
        for (; i + L <= n; i += L) {
            FloatVector sum = FloatVector.zero(F);
            for (int m = 0; m < count; m++) {
                sum = FloatVector.fromArray(F, table, places[m] + i).fma(FloatVector.broadcast(F, g[m]), sum);
            }
            NOTHING.add(sum).intoArray(x, i);
        }
        restOfGather(g, table, places, count, x, i, n);
    }

    private static void restOfGather(float[] g, float[] table, int[] places, int count, float[] x, int from, int n) {
        for (int i = from; i < n; i++) {
            x[i] = 0;
            for (int m = 0; m < count; m++) {
                x[i] = Math.fma(g[m], table[places[m] + i], x[i]);
            }
        }
    }

    @Override
    public void scatter(float[] g, float[] x, float[] table, int[] places, int count, int n) {
        int i = 0;
        for (; i + 6 * W <= n; i += 6 * W) {
            FloatVector x0 = FloatVector.fromArray(WIDE, x, i);
            FloatVector x1 = FloatVector.fromArray(WIDE, x, i + W);
            FloatVector x2 = FloatVector.fromArray(WIDE, x, i + 2 * W);
            FloatVector x3 = FloatVector.fromArray(WIDE, x, i + 3 * W);
            FloatVector x4 = FloatVector.fromArray(WIDE, x, i + 4 * W);
            FloatVector x5 = FloatVector.fromArray(WIDE, x, i + 5 * W);
            for (int m = 0; m < count; m++) {
                FloatVector factor = FloatVector.broadcast(WIDE, g[m]);
                int at = places[m] + i;
                x0.fma(factor, FloatVector.fromArray(WIDE, table, at)).intoArray(table, at);
                x1.fma(factor, FloatVector.fromArray(WIDE, table, at + W)).intoArray(table, at + W);
                x2.fma(factor, FloatVector.fromArray(WIDE, table, at + 2 * W)).intoArray(table, at + 2 * W);
                x3.fma(factor, FloatVector.fromArray(WIDE, table, at + 3 * W)).intoArray(table, at + 3 * W);
                x4.fma(factor, FloatVector.fromArray(WIDE, table, at + 4 * W)).intoArray(table, at + 4 * W);
                x5.fma(factor, FloatVector.fromArray(WIDE, table, at + 5 * W)).intoArray(table, at + 5 * W);
            }
        }
        for (; i + L <= n; i += L) {
            FloatVector v = FloatVector.fromArray(F, x, i);
            for (int m = 0; m < count; m++) {
                int at = places[m] + i;
                v.fma(FloatVector.broadcast(F, g[m]), FloatVector.fromArray(F, table, at)).intoArray(table, at);
            }
        }
        for (; i < n; i++) {
            for (int m = 0; m < count; m++) {
                table[places[m] + i] = Math.fma(g[m], x[i], table[places[m] + i]);
            }
        }
    }

    @Override
    public void sigmoid(float[] x, int n) {
        SimdMath.sigmoid(x, 0, x, 0, n);
    }

    @Override
    public void adaGrad(
            float factor, float[] w, int wo, float[] other, int oo, float[] squares, int so, float[] otherSquares, int oso,
            int n) {
        FloatVector f = FloatVector.broadcast(F, factor);
        int i = 0;
        for (; i + L <= n; i += L) {
            FloatVector first = FloatVector.fromArray(F, w, wo + i);
            FloatVector second = FloatVector.fromArray(F, other, oo + i);
            FloatVector u = f.mul(second);
            FloatVector v = f.mul(first);
            FloatVector s = FloatVector.fromArray(F, squares, so + i);
            FloatVector r = FloatVector.fromArray(F, otherSquares, oso + i);
            first.sub(u.div(s.sqrt())).intoArray(w, wo + i);
            second.sub(v.div(r.sqrt())).intoArray(other, oo + i);
            u.fma(u, s).intoArray(squares, so + i);
            v.fma(v, r).intoArray(otherSquares, oso + i);
        }
        if (i < n) {
            COLD.adaGrad(factor, w, wo + i, other, oo + i, squares, so + i, otherSquares, oso + i, n - i);
        }
    }
}
