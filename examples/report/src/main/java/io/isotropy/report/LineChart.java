package io.isotropy.report;

import java.util.List;

/** Curves. A value that cannot be shown breaks its curve. */
public record LineChart(String title, Axis x, Axis y, List<Series> series) implements Chart {

    /** More points than this have no marks. */
    private static final int MOST_MARKED = 240;
    private static final double RADIUS = 3.2;

    /** A curve through the points (x[i], y[i]). */
    public record Series(String name, double[] x, double[] y) {

        /** Checks the lengths. */
        public Series {
            if (x.length != y.length) {
                throw new IllegalArgumentException("[series] x and y must be equally long: got " + x.length + " and " + y.length);
            }
        }

        /** A curve through (1, y[0]), (2, y[1]) and so on. */
        public static Series of(String name, double... y) {
            double[] x = new double[y.length];
            for (int i = 0; i < x.length; i++) {
                x[i] = i + 1;
            }
            return new Series(name, x, y);
        }
    }

    /** Copies the list. */
    public LineChart {
        series = List.copyOf(series);
    }

    @Override
    public String svg() {
        Range xs = Range.NONE;
        Range ys = Range.NONE;
        int points = 0;
        for (Series one : series) {
            for (int i = 0; i < one.x.length; i++) {
                if (isShown(one, i)) {
                    xs = xs.with(one.x[i]);
                    ys = ys.with(one.y[i]);
                    points++;
                }
            }
        }
        boolean marked = points <= MOST_MARKED;
        Frame frame = Frame.of(title, x, y, xs, ys, series.stream().map(Series::name).toList(),
                (svg, i, px, py) -> sign(svg, i, px, py, marked), false, 0);
        for (int i = 0; i < series.size(); i++) {
            frame.svg().open("g", "class", Marks.colour(i));
            curve(frame, i);
            if (marked) {
                marks(frame, i);
            }
            frame.svg().close("g");
        }
        return frame.svg().finished();
    }

    private boolean isShown(Series one, int i) {
        return x.shows(one.x[i]) && y.shows(one.y[i]);
    }

    private static void sign(Svg svg, int i, double px, double py, boolean marked) {
        svg.line("curve " + Marks.dashes(i), px - 11, py, px + 11, py);
        if (marked) {
            Marks.draw(svg, i, px, py, RADIUS, "");
        }
    }

    private void curve(Frame frame, int i) {
        Series one = series.get(i);
        StringBuilder path = new StringBuilder();
        boolean on = false;
        for (int k = 0; k < one.x.length; k++) {
            if (isShown(one, k)) {
                path.append(on ? 'L' : 'M').append(Svg.number(frame.x().at(one.x[k]))).append(' ')
                        .append(Svg.number(frame.y().at(one.y[k])));
            }
            on = isShown(one, k);
        }
        if (!path.isEmpty()) {
            frame.svg().hover("path", one.name, "class", "curve " + Marks.dashes(i), "d", path.toString());
        }
    }

    private void marks(Frame frame, int i) {
        Series one = series.get(i);
        for (int k = 0; k < one.x.length; k++) {
            if (isShown(one, k)) {
                String said = (one.name.isEmpty() ? "" : one.name + ": ") + Numbers.brief(one.x[k]) + ", " + Numbers.brief(one.y[k]);
                Marks.draw(frame.svg(), i, frame.x().at(one.x[k]), frame.y().at(one.y[k]), RADIUS, said);
            }
        }
    }
}
