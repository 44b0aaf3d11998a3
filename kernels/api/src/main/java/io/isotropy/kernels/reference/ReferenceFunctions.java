package io.isotropy.kernels.reference;

import io.isotropy.kernels.Activation;

/** Functions of one number that the JDK lacks. */
final class ReferenceFunctions {

    private static final double SQRT_PI = Math.sqrt(Math.PI);

    private ReferenceFunctions() {}

    static double activation(Activation activation, double x) {
        return switch (activation) {
            case NONE -> x;
            case RELU -> Math.max(x, 0);
            case GELU -> gelu(x);
            case GELU_TANH -> geluTanh(x);
            case TANH -> Math.tanh(x);
        };
    }

    /** x/2·(1 + erf(x/√2)), with 1 + erf(z) = erfc(−z), which does not cancel; at −∞ the limit, which is not ∞·0. */
    static double gelu(double x) {
        return x == Double.NEGATIVE_INFINITY ? 0 : x / 2 * erfc(-x / Math.sqrt(2));
    }

    static double geluTanh(double x) {
        return x == Double.NEGATIVE_INFINITY
                ? 0
                : x / 2 * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x * x * x)));
    }

    /** Φ(x) + x·φ(x), φ the normal density; the limits at ±∞, where x·φ(x) is ∞·0. */
    static double geluDerivative(double x) {
        if (Double.isInfinite(x)) {
            return x > 0 ? 1 : 0;
        }
        return erfc(-x / Math.sqrt(2)) / 2 + x * Math.exp(-x * x / 2) / Math.sqrt(2 * Math.PI);
    }

    /** With t = tanh(u), u = √(2/π)·(x + 0.044715·x³): (1 + t)/2 + x/2·(1 − t²)·u′; the limits where x³ is infinite. */
    static double geluTanhDerivative(double x) {
        if (Math.abs(x) > 1e3) {
            return x > 0 ? 1 : 0;
        }
        double t = Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x * x * x));
        double slope = Math.sqrt(2 / Math.PI) * (1 + 3 * 0.044715 * x * x);
        return (1 + t) / 2 + x / 2 * (1 - t * t) * slope;
    }

    static double sigmoid(double x) {
        return 1 / (1 + Math.exp(-x));
    }

    static double erf(double x) {
        if (Math.abs(x) >= 2) {
            return Math.copySign(1 - erfcTail(Math.abs(x)), x);
        }
        return erfSeries(x);
    }

    static double erfc(double x) {
        if (x >= 2) {
            return erfcTail(x);
        }
        return 1 - erf(x);
    }

    /** 2/√π·e^(−x²)·Σ 2ⁿ·x²ⁿ⁺¹/(2n+1)!!: Abramowitz and Stegun 1964, 7.1.6; one sign, so nothing cancels. */
    private static double erfSeries(double x) {
        double term = x;
        double sum = x;
        for (int n = 1; Math.abs(term) > 1e-18 * Math.abs(sum); n++) {
            term *= 2 * x * x / (2 * n + 1);
            sum += term;
        }
        return 2 / SQRT_PI * expOfMinusSquare(x) * sum;
    }

    /** e^(−x²)/√π · 1/(x + (1/2)/(x + (2/2)/(x + (3/2)/(x + …)))), x ≥ 2: Abramowitz and Stegun 1964, 7.1.14. */
    private static double erfcTail(double x) {
        if (x > 28) {
            return 0; // below the smallest double
        }
        double fraction = x;
        for (int k = 100; k >= 1; k--) {
            fraction = x + k / 2.0 / fraction;
        }
        return expOfMinusSquare(x) / SQRT_PI / fraction;
    }

    /** e^(−x²), with what x·x loses by rounding put back: at x = 5 that is 25 half-ulps of the result. */
    private static double expOfMinusSquare(double x) {
        double square = x * x;
        double lost = Math.fma(x, x, -square);
        return Math.exp(-square) * (1 - lost);
    }
}
