package io.isotropy.report;

import java.util.Arrays;
import java.util.List;

/**
 * A matrix with its values: the larger, the stronger the colour; negative ones have another.
 *
 * @param values (rows, columns); NaN leaves its cell empty
 * @param decimals of the values
 */
public record HeatMap(String title, List<String> rows, List<String> columns, double[][] values, int decimals) implements Chart {

    private static final double CELL_HEIGHT = 26;
    private static final double MOST_ROW_LABEL = 190;
    private static final double MOST_COLUMN_LABEL = 130;
    /** Text on a stronger colour is written in the page's. */
    private static final double STRONG = 0.8;
    private static final double FAINTEST = 0.06;
    private static final double STRONGEST = 0.9;

    /** Checks the sizes. */
    public HeatMap {
        rows = List.copyOf(rows);
        columns = List.copyOf(columns);
        int width = columns.size();
        if (values.length != rows.size() || Arrays.stream(values).anyMatch(row -> row.length != width)) {
            throw new IllegalArgumentException("[heatMap] values must be (rows, columns), (" + rows.size() + ", " + width + ")");
        }
    }

    @Override
    public String svg() {
        double left = Math.min(MOST_ROW_LABEL, rows.stream().mapToDouble(Svg::width).max().orElse(0)) + 8;
        double needed = 12 + Arrays.stream(values).flatMapToDouble(Arrays::stream).map(v -> Svg.width(text(v))).max().orElse(0);
        double cell = Math.max(needed, (Frame.WIDTH - left) / Math.max(1, columns.size()));
        double longest = columns.stream().mapToDouble(Svg::width).max().orElse(0);
        boolean upright = longest > cell - 6;
        double top = upright ? Math.min(MOST_COLUMN_LABEL, longest) + 10 : 22;
        Svg svg = new Svg(left + cell * columns.size(), top + CELL_HEIGHT * rows.size() + 2, title);
        for (int c = 0; c < columns.size(); c++) {
            double middle = left + (c + 0.5) * cell;
            if (upright) {
                svg.upwards("name", middle, top - 5, Svg.Anchor.START, Svg.cut(columns.get(c), MOST_COLUMN_LABEL));
            } else {
                svg.text("name", middle, top - 11, Svg.Anchor.MIDDLE, columns.get(c));
            }
        }
        double largest = Arrays.stream(values).flatMapToDouble(Arrays::stream).filter(Double::isFinite).map(Math::abs).max().orElse(0);
        for (int r = 0; r < rows.size(); r++) {
            double y = top + r * CELL_HEIGHT;
            svg.text("name", left - 8, y + CELL_HEIGHT / 2, Svg.Anchor.END, Svg.cut(rows.get(r), MOST_ROW_LABEL));
            for (int c = 0; c < columns.size(); c++) {
                draw(svg, r, c, largest, left + c * cell, y, cell);
            }
        }
        return svg.finished();
    }

    private String text(double value) {
        return Double.isFinite(value) ? Numbers.fixed(value, decimals) : "";
    }

    private void draw(Svg svg, int r, int c, double largest, double x, double y, double cell) {
        double value = values[r][c];
        if (!Double.isFinite(value)) {
            return;
        }
        double strength = largest == 0 ? 0 : Math.abs(value) / largest;
        svg.hover("rect", rows.get(r) + ", " + columns.get(c) + ": " + text(value), "class", value < 0 ? "below" : "above",
                "x", Svg.number(x + 1), "y", Svg.number(y + 1), "width", Svg.number(cell - 2), "height", Svg.number(CELL_HEIGHT - 2),
                "fill-opacity", Svg.number(FAINTEST + strength * (STRONGEST - FAINTEST)));
        svg.text(strength > STRONG ? "on" : "value", x + cell / 2, y + CELL_HEIGHT / 2, Svg.Anchor.MIDDLE, text(value));
    }
}
