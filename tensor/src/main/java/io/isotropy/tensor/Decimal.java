package io.isotropy.tensor;

import java.math.BigInteger;

/**
 * The decimal digits of a float32: d₀.d₁d₂… × 10^exponent. Steele and White 1990, "How to print floating-point numbers
 * accurately", the Dragon4 algorithm with the cut-offs that NumPy gives it, so that both print the same.
 *
 * @param digits at least one
 */
record Decimal(String digits, int exponent) {

    static final int UNLIMITED = -1;

    /**
     * The shortest digits that tell {@code x}, finite, from its neighbours, at most {@code most} and at least {@code
     * least} in all.
     */
    static Decimal significant(float x, int most, int least) {
        return of(x, most == UNLIMITED ? Integer.MAX_VALUE : most, least, true);
    }

    /** As {@link #significant}, with at most {@code most} digits after the point. */
    static Decimal fractional(float x, int most) {
        return of(x, most == UNLIMITED ? Integer.MAX_VALUE : most, 0, false);
    }

    private static Decimal of(float x, int most, int least, boolean total) {
        int bits = Float.floatToRawIntBits(x) & 0x7FFFFFFF;
        if (bits == 0) {
            return new Decimal("0", 0);
        }
        int fraction = bits & 0x7FFFFF;
        int biased = bits >>> 23;
        int mantissa = biased == 0 ? fraction : fraction | 0x800000;
        int power = Math.max(biased, 1) - 150;
        // At a power of two the lower neighbour is only half as far.
        boolean unequal = fraction == 0 && biased > 1;
        int shift = unequal ? 2 : 1;
        BigInteger value = BigInteger.valueOf(mantissa).shiftLeft(shift + Math.max(power, 0));
        BigInteger scale = BigInteger.ONE.shiftLeft(shift + Math.max(-power, 0));
        BigInteger low = BigInteger.ONE.shiftLeft(Math.max(power, 0));
        return generate(value, scale, low, low.shiftLeft(shift - 1), mantissa % 2 == 0, most, least, total);
    }

    /**
     * Digits of value / scale; low and high are half the distances to the neighbours, which count if the mantissa is
     * even.
     */
    private static Decimal generate(
            BigInteger value, BigInteger scale, BigInteger low, BigInteger high, boolean even,
            int most, int least, boolean total) {
        int exponent = 0;
        for (; value.compareTo(scale.multiply(BigInteger.TEN)) >= 0; exponent++) {
            scale = scale.multiply(BigInteger.TEN);
        }
        for (; value.compareTo(scale) < 0; exponent--) {
            value = value.multiply(BigInteger.TEN);
            low = low.multiply(BigInteger.TEN);
            high = high.multiply(BigInteger.TEN);
        }
        long last = total ? exponent + 1L - most : -(long) most;
        long needed = total ? exponent + 1L - least : 0;
        StringBuilder digits = new StringBuilder();
        for (int place = exponent; ; place--) {
            BigInteger[] division = value.divideAndRemainder(scale);
            int digit = division[0].intValueExact();
            value = division[1];
            int toLow = value.compareTo(low);
            int toHigh = value.add(high).compareTo(scale);
            boolean mayStay = even ? toLow <= 0 : toLow < 0;
            boolean mayRise = even ? toHigh >= 0 : toHigh > 0;
            if ((mayStay || mayRise) && place <= needed || place <= last) {
                boolean down = mayStay;
                if (mayStay == mayRise) {
                    int toHalf = value.shiftLeft(1).compareTo(scale);
                    down = toHalf < 0 || toHalf == 0 && digit % 2 == 0;
                }
                digits.append((char) ('0' + digit));
                return down ? new Decimal(digits.toString(), exponent) : raised(digits, exponent);
            }
            digits.append((char) ('0' + digit));
            value = value.multiply(BigInteger.TEN);
            low = low.multiply(BigInteger.TEN);
            high = high.multiply(BigInteger.TEN);
        }
    }

    private static Decimal raised(StringBuilder digits, int exponent) {
        int i = digits.length() - 1;
        for (; i >= 0 && digits.charAt(i) == '9'; i--) {
            digits.setCharAt(i, '0');
        }
        if (i < 0) {
            return new Decimal("1" + digits, exponent + 1);
        }
        digits.setCharAt(i, (char) (digits.charAt(i) + 1));
        return new Decimal(digits.toString(), exponent);
    }

    /** The digits before the point. */
    String whole() {
        if (exponent < 0) {
            return "0";
        }
        int zeros = exponent + 1 - digits.length();
        return zeros < 0 ? digits.substring(0, exponent + 1) : digits + "0".repeat(zeros);
    }

    /** The digits after the point, without trailing zeros. */
    String fraction() {
        if (exponent < 0) {
            return withoutZeros("0".repeat(-exponent - 1) + digits);
        }
        return exponent + 1 < digits.length() ? withoutZeros(digits.substring(exponent + 1)) : "";
    }

    /** The digits after the first, without trailing zeros. */
    String mantissaFraction() {
        return withoutZeros(digits.substring(1));
    }

    private static String withoutZeros(String text) {
        int end = text.length();
        while (end > 0 && text.charAt(end - 1) == '0') {
            end--;
        }
        return text.substring(0, end);
    }
}
