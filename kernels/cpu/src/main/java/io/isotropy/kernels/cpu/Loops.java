package io.isotropy.kernels.cpu;

import io.isotropy.kernels.Dropout;
import io.isotropy.kernels.Elementwise.Binary;
import io.isotropy.kernels.Elementwise.Unary;

/**
 * The inner loops of the memory-bound kernels, on runs of arrays: {@link SimdLoops} or {@link ScalarLoops}. Both give the same bits, as does
 * every vector width: sums are kept in {@value #PARTIALS} partial sums, element i in number i mod {@value #PARTIALS}, which are then added
 * pairwise, halves first.
 */
interface Loops {

    int PARTIALS = 32;

    /** Rows of {@link #addRows}. */
    int ROWS = 8;

    /** The loops to start with, and those to go on with when {@link WarmUp} has compiled them. */
    Loops COLD = new ScalarLoops();

    Loops WARM = VectorMode.CURRENT.simd() ? new SimdLoops() : COLD;

    /** The loops to use now. */
    static Loops current() {
        return WarmUp.ready() ? WARM : COLD;
    }

    /** Those to use now for what only training does. */
    static Loops training() {
        return WarmUp.trains() ? WARM : COLD;
    }

    /** Those to use now for {@link #dotBytes}. */
    static Loops searching() {
        return WarmUp.searches() ? WARM : COLD;
    }

    /** Σ x. */
    float sum(float[] x, int xo, int n);

    /** Σ (x − center)². */
    float sumOfSquares(float[] x, int xo, int n, float center);

    /** Σ x·y. */
    float dot(float[] x, int xo, float[] y, int yo, int n);

    /**
     * Σ x·y with x the signed bytes of n integers and y in four planes of n numbers, one for each byte. The bytes of integer i go by turns, the lowest
     * first, to the partial sums i mod 16 and 16 + i mod 16.
     */
    float dotBytes(int[] x, int xo, float[] planes, int n);

    /** The largest; NaN if any is. */
    float max(float[] x, int xo, int n);

    /** The smallest; NaN if any is. */
    float min(float[] x, int xo, int n);

    /** y = e^(scale·x − shift), and Σ y. */
    float expSum(float[] x, int xo, float scale, float shift, float[] y, int yo, int n);

    /** y = (x − mean)·rstd·gamma + beta. */
    void normalize(
            float[] x, int xo, float mean, float rstd, float[] gamma, int go, float[] beta, int bo,
            float[] y, int yo, int n);

    /** y = f(x). */
    void unary(Unary function, float[] x, int xo, float[] y, int yo, int n);

    /** dx = dy·f′(x), y = f(x). dx may be any of the inputs. */
    void unaryGradient(
            Unary function, float[] x, int xo, float[] y, int yo, float[] dy, int dyo, float[] dx, int dxo, int n);

    /** y = x·keep, keep the dropout's factors for the numbers from {@code from} on. */
    void dropout(Dropout dropout, long from, float[] x, int xo, float[] y, int yo, int n);

    /**
     * A row of layer normalization's gradient: x̂ = (x − mean)·rstd to {@code normalized}, which may be x; sums[so …] += dy ∘ x̂, sums[so + n …]
     * += dy; dx = rstd·(g − Σg/n − x̂·Σ(g ∘ x̂)/n), g = gamma ∘ dy. dx may be dy.
     */
    void layerNormGradient(
            float[] x, int xo, float mean, float rstd, float[] gamma, int go, float[] dy, int dyo,
            float[] normalized, float[] sums, int so, float[] dx, int dxo, int n);

    /** A step of AdamW or Adam on a run of one parameter, its gradient and its moments. */
    void adam(AdamStep step, float[] p, int po, float[] g, int go, float[] m, int mo, float[] v, int vo, int n);

    /** z = f(x, y); an operand with step 0 is one number for the whole run. Steps are 0 or 1. */
    void binary(Binary function, float[] x, int xo, int xStep, float[] y, int yo, int yStep, float[] z, int zo, int n);

    /** y = alpha·x + beta. */
    void affine(float alpha, float beta, float[] x, int xo, float[] y, int yo, int n);

    /** y = alpha·x + y. */
    void addScaled(float alpha, float[] x, int xo, float[] y, int yo, int n);

    /** y = ((y + x₀) + x₁) + … of {@value #ROWS} rows of x, {@code stride} apart. */
    void addRows(float[] x, int xo, int stride, float[] y, int yo, int n);

    /** y = x² + y. */
    void addSquares(float[] x, int xo, float[] y, int yo, int n);

    /**
     * Softmax down the columns of x, (rows, width), without the division: x = e^(x − m) with m = maxima the column's largest, and
     * sums = Σ x, row by row. width is that of {@link MicroKernel#columns}.
     */
    void exponentiateColumns(float[] x, int rows, int width, float[] sums, float[] maxima);

    /** x = e^(x − shift), a shift per row of x, (rows, width); rows from … rows−1. width is that of {@link MicroKernel#columns}. */
    void exponentiateRows(float[] x, int from, int rows, int width, float[] shifts);

    /** y = x·(y − shift), a shift per row of x and y, (rows, width); rows from … rows−1. */
    void weightRows(float[] x, float[] y, int from, int rows, int width, float[] shifts);

    /** x = factors of an attention's dropout, a query per column, a key per row: column c draws from number first[c] + row. */
    void dropoutColumns(Dropout dropout, long[] first, float[] x, int rows, int width);

    /** x = the same factors, a query per row, a key per column: row r draws from number first[r] + column; rows from … rows−1. */
    void dropoutRows(Dropout dropout, long[] first, float[] x, int from, int rows, int width);

    /** The pairwise sum of {@value #PARTIALS} partial sums, in place. */
    static float combine(float[] partials) {
        for (int half = PARTIALS / 2; half > 0; half /= 2) {
            for (int i = 0; i < half; i++) {
                partials[i] += partials[i + half];
            }
        }
        return partials[0];
    }
}
