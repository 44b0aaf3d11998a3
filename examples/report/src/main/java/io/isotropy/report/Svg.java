package io.isotropy.report;

import java.util.Locale;

/** Writes SVG: elements, places to two decimals, escaped text. */
final class Svg {

    /** Where text hangs on its place. */
    enum Anchor {
        START, MIDDLE, END
    }

    /** Of the text in charts, in units of the picture; the style sheet has the same. */
    static final double FONT_SIZE = 13;
    /** The mean width of a character as a share of the font size; Chinese ones are as wide as they are high. */
    private static final double WIDTH_OF_CHARACTER = 0.56;

    /** Pixels per unit below which text is hard to read. */
    private static final double LEAST_SHOWN = 0.78;

    private final StringBuilder text = new StringBuilder();

    Svg(double width, double height, String title) {
        text.append("<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" viewBox=\"0 0 ").append(number(width)).append(' ')
                .append(number(height)).append("\" aria-label=\"").append(Markup.escape(title)).append('"');
        if (width > Frame.WIDTH) {
            text.append(" style=\"min-width:").append(number(LEAST_SHOWN * width)).append("px\""); // it scrolls rather than shrinks
        }
        text.append('>');
    }

    /** How long a text is, more or less. */
    static double width(String text) {
        return FONT_SIZE * text.codePoints().mapToDouble(c -> c >= 0x2E80 ? 1 : WIDTH_OF_CHARACTER).sum();
    }

    /** The beginning of a text, as much as fits. */
    static String cut(String text, double width) {
        if (width(text) <= width) {
            return text;
        }
        int length = text.length();
        while (length > 0 && width(text.substring(0, length)) + FONT_SIZE > width) {
            length = text.offsetByCodePoints(length, -1);
        }
        return text.substring(0, length).stripTrailing() + "…";
    }

    static String number(double value) {
        double rounded = Math.rint(value * 100) / 100;
        return rounded == Math.rint(rounded) && Math.abs(rounded) < 1e9 ? Long.toString((long) rounded) : Double.toString(rounded);
    }

    Svg open(String name, String... attributes) {
        start(name, attributes);
        text.append('>');
        return this;
    }

    Svg close(String name) {
        text.append("</").append(name).append('>');
        return this;
    }

    /** An element without content. */
    Svg element(String name, String... attributes) {
        start(name, attributes);
        text.append("/>");
        return this;
    }

    /** An element that says what it is when one points at it; nothing where there is nothing to say. */
    Svg hover(String name, String title, String... attributes) {
        if (title.isEmpty()) {
            return element(name, attributes);
        }
        return open(name, attributes).title(title).close(name);
    }

    Svg title(String title) {
        text.append("<title>").append(Markup.escape(title)).append("</title>");
        return this;
    }

    Svg line(String type, double x1, double y1, double x2, double y2) {
        return element("line", "class", type, "x1", number(x1), "y1", number(y1), "x2", number(x2), "y2", number(y2));
    }

    Svg text(String type, double x, double y, Anchor anchor, String content) {
        open("text", "class", type + " " + anchor.name().toLowerCase(Locale.ROOT), "x", number(x), "y", number(y));
        text.append(Markup.escape(content));
        return close("text");
    }

    /** Text that runs upwards. */
    Svg upwards(String type, double x, double y, Anchor anchor, String content) {
        open("text", "class", type + " " + anchor.name().toLowerCase(Locale.ROOT), "transform", "translate(" + number(x) + " " + number(y) + ") rotate(-90)");
        text.append(Markup.escape(content));
        return close("text");
    }

    private void start(String name, String... attributes) {
        text.append('<').append(name);
        for (int i = 0; i < attributes.length; i += 2) {
            text.append(' ').append(attributes[i]).append("=\"").append(Markup.escape(attributes[i + 1])).append('"');
        }
    }

    /** All that was written, closed. */
    String finished() {
        return text + "</svg>";
    }
}
