package io.isotropy.tensor;

import java.util.Arrays;

/**
 * Arrays as text, as NumPy 2 prints them by default: precision 8, summaries above 1000 elements, lines of 75
 * characters.
 */
final class Printing {

    /** Larger arrays are summarized. */
    static final int THRESHOLD = 1000;
    /** The elements that a summary shows at each end of an axis. */
    static final int EDGE = 3;

    private static final int LINE_WIDTH = 75;
    private static final int PRECISION = 8;
    /** From here on numbers are printed with an exponent: ten to the digits that float32 is sure of. */
    private static final float LARGE = 1e6f;
    /** Below, too. NumPy rounds this bound to float32 for arrays, not for single numbers. */
    private static final double SMALL = 1e-4;
    private static final float WIDE_RANGE = 1000;

    private final Shape shape;
    private final boolean summarized;
    private final String[] words;

    private Printing(Shape shape, boolean summarized, String[] words) {
        this.shape = shape;
        this.summarized = summarized;
        this.words = words;
    }

    /** Whether an array of this shape shows only the ends of an axis. */
    static boolean isSummarized(Shape shape, int axis) {
        return shape.size() > THRESHOLD && shape.dim(axis) > 2 * EDGE;
    }

    /** The text of an array of that shape, given the elements that are shown. */
    static String floats(Shape shape, float[] shown) {
        return shape.rank() == 0 ? scalar(shown[0]) : array(shape, floatWords(shown));
    }

    static String ints(Shape shape, int[] shown) {
        String[] words = Arrays.stream(shown).mapToObj(Integer::toString).toArray(String[]::new);
        int width = Arrays.stream(words).mapToInt(String::length).max().orElse(0);
        return shape.rank() == 0 ? words[0] : array(shape, Arrays.stream(words)
                .map(word -> " ".repeat(width - word.length()) + word)
                .toArray(String[]::new));
    }

    private static String array(Shape shape, String[] words) {
        if (shape.size() == 0) {
            return "[]";
        }
        int[] shown = shape.toArray();
        for (int axis = 0; axis < shown.length; axis++) {
            shown[axis] = isSummarized(shape, axis) ? 2 * EDGE : shown[axis];
        }
        StringBuilder text = new StringBuilder();
        new Printing(Shape.of(shown), shape.size() > THRESHOLD, words)
                .append(text, shape, 0, 0, " ", LINE_WIDTH);
        return text.toString();
    }

    /**
     * Appends the brackets of the part whose first word is {@code place}; {@code indent} goes before its inner lines.
     */
    private void append(StringBuilder text, Shape full, int axis, int place, String indent, int width) {
        text.append('[');
        int count = shape.dim(axis);
        int gap = summarized && full.dim(axis) > 2 * EDGE ? EDGE : -1;
        if (axis == shape.rank() - 1) {
            appendRow(text, place, count, gap, indent, width);
        } else {
            int step = words.length == 0 ? 0 : shape.slice(axis + 1, shape.rank()).size();
            String between = "\n".repeat(shape.rank() - 1 - axis) + indent;
            for (int i = 0; i < count; i++) {
                text.append(i == gap ? "..." + between : "");
                append(text, full, axis + 1, place + i * step, indent + " ", width - 1);
                text.append(i < count - 1 ? between : "");
            }
        }
        text.append(']');
    }

