package io.isotropy.nlp.topic;

/**
 * ln Γ and its derivatives for x > 0. Each is shifted up by its recurrence until the asymptotic series in 1/x converges to the precision of
 * a double: Abramowitz and Stegun 1964, 6.1.41, 6.3.18 and 6.4.12.
 */
final class GammaFunction {

    /** From here on the series' first left-out term is below 1e-16 of the sum. */
    private static final double LARGE = 10;

    private static final double HALF_LOG_TWO_PI = 0.9189385332046728;

    private GammaFunction() {}

    /** ln Γ(x). */
    static double logGamma(double x) {
        double product = 1;
        double shifted = x;
        while (shifted < LARGE) {
            product *= shifted++;
        }
        double inverse = 1 / shifted;
        double square = inverse * inverse;
        double series = inverse * (1.0 / 12 - square * (1.0 / 360 - square * (1.0 / 1260 - square * (1.0 / 1680 - square * (1.0 / 1188
                - square * (691.0 / 360360 - square / 156))))));
        return (shifted - 0.5) * Math.log(shifted) - shifted + HALF_LOG_TWO_PI + series - Math.log(product);
    }

    /** ψ(x) = d ln Γ(x) / dx. */
    static double digamma(double x) {
        double sum = 0;
        double shifted = x;
        while (shifted < LARGE) {
            sum -= 1 / shifted++;
        }
        double inverse = 1 / shifted;
        double square = inverse * inverse;
        double series = square * (1.0 / 12 - square * (1.0 / 120 - square * (1.0 / 252 - square * (1.0 / 240 - square * (1.0 / 132
                - square * (691.0 / 32760 - square / 12))))));
        return sum + Math.log(shifted) - 0.5 * inverse - series;
    }

    /**
     * exp(ψ(x)) to 1e-9 of itself, at a fraction of the cost of ψ: no logarithm, and no exponential from 8 on. exp(ψ(y + ½)) = y + 1/24y −
     * 37/5760y³ + 10313/2903040y⁵ − …, the composition of the two series.
     */
    static double expDigamma(double x) {
        double sum = 0;
        double shifted = x;
        while (shifted < 8) {
            // 1/x + 1/(x+1) + 1/(x+2) + 1/(x+3), by one division
            double ends = shifted * (shifted + 3);
            sum += (2 * shifted + 3) * (2 * ends + 2) / (ends * (ends + 2));
            shifted += 4;
        }
        double y = shifted - 0.5;
        double square = 1 / (y * y);
        double value = y * (1 + square * (1.0 / 24 - square * (37.0 / 5760
                - square * (10313.0 / 2903040 - square * (5509121.0 / 1393459200)))));
        return sum == 0 ? value : value * Math.exp(-sum);
    }

    /** ψ′(x). */
    static double trigamma(double x) {
        double sum = 0;
        double shifted = x;
        while (shifted < LARGE) {
            sum += 1 / (shifted * shifted++);
        }
        double inverse = 1 / shifted;
        double square = inverse * inverse;
        double series = square * (1.0 / 6 - square * (1.0 / 30 - square * (1.0 / 42 - square * (1.0 / 30 - square * (5.0 / 66
                - square * (691.0 / 2730 - square * 7 / 6))))));
        return sum + inverse + 0.5 * square + inverse * series;
    }
}
