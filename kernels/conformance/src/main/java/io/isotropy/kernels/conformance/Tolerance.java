package io.isotropy.kernels.conformance;

/**
 * How far a result may be off: |got − want| ≤ absolute + relative·|want|. NaN must be NaN, and what rounds to an
 * infinite float must be that infinity.
 *
 * @param exact whether the result must be the correctly rounded float
 * @param signedZero whether −0 must be told from +0; only with {@code exact}
 */
record Tolerance(double absolute, double relative, boolean exact, boolean signedZero) {

    /** The correctly rounded float, either zero for zero. */
    static final Tolerance EXACT = new Tolerance(0, 0, true, false);

    /** The correctly rounded float, with the sign of zero. */
    static final Tolerance EXACT_WITH_SIGN = new Tolerance(0, 0, true, true);

    static Tolerance of(double absolute, double relative) {
        return new Tolerance(absolute, relative, false, false);
    }

    /** A relative error where results are normal floats, anything of that size below. */
    static Tolerance relative(double relative) {
        return of(Float.MIN_NORMAL, relative);
    }

    /** A float sum of {@code length} numbers of size 1: the rounding errors of random signs grow with √length. */
    static Tolerance sum(int length) {
        return of(2e-6 * Math.sqrt(Math.max(1, length)), 1e-6);
    }

    boolean accepts(double want, double got) {
        float rounded = (float) want;
        if (Float.isNaN(rounded)) {
            return Double.isNaN(got);
        }
        if (exact && signedZero) {
            return Float.compare(rounded, (float) got) == 0;
        }
        if (exact || Float.isInfinite(rounded)) {
            return rounded == (float) got;
        }
        return Math.abs(got - want) <= absolute + relative * Math.abs(want);
    }

    @Override
    public String toString() {
        return exact ? "the nearest float" : "± " + absolute + " ± " + relative + "·|want|";
    }
}
