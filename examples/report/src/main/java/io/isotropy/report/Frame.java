package io.isotropy.report;

import java.util.List;

/** What charts over two axes have in common: the legend, the axes with their values, a grid; the chart draws in between. */
record Frame(Svg svg, Scale x, Scale y) {

    /** The width of all charts, in units of which a narrow screen shows about three quarters a pixel. */
    static final double WIDTH = 460;

    private static final double PLOT_HEIGHT = 250;
    private static final double TICK_ROOM = 22;
    private static final double LABEL_ROOM = 20;
    private static final double EDGE = 8;
    private static final int MOST_X_TICKS = 6;
    private static final int MOST_Y_TICKS = 6;

    /**
     * Draws everything around the data.
     *
     * @param equal whether a unit is as long in x as in y
     * @param below further room below the axes
     */
    static Frame of(
            String title, Axis xAxis, Axis yAxis, Range xRange, Range yRange, List<String> names, Legend.Sign sign, boolean equal,
            double below) {
        Legend legend = new Legend(names, WIDTH);
        double top = legend.height() + EDGE;
        double bottom = top + (equal ? WIDTH - 2 * EDGE : PLOT_HEIGHT);
        Scale y = Scale.around(yAxis.spacing(), yRange.least(), yRange.largest(), bottom, top);
        Ticks yTicks = y.ticks(MOST_Y_TICKS);
        double left = (yAxis.ticks() ? yTicks.ticks().stream().mapToDouble(tick -> Svg.width(tick.label())).max().orElse(0) + 6 : 2)
                + (yAxis.label().isEmpty() ? 0 : LABEL_ROOM);
        Scale x = Scale.around(xAxis.spacing(), xRange.least(), xRange.largest(), left, WIDTH - EDGE);
        if (equal) {
            double unit = Math.max((x.max() - x.min()) / (WIDTH - EDGE - left), (y.max() - y.min()) / (bottom - top));
            x = centred(x, unit);
            bottom = top + (y.max() - y.min()) / unit;
            y = new Scale(y.spacing(), y.min(), y.max(), bottom, top);
        }
        double height = bottom + (xAxis.ticks() ? TICK_ROOM : EDGE) + (xAxis.label().isEmpty() ? 0 : LABEL_ROOM) + below;
        Frame frame = new Frame(new Svg(WIDTH, height, title), x, y);
        legend.draw(frame.svg, sign);
        frame.drawX(xAxis, top, bottom);
        frame.drawY(yAxis, yTicks, left, top, bottom);
        if (xRange.isEmpty() || yRange.isEmpty()) {
            frame.svg.text("name", (left + WIDTH) / 2, (top + bottom) / 2, Svg.Anchor.MIDDLE, "no values");
        }
        return frame;
    }

    /** Where the room below the axes begins. */
    double bottom(Axis xAxis) {
        return y.from() + (xAxis.ticks() ? TICK_ROOM : EDGE) + (xAxis.label().isEmpty() ? 0 : LABEL_ROOM);
    }

    private static Scale centred(Scale x, double unit) {
        double free = unit * (x.to() - x.from()) - (x.max() - x.min());
        return new Scale(x.spacing(), x.min() - free / 2, x.max() + free / 2, x.from(), x.to());
    }

    private void drawX(Axis axis, double top, double bottom) {
        if (axis.ticks()) {
            Ticks ticks = x.ticks(MOST_X_TICKS);
            double nextFree = Double.NEGATIVE_INFINITY;
            for (Ticks.Tick tick : ticks.ticks()) {
                double place = x.at(tick.value());
                svg.line("grid", place, top, place, bottom);
                double half = Svg.width(tick.label()) / 2;
                if (place - half >= nextFree) {
                    double shown = Math.min(place, WIDTH - half);
                    svg.text("tick", shown, bottom + 14, Svg.Anchor.MIDDLE, tick.label());
                    nextFree = place + half + 6;
                }
            }
        }
        svg.line("axis", x.from(), bottom, x.to(), bottom);
        if (!axis.label().isEmpty()) {
            svg.text("label", (x.from() + x.to()) / 2, bottom + (axis.ticks() ? TICK_ROOM : EDGE) + LABEL_ROOM / 2, Svg.Anchor.MIDDLE,
                    Svg.cut(axis.label(), WIDTH));
        }
    }

    private void drawY(Axis axis, Ticks ticks, double left, double top, double bottom) {
        if (axis.ticks()) {
            for (Ticks.Tick tick : ticks.ticks()) {
                double place = y.at(tick.value());
                svg.line("grid", left, place, x.to(), place);
                svg.text("tick", left - 6, place, Svg.Anchor.END, tick.label());
            }
        }
        if (!axis.label().isEmpty()) {
            svg.upwards("label", 9, (top + bottom) / 2, Svg.Anchor.MIDDLE, Svg.cut(axis.label(), bottom - top + EDGE));
        }
    }
}
