package io.isotropy.report;

import java.util.List;

/**
 * Points in groups, each of which says what it is when one points at it.
 *
 * @param size what the points' sizes mean; empty where all are alike
 * @param equal whether a unit is as long in x as in y, as in a projection
 */
public record ScatterPlot(String title, Axis x, Axis y, List<Group> groups, String size, boolean equal) implements Chart {

    private static final double MOST_RADIUS = 9;
    private static final double LEAST_RADIUS = 1.6;
    private static final double SIZE_ROOM = 26;

    /** Points of one kind. */
    public record Group(String name, List<Point> points) {

        /** Copies the list. */
        public Group {
            points = List.copyOf(points);
        }
    }

    /**
     * A point.
     *
     * @param size 0 or more; shown as the area
     */
    public record Point(double x, double y, double size, String text) {

        /** A point where all are of one size. */
        public Point(double x, double y, String text) {
            this(x, y, 0, text);
        }
    }

    /** Copies the list. */
    public ScatterPlot {
        groups = List.copyOf(groups);
    }

    /** A projection: directions without a unit, and one scale for both. */
    public static ScatterPlot map(String title, String xLabel, String yLabel, List<Group> groups) {
        return new ScatterPlot(title, Axis.bare(xLabel), Axis.bare(yLabel), groups, "", true);
    }

    @Override
    public String svg() {
        Range xs = Range.NONE;
        Range ys = Range.NONE;
        double largest = 0;
        int count = 0;
        for (Group group : groups) {
            for (Point point : group.points) {
                if (isShown(point)) {
                    xs = xs.with(point.x);
                    ys = ys.with(point.y);
                    largest = Math.max(largest, point.size);
                    count++;
                }
            }
        }
        double radius = Math.clamp(60 / Math.sqrt(count + 1.0), LEAST_RADIUS, 4);
        double top = size.isEmpty() ? 0 : largest;
        Frame frame = Frame.of(title, x, y, xs, ys, groups.stream().map(Group::name).toList(),
                (svg, i, px, py) -> Marks.draw(svg, i, px, py, 4.5, ""), equal, top == 0 ? 0 : SIZE_ROOM);
        for (int i = 0; i < groups.size(); i++) {
            frame.svg().open("g", "class", "points " + Marks.colour(i));
            for (Point point : groups.get(i).points) {
                if (isShown(point)) {
                    double r = top == 0 ? radius : radius(point.size, top);
                    Marks.draw(frame.svg(), i, frame.x().at(point.x), frame.y().at(point.y), r, point.text);
                }
            }
            frame.svg().close("g");
        }
        if (top > 0) {
            sizes(frame, top);
        }
        return frame.svg().finished();
    }

    private boolean isShown(Point point) {
        return x.shows(point.x) && y.shows(point.y) && point.size >= 0 && Double.isFinite(point.size);
    }

    private static double radius(double size, double largest) {
        return Math.max(LEAST_RADIUS, MOST_RADIUS * Math.sqrt(size / largest));
    }

    private void sizes(Frame frame, double largest) {
        double place = frame.bottom(x) + SIZE_ROOM / 2;
        frame.svg().text("name", 0, place, Svg.Anchor.START, size);
        double left = Svg.width(size) + 10;
        double step = Ticks.step(largest, 2);
        for (double value : new double[] {step / 10, step / 2, Math.floor(largest / step) * step}) {
            double r = radius(value, largest);
            String label = Numbers.brief(value);
            frame.svg().open("g", "class", "points").hover("circle", "", "cx", Svg.number(left + r), "cy", Svg.number(place), "r",
                    Svg.number(r)).close("g").text("name", left + 2 * r + 4, place, Svg.Anchor.START, label);
            left += 2 * r + Svg.width(label) + 18;
        }
    }
}
