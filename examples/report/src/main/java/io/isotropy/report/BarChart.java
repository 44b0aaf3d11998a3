package io.isotropy.report;

import java.util.List;

/** Lengths side by side: a row per category, in it a bar per series, with its value. */
public record BarChart(String title, List<String> categories, Axis value, List<Bars> series) implements Chart {

    private static final double BAR = 15;
    private static final double GAP = 11;
    private static final double MOST_LABEL = 150;
    private static final double LABEL_ROOM = 42;
    private static final int MOST_TICKS = 5;

    /** A bar for each category; NaN is none. */
    public record Bars(String name, double[] values) {}

    /** Checks the lengths. */
    public BarChart {
        categories = List.copyOf(categories);
        series = List.copyOf(series);
        for (Bars bars : series) {
            if (bars.values.length != categories.size()) {
                throw new IllegalArgumentException(
                        "[bars] there must be a value per category: got " + bars.values.length + " for " + categories.size());
            }
        }
        if (value.spacing() != Axis.Spacing.LINEAR) {
            throw new IllegalArgumentException("[bars] a bar begins at 0, so its axis must be linear: got " + value.spacing());
        }
    }

    /** One bar per category. */
    public static BarChart of(String title, List<String> categories, Axis value, double... values) {
        return new BarChart(title, categories, value, List.of(new Bars("", values)));
    }

    @Override
    public String svg() {
        Legend legend = new Legend(series.stream().map(Bars::name).toList(), Frame.WIDTH);
        double top = legend.height() + 4;
        double row = BAR * series.size() + GAP;
        double bottom = top + row * categories.size();
        Svg svg = new Svg(Frame.WIDTH, bottom + LABEL_ROOM, title);
        legend.draw(svg, (out, i, px, py) -> bar(out, px - 9, py - 5, 18, 10, ""));
        Scale scale = scale();
        for (Ticks.Tick tick : scale.ticks(MOST_TICKS).ticks()) {
            svg.line("grid", scale.at(tick.value()), top, scale.at(tick.value()), bottom);
            svg.text("tick", scale.at(tick.value()), bottom + 12, Svg.Anchor.MIDDLE, tick.label());
        }
        for (int c = 0; c < categories.size(); c++) {
            double y = top + c * row + GAP / 2;
            svg.text("name", labels(), y + BAR * series.size() / 2, Svg.Anchor.END, Svg.cut(categories.get(c), MOST_LABEL));
            for (int i = 0; i < series.size(); i++) {
                draw(svg, scale, c, i, y + i * BAR);
            }
        }
        svg.line("axis", scale.at(0), top, scale.at(0), bottom);
        svg.text("label", (scale.from() + scale.to()) / 2, bottom + 31, Svg.Anchor.MIDDLE, Svg.cut(value.label(), Frame.WIDTH));
        return svg.finished();
    }

    /** Where the categories' names end. */
    private double labels() {
        return Math.min(MOST_LABEL, 4 + categories.stream().mapToDouble(Svg::width).max().orElse(0));
    }

    private Scale scale() {
        double least = 0;
        double largest = 0;
        double room = 0;
        for (Bars bars : series) {
            for (double one : bars.values) {
                if (value.shows(one)) {
                    least = Math.min(least, one);
                    largest = Math.max(largest, one);
                    room = Math.max(room, Svg.width(Numbers.brief(one)) + 6);
                }
            }
        }
        largest = least == largest ? 1 : largest;
        return new Scale(Axis.Spacing.LINEAR, least, largest, labels() + 8 + (least < 0 ? room : 0),
                Frame.WIDTH - (largest > 0 ? room : 8));
    }

    private void draw(Svg svg, Scale scale, int category, int i, double y) {
        double one = series.get(i).values[category];
        if (!value.shows(one)) {
            return;
        }
        double zero = scale.at(0);
        double end = scale.at(one);
        String name = series.get(i).name;
        svg.open("g", "class", Marks.colour(i));
        bar(svg, Math.min(zero, end), y + 1, Math.abs(end - zero), BAR - 2,
                categories.get(category) + (name.isEmpty() ? "" : ", " + name) + ": " + Numbers.brief(one));
        svg.close("g");
        svg.text("value", one < 0 ? end - 4 : end + 4, y + BAR / 2, one < 0 ? Svg.Anchor.END : Svg.Anchor.START, Numbers.brief(one));
    }

    private static void bar(Svg svg, double x, double y, double width, double height, String title) {
        svg.hover("rect", title, "x", Svg.number(x), "y", Svg.number(y), "width", Svg.number(width), "height", Svg.number(height));
    }
}
