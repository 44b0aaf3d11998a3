package io.isotropy.report;

/** Series tell themselves apart by colour, and by dashes or the shape of their marks for those who do not see it. */
final class Marks {

    private static final int COLOURS = 6;
    private static final int DASHES = 4;
    private static final int SHAPES = 5;

    private Marks() {}

    static String colour(int series) {
        return "s" + series % COLOURS;
    }

    static String dashes(int series) {
        return "d" + series % DASHES;
    }

    /** Draws the mark of a series with about the area of a circle of that radius. */
    static void draw(Svg svg, int series, double x, double y, double radius, String title) {
        if (series % SHAPES == 0) {
            svg.hover("circle", title, "cx", Svg.number(x), "cy", Svg.number(y), "r", Svg.number(radius));
        } else {
            svg.hover("path", title, "d", outline(series % SHAPES, x, y, radius));
        }
    }

    private static String outline(int shape, double x, double y, double radius) {
        return switch (shape) {
            case 1 -> polygon(x, y, 0.89 * radius, -1, -1, 1, -1, 1, 1, -1, 1);
            case 2 -> polygon(x, y, 1.35 * radius, 0, -1, 0.87, 0.6, -0.87, 0.6);
            case 3 -> polygon(x, y, 1.25 * radius, 0, -1, 1, 0, 0, 1, -1, 0);
            default -> polygon(x, y, 1.35 * radius, 0, 1, 0.87, -0.6, -0.87, -0.6);
        };
    }

    private static String polygon(double x, double y, double radius, double... corners) {
        StringBuilder path = new StringBuilder();
        for (int i = 0; i < corners.length; i += 2) {
            path.append(i == 0 ? 'M' : 'L').append(Svg.number(x + radius * corners[i])).append(' ')
                    .append(Svg.number(y + radius * corners[i + 1]));
        }
        return path.append('Z').toString();
    }
}
