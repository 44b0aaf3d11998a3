package io.isotropy.kernels.cpu;

import io.isotropy.kernels.Dropout;
import io.isotropy.kernels.Elementwise.Binary;
import io.isotropy.kernels.Elementwise.Unary;

/** Plain loops, for a JVM without the vector module. */
final class ScalarLoops implements Loops {

    @Override
    public float sum(float[] x, int xo, int n) {
        float[] partials = new float[PARTIALS];
        for (int i = 0; i < n; i++) {
            partials[i % PARTIALS] += x[xo + i];
        }
        return Loops.combine(partials);
    }

    @Override
    public float sumOfSquares(float[] x, int xo, int n, float center) {
        float[] partials = new float[PARTIALS];
        for (int i = 0; i < n; i++) {
            float d = x[xo + i] - center;
            partials[i % PARTIALS] = Math.fma(d, d, partials[i % PARTIALS]);
        }
        return Loops.combine(partials);
    }

    @Override
    public float dot(float[] x, int xo, float[] y, int yo, int n) {
        float[] partials = new float[PARTIALS];
        for (int i = 0; i < n; i++) {
            partials[i % PARTIALS] = Math.fma(x[xo + i], y[yo + i], partials[i % PARTIALS]);
        }
        return Loops.combine(partials);
    }

    @Override
    public float dotBytes(int[] x, int xo, float[] planes, int n) {
        float[] partials = new float[PARTIALS];
        addBytes(x, xo, planes, n, 0, partials);
        return Loops.combine(partials);
    }

    /** {@link #dotBytes} of the integers from {@code first} on, added to what the partial sums have. */
    static void addBytes(int[] x, int xo, float[] planes, int n, int first, float[] partials) {
        int half = PARTIALS / 2;
        for (int i = first; i < n; i++) {
            for (int b = 0; b < 4; b++) {
                int p = b % 2 * half + i % half;
                partials[p] = Math.fma((byte) (x[xo + i] >> 8 * b), planes[b * n + i], partials[p]);
            }
        }
    }

    @Override
    public float max(float[] x, int xo, int n) {
        float max = Float.NEGATIVE_INFINITY;
        for (int i = 0; i < n; i++) {
            max = Math.max(max, x[xo + i]);
        }
        return max;
    }

    @Override
    public float min(float[] x, int xo, int n) {
        float min = Float.POSITIVE_INFINITY;
        for (int i = 0; i < n; i++) {
            min = Math.min(min, x[xo + i]);
        }
        return min;
    }

    @Override
    public float expSum(float[] x, int xo, float scale, float shift, float[] y, int yo, int n) {
        float[] partials = new float[PARTIALS];
        for (int i = 0; i < n; i++) {
            float e = ScalarMath.exp(Math.fma(scale, x[xo + i], -shift));
            y[yo + i] = e;
            partials[i % PARTIALS] += e;
        }
        return Loops.combine(partials);
    }

    @Override
    public void normalize(
            float[] x, int xo, float mean, float rstd, float[] gamma, int go, float[] beta, int bo,
            float[] y, int yo, int n) {
        for (int i = 0; i < n; i++) {
            y[yo + i] = Math.fma((x[xo + i] - mean) * rstd, gamma[go + i], beta[bo + i]);
        }
    }

    @Override
    public void unary(Unary function, float[] x, int xo, float[] y, int yo, int n) {
        for (int i = 0; i < n; i++) {
            y[yo + i] = ScalarMath.unary(function, x[xo + i]);
        }
    }

    @Override
    public void binary(
            Binary function, float[] x, int xo, int xStep, float[] y, int yo, int yStep, float[] z, int zo, int n) {
        float xFirst = n > 0 ? x[xo] : 0f; // read before z is written: z may be x
        float yFirst = n > 0 ? y[yo] : 0f;
        for (int i = 0; i < n; i++) {
            z[zo + i] = ScalarMath.binary(
                    function, xStep == 0 ? xFirst : x[xo + i], yStep == 0 ? yFirst : y[yo + i]);
        }
    }

    @Override
    public void affine(float alpha, float beta, float[] x, int xo, float[] y, int yo, int n) {
        for (int i = 0; i < n; i++) {
            y[yo + i] = Math.fma(alpha, x[xo + i], beta);
        }
    }

    @Override
    public void addScaled(float alpha, float[] x, int xo, float[] y, int yo, int n) {
        for (int i = 0; i < n; i++) {
            y[yo + i] = Math.fma(alpha, x[xo + i], y[yo + i]);
        }
    }

    @Override
    public void addRows(float[] x, int xo, int stride, float[] y, int yo, int n) {
        for (int r = 0; r < ROWS; r++) {
            for (int i = 0; i < n; i++) {
                y[yo + i] += x[xo + r * stride + i];
            }
        }
    }

