package io.isotropy.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The values along an axis: multiples of 1, 2 or 5 times a power of ten. */
record Ticks(List<Tick> ticks) {

    /** A value and how it is written. */
    record Tick(double value, String label) {}

    private static final double[] STEPS = {1, 2, 5, 10};
    /** Wider spans of a logarithmic axis have a value at each power of ten alone. */
    private static final double DECADES_WITH_PARTS = 3;
    private static final double LEAST_DECADES = 1;

    static Ticks of(Axis.Spacing spacing, double min, double max, int most) {
        return switch (spacing) {
            case LINEAR -> linear(min, max, most);
            case LOGARITHMIC -> logarithmic(min, max, most);
        };
    }

    /** The smallest of the round steps that gives at most so many values in a span. */
    static double step(double span, int most) {
        double power = Math.pow(10, Math.floor(Math.log10(span / most)));
        for (double step : STEPS) {
            if (span / (step * power) <= most) {
                return step * power;
            }
        }
        return STEPS[0] * 10 * power;
    }

    private static Ticks linear(double min, double max, int most) {
        List<Tick> ticks = new ArrayList<>();
        double step = step(max - min, most);
        double slack = 1e-9 * step;
        for (long i = (long) Math.ceil((min - slack) / step); i * step <= max + slack; i++) {
            ticks.add(new Tick(i * step, label(i * step, step)));
        }
        return new Ticks(ticks);
    }

    private static Ticks logarithmic(double min, double max, int most) {
        double decades = Math.log10(max) - Math.log10(min);
        if (decades < LEAST_DECADES) {
            return linear(min, max, most);
        }
        List<Tick> ticks = new ArrayList<>();
        int every = (int) Math.max(1, Math.ceil(decades / most));
        double slack = 1e-9;
        for (int power = (int) Math.floor(Math.log10(min)); power <= Math.log10(max) + slack; power++) {
            for (double part : decades <= DECADES_WITH_PARTS ? new double[] {1, 2, 5} : new double[] {1}) {
                double value = part * Math.pow(10, power);
                if (Math.floorMod(power, every) == 0 && value >= min * (1 - slack) && value <= max * (1 + slack)) {
                    ticks.add(new Tick(value, Numbers.brief(value)));
                }
            }
        }
        return new Ticks(ticks);
    }

    private static String label(double value, double step) {
        double magnitude = Math.max(Math.abs(value), step);
        if (magnitude >= 1e6 || step < 1e-5) {
            return Numbers.brief(value);
        }
        int decimals = (int) Math.max(0, Math.ceil(-Math.log10(step) - 1e-9));
        return Numbers.signed(String.format(Locale.ROOT, "%." + decimals + "f", value == 0 ? 0 : value));
    }
}
