package io.isotropy.report;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The names of series with their marks, in as many rows as they need, at the top of a chart. */
record Legend(List<String> names, double width) {

    /** Draws the sign of a series, centred at a place. */
    @FunctionalInterface
    interface Sign {
        void draw(Svg svg, int series, double x, double y);
    }

    private static final double ROW = 20;
    private static final double SIGN = 26;
    private static final double GAP = 14;

    /** A single series without a name needs no legend. */
    private boolean isNeeded() {
        return names.size() > 1 || names.size() == 1 && !names.getFirst().isEmpty();
    }

    double height() {
        return place(null, null);
    }

    void draw(Svg svg, Sign sign) {
        place(svg, sign);
    }

    private double place(@Nullable Svg svg, @Nullable Sign sign) {
        if (!isNeeded()) {
            return 0;
        }
        double x = 0;
        double y = 0;
        for (int i = 0; i < names.size(); i++) {
            String name = Svg.cut(names.get(i), width - SIGN);
            double needed = SIGN + Svg.width(name) + GAP;
            if (x > 0 && x + needed - GAP > width) {
                x = 0;
                y += ROW;
            }
            if (svg != null && sign != null) {
                svg.open("g", "class", Marks.colour(i));
                sign.draw(svg, i, x + SIGN / 2 - 2, y + ROW / 2);
                svg.close("g").text("name", x + SIGN, y + ROW / 2, Svg.Anchor.START, name);
            }
            x += needed;
        }
        return y + ROW + 6;
    }
}
