package io.isotropy.kernels.conformance;

import io.isotropy.kernels.Backend;
import io.isotropy.kernels.Buffer;
import io.isotropy.kernels.Elementwise.Unary;
import java.util.Locale;

/**
 * The largest error of a function over the range in which its results are normal floats, at many points: half of them
 * evenly spread over the range, half over the floats in it, which lie ever denser towards 0.
 *
 * @param limit of |got − want| / unit
 */
record Accuracy(Unary function, float low, float high, Unit unit, double limit) {

    /** What an error is measured in. */
    private enum Unit {
        /** The distance of the floats around the right result. */
        ULP,
        /** 1. */
        ONE,
        /** |x|. */
        ARGUMENT
    }

    static final Accuracy[] ALL = {
        new Accuracy(Unary.EXP, -87.33f, 88.72f, Unit.ULP, 2),
        new Accuracy(Unary.LOG, Float.MIN_NORMAL, Float.MAX_VALUE, Unit.ULP, 2),
        new Accuracy(Unary.LOG, 0.9f, 1.1f, Unit.ULP, 2),
        new Accuracy(Unary.TANH, -20, 20, Unit.ULP, 2),
        new Accuracy(Unary.ERF, -6, 6, Unit.ULP, 2),
        new Accuracy(Unary.SIGMOID, -100, 100, Unit.ONE, 3e-7),
        new Accuracy(Unary.GELU, -30, 30, Unit.ARGUMENT, 4e-7),
        new Accuracy(Unary.GELU_TANH, -30, 30, Unit.ARGUMENT, 4e-7),
    };

    /** Below this, results of functions near x are not normal, or their tails are not. */
    private static final float SMALLEST = 1e-37f;

    String row() {
        return String.format(Locale.ROOT, "accuracy of %s on [%s, %s]", function, low, high);
    }

    void check(Trial trial, Backend backend, Backend reference, int points) {
        float[] x = points(points);
        double[] got = run(backend, x);
        double[] want = run(reference, x);
        double worst = 0;
        int where = 0;
        for (int i = 0; i < x.length; i++) {
            double error = error(x[i], want[i], got[i]);
            if (!(error <= worst)) { // NaN is the worst
                worst = error;
                where = i;
            }
        }
        if (!(worst < limit)) {
            String values = ", at x = " + x[where] + ": got " + got[where] + ", want " + want[where];
            throw trial.failure(row(), "error " + worst + " " + unit + " is not below " + limit + values, null);
        }
    }

    private double error(float x, double want, double got) {
        double size = switch (unit) {
            case ULP -> Math.ulp((float) want);
            case ONE -> 1;
            case ARGUMENT -> Math.max(Math.abs(x), Float.MIN_NORMAL);
        };
        return Math.abs(got - want) / size;
    }

    private float[] points(int count) {
        float[] points = new float[count];
        int half = count / 2;
        for (int i = 0; i < half; i++) {
            points[i] = (float) (low + ((double) high - low) * i / Math.max(1, half - 1));
        }
        // floats of one sign are ordered as their bits are
        int fromBits = Float.floatToIntBits(Math.max(low, SMALLEST));
        int toBits = Float.floatToIntBits(high);
        for (int i = half; i < count; i++) {
            int bits = fromBits + (int) ((long) (toBits - fromBits) * (i - half) / (count - half));
            float magnitude = Float.intBitsToFloat(bits);
            points[i] = i % 2 == 0 && low < 0 ? Math.max(low, -magnitude) : magnitude;
        }
        return points;
    }

    private double[] run(Backend backend, float[] points) {
        try (Buffer x = backend.allocate(points.length);
                Buffer y = backend.allocate(points.length)) {
            x.write(0, points, 0, points.length);
            backend.kernels().elementwise().unary(function, x, y, points.length);
            double[] results = new double[points.length];
            y.read(0, results, 0, points.length);
            return results;
        }
    }
}