    @Override
    public void addSquares(float[] x, int xo, float[] y, int yo, int n) {
        for (int i = 0; i < n; i++) {
            y[yo + i] = Math.fma(x[xo + i], x[xo + i], y[yo + i]);
        }
    }

    @Override
    public void unaryGradient(
            Unary function, float[] x, int xo, float[] y, int yo, float[] dy, int dyo, float[] dx, int dxo, int n) {
        for (int i = 0; i < n; i++) {
            dx[dxo + i] = dy[dyo + i] * ScalarMath.derivative(function, x[xo + i], y[yo + i]);
        }
    }

    @Override
    public void dropout(Dropout dropout, long from, float[] x, int xo, float[] y, int yo, int n) {
        int[] block = new int[4];
        for (int i = 0; i < n; i++) {
            long index = from + i;
            if (i == 0 || (index & 3) == 0) {
                dropout.fill(index >>> 2, block);
            }
            y[yo + i] = dropout.keeps(block[(int) index & 3]) ? x[xo + i] * dropout.scale() : 0f;
        }
    }

    @Override
    public void layerNormGradient(
            float[] x, int xo, float mean, float rstd, float[] gamma, int go, float[] dy, int dyo,
            float[] normalized, float[] sums, int so, float[] dx, int dxo, int n) {
        float[] partials = new float[PARTIALS];
        float[] products = new float[PARTIALS];
        for (int i = 0; i < n; i++) {
            float d = dy[dyo + i];
            float unit = (x[xo + i] - mean) * rstd;
            float g = gamma[go + i] * d;
            normalized[i] = unit;
            sums[so + i] = Math.fma(d, unit, sums[so + i]);
            sums[so + n + i] += d;
            partials[i % PARTIALS] += g;
            products[i % PARTIALS] = Math.fma(g, unit, products[i % PARTIALS]);
        }
        float center = Loops.combine(partials) / n;
        float slope = Loops.combine(products) / n;
        for (int i = 0; i < n; i++) {
            dx[dxo + i] = rstd * Math.fma(-slope, normalized[i], gamma[go + i] * dy[dyo + i] - center);
        }
    }

    @Override
    public void adam(AdamStep step, float[] p, int po, float[] g, int go, float[] m, int mo, float[] v, int vo, int n) {
        for (int i = 0; i < n; i++) {
            float gradient = Math.fma(step.coupledDecay(), p[po + i], g[go + i] * step.gradientScale());
            float mean = Math.fma(step.rate1(), gradient - m[mo + i], m[mo + i]);
            float square = Math.fma(step.rate2() * gradient, gradient, step.beta2() * v[vo + i]);
            float divisor = Math.fma((float) Math.sqrt(square), step.squareScale(), step.epsilon());
            m[mo + i] = mean;
            v[vo + i] = square;
            p[po + i] = Math.fma(-step.size(), mean / divisor, p[po + i] * step.shrink());
        }
    }

    @Override
    public void exponentiateRows(float[] x, int from, int rows, int width, float[] shifts) {
        for (int r = from, at = from * width; r < rows; r++) {
            for (int c = 0; c < width; c++, at++) {
                x[at] = ScalarMath.exp(x[at] - shifts[r]);
            }
        }
    }

    @Override
    public void weightRows(float[] x, float[] y, int from, int rows, int width, float[] shifts) {
        for (int r = from, at = from * width; r < rows; r++) {
            for (int c = 0; c < width; c++, at++) {
                y[at] = x[at] * (y[at] - shifts[r]);
            }
        }
    }

    @Override
    public void dropoutRows(Dropout dropout, long[] first, float[] x, int from, int rows, int width) {
        int[] block = new int[4];
        for (int r = from; r < rows; r++) {
            for (int c = 0; c < width; c++) {
                if (c % 4 == 0) {
                    dropout.fill(first[r] + c >>> 2, block);
                }
                x[r * width + c] = dropout.keeps(block[c % 4]) ? dropout.scale() : 0f;
            }
        }
    }

    @Override
    public void dropoutColumns(Dropout dropout, long[] first, float[] x, int rows, int width) {
        int[] block = new int[4];
        for (int c = 0; c < width; c++) {
            for (int r = 0; r < rows; r++) {
                if (r % 4 == 0) {
                    dropout.fill(first[c] + r >>> 2, block);
                }
                x[r * width + c] = dropout.keeps(block[r % 4]) ? dropout.scale() : 0f;
            }
        }
    }

    @Override
    public void exponentiateColumns(float[] x, int rows, int width, float[] sums, float[] maxima) {
        for (int c = 0; c < width; c++) {
            float max = Float.NEGATIVE_INFINITY;
            for (int at = c; at < rows * width; at += width) {
                max = x[at] > max ? x[at] : max;
            }
            float sum = 0f;
            for (int at = c; at < rows * width; at += width) {
                x[at] = ScalarMath.exp(x[at] - max);
                sum += x[at];
            }
            sums[c] = sum;
            maxima[c] = max;
        }
    }
}
