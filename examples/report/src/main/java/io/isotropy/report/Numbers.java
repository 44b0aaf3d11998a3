package io.isotropy.report;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Locale;

/** Numbers as people read them. */
final class Numbers {

    private static final MathContext DIGITS = new MathContext(4);
    private static final double LARGE = 1e6;
    private static final double SMALL = 1e-4;

    private Numbers() {}

    /** At most four digits, with a power of ten where zeros would be many. */
    static String brief(double value) {
        if (!Double.isFinite(value)) {
            return Double.toString(value);
        }
        double magnitude = Math.abs(value);
        BigDecimal rounded = new BigDecimal(value).round(DIGITS).stripTrailingZeros();
        if (magnitude >= LARGE || magnitude > 0 && magnitude < SMALL) {
            int power = rounded.precision() - rounded.scale() - 1;
            return signed(rounded.scaleByPowerOfTen(-power).stripTrailingZeros().toPlainString() + "e" + power);
        }
        return signed(rounded.toPlainString());
    }

    static String fixed(double value, int decimals) {
        return signed(String.format(Locale.ROOT, "%." + decimals + "f", value));
    }

    /** With the minus sign in place of a hyphen, which is too short for one. */
    static String signed(String number) {
        return number.replace('-', '−');
    }
}
