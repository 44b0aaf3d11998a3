package io.isotropy.report;

/**
 * What one direction of a chart means.
 *
 * @param label the quantity and its unit; may be empty
 * @param ticks whether values stand along it; a projection's coordinates mean nothing
 */
public record Axis(String label, Spacing spacing, boolean ticks) {

    /** How values become places. */
    public enum Spacing {
        /** Equal differences are equally long. */
        LINEAR,
        /** Equal ratios are equally long; only positive values have a place. */
        LOGARITHMIC
    }

    /** A linear axis. */
    public static Axis linear(String label) {
        return new Axis(label, Spacing.LINEAR, true);
    }

    /** A logarithmic axis. */
    public static Axis logarithmic(String label) {
        return new Axis(label, Spacing.LOGARITHMIC, true);
    }

    /** A linear axis without values. */
    public static Axis bare(String label) {
        return new Axis(label, Spacing.LINEAR, false);
    }

    /** Whether it has a place for a value. */
    boolean shows(double value) {
        return Double.isFinite(value) && (spacing == Spacing.LINEAR || value > 0);
    }
}
