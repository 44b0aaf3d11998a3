package io.isotropy.report;

/**
 * Values to places.
 *
 * @param from where {@code min} is; {@code to} where {@code max} is
 */
record Scale(Axis.Spacing spacing, double min, double max, double from, double to) {

    /** How much of the span is left free at both ends of data that has any. */
    private static final double MARGIN = 0.03;

    /** A scale for values between the two, with some room around them; for equal ones, around that one; for none, 0 to 1. */
    static Scale around(Axis.Spacing spacing, double least, double largest, double from, double to) {
        boolean logarithmic = spacing == Axis.Spacing.LOGARITHMIC;
        if (least > largest) {
            return logarithmic ? new Scale(spacing, 1, 10, from, to) : new Scale(spacing, 0, 1, from, to);
        }
        if (logarithmic) {
            double room = least == largest ? Math.log(2) : MARGIN * (Math.log(largest) - Math.log(least));
            double low = Math.max(Math.exp(Math.log(least) - room), Double.MIN_NORMAL);
            double high = Math.min(Math.exp(Math.log(largest) + room), Double.MAX_VALUE);
            return new Scale(spacing, low, high, from, to);
        }
        double room = least == largest ? Math.max(0.5 * Math.abs(least), 0.5) : MARGIN * (largest - least);
        // What is never negative shall not seem to be.
        double min = least >= 0 && least - room < 0 ? 0 : least - room;
        return new Scale(spacing, min, largest + room, from, to);
    }

    double at(double value) {
        double share = switch (spacing) {
            case LINEAR -> (value - min) / (max - min);
            case LOGARITHMIC -> (Math.log(value) - Math.log(min)) / (Math.log(max) - Math.log(min));
        };
        return from + share * (to - from);
    }

    Ticks ticks(int most) {
        return Ticks.of(spacing, min, max, most);
    }
}
