package io.isotropy.report;

/** The span of what a chart shows; before anything was, {@code least} is above {@code largest}. */
record Range(double least, double largest) {

    static final Range NONE = new Range(Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY);

    Range with(double value) {
        return new Range(Math.min(least, value), Math.max(largest, value));
    }

    boolean isEmpty() {
        return least > largest;
    }
}