    private void appendRow(StringBuilder text, int place, int count, int gap, String indent, int width) {
        StringBuilder line = new StringBuilder(indent);
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < count; i++) {
            if (i == gap) {
                extend(lines, line, "...", indent, width - 1);
                line.append(' ');
            }
            extend(lines, line, words[place + i], indent, width - 1);
            line.append(i < count - 1 ? " " : "");
        }
        text.append(lines.append(line), indent.length(), lines.length());
    }

    private static void extend(StringBuilder lines, StringBuilder line, String word, String indent, int width) {
        if (line.length() + word.length() > width && line.length() > indent.length()) {
            lines.append(line.toString().stripTrailing()).append('\n');
            line.setLength(0);
            line.append(indent);
        }
        line.append(word);
    }

    private static String[] floatWords(float[] values) {
        float largest = 0;
        float smallest = Float.POSITIVE_INFINITY;
        for (float value : values) {
            float magnitude = Math.abs(value);
            if (Float.isFinite(value) && magnitude != 0) {
                largest = Math.max(largest, magnitude);
                smallest = Math.min(smallest, magnitude);
            }
        }
        boolean exponents =
                largest > 0 && (largest >= LARGE || smallest < (float) SMALL || largest / smallest > WIDE_RANGE);
        return exponents ? scientificWords(values) : positionalWords(values);
    }

    private static String[] positionalWords(float[] values) {
        int left = 0;
        int right = 0;
        boolean anyFinite = false;
        for (float value : values) {
            if (Float.isFinite(value)) {
                Decimal decimal = Decimal.fractional(value, PRECISION);
                left = Math.max(left, sign(value).length() + decimal.whole().length());
                right = Math.max(right, decimal.fraction().length());
                anyFinite = true;
            }
        }
        left = widened(values, left, anyFinite ? right : 0);
        String[] words = new String[values.length];
        for (int i = 0; i < values.length; i++) {
            if (Float.isFinite(values[i])) {
                Decimal decimal = Decimal.fractional(values[i], PRECISION);
                String fraction = decimal.fraction();
                words[i] = padded(sign(values[i]) + decimal.whole(), left) + "." + fraction
                        + " ".repeat(right - fraction.length());
            } else {
                words[i] = padded(special(values[i]), left + 1 + right);
            }
        }
        return words;
    }

    private static String[] scientificWords(float[] values) {
        int left = 0;
        int precision = 0;
        int exponentSize = 2;
        for (float value : values) {
            if (Float.isFinite(value)) {
                Decimal decimal = Decimal.significant(value, PRECISION + 1, 0);
                left = Math.max(left, sign(value).length() + 1);
                precision = Math.max(precision, decimal.mantissaFraction().length());
                exponentSize = Math.max(exponentSize, Integer.toString(Math.abs(decimal.exponent())).length());
            }
        }
        int right = exponentSize + 2 + precision;
        left = widened(values, left, right);
        String[] words = new String[values.length];
        for (int i = 0; i < values.length; i++) {
            if (Float.isFinite(values[i])) {
                Decimal decimal = Decimal.significant(values[i], precision + 1, precision + 1);
                String digits = decimal.digits() + "0".repeat(Math.max(0, precision + 1 - decimal.digits().length()));
                words[i] = padded(sign(values[i]) + digits.charAt(0), left) + "." + digits.substring(1, precision + 1)
                        + exponent(decimal.exponent(), exponentSize);
            } else {
                words[i] = padded(special(values[i]), left + 1 + right);
            }
        }
        return words;
    }

    /** The width before the point, widened where "nan" or "-inf" needs it. */
    private static int widened(float[] values, int left, int right) {
        boolean special = false;
        boolean negativeInfinity = false;
        for (float value : values) {
            special |= !Float.isFinite(value);
            negativeInfinity |= value == Float.NEGATIVE_INFINITY;
        }
        return special ? Math.max(left, (negativeInfinity ? 4 : 3) - (right + 1)) : left;
    }

    /** A single number: all digits it needs, at least one after the point. */
    private static String scalar(float value) {
        float magnitude = Math.abs(value);
        if (!Float.isFinite(value)) {
            return special(value);
        }
        if (magnitude != 0 && (magnitude < SMALL || magnitude >= LARGE)) {
            Decimal decimal = Decimal.significant(value, Decimal.UNLIMITED, 0);
            String fraction = decimal.mantissaFraction();
            return sign(value) + decimal.digits().charAt(0) + (fraction.isEmpty() ? "" : "." + fraction)
                    + exponent(decimal.exponent(), 2);
        }
        Decimal decimal = Decimal.fractional(value, Decimal.UNLIMITED);
        return sign(value) + decimal.whole() + "." + (decimal.fraction().isEmpty() ? "0" : decimal.fraction());
    }

    private static String sign(float value) {
        return Float.floatToRawIntBits(value) < 0 ? "-" : "";
    }

    private static String special(float value) {
        return Float.isNaN(value) ? "nan" : value < 0 ? "-inf" : "inf";
    }

    private static String exponent(int exponent, int size) {
        String digits = Integer.toString(Math.abs(exponent));
        return (exponent < 0 ? "e-" : "e+") + "0".repeat(Math.max(0, size - digits.length())) + digits;
    }

    private static String padded(String text, int width) {
        return " ".repeat(Math.max(0, width - text.length())) + text;
    }
}
