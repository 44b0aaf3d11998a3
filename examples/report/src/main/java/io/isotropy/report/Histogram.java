package io.isotropy.report;

import java.util.Arrays;
import java.util.List;

/**
 * How values are spread: the share of each sample that lies in each of equally wide bins.
 *
 * @param bins about how many; their bounds are round numbers
 */
public record Histogram(String title, Axis x, List<Sample> samples, int bins) implements Chart {

    /** Values of one kind. */
    public record Sample(String name, double[] values) {}

    /** Checks the axis. */
    public Histogram {
        samples = List.copyOf(samples);
        if (x.spacing() != Axis.Spacing.LINEAR || bins < 1) {
            throw new IllegalArgumentException("[histogram] needs a linear axis and 1 bin or more: got " + x.spacing() + " and " + bins);
        }
    }

    @Override
    public String svg() {
        Range range = Range.NONE;
        for (Sample sample : samples) {
            for (double one : sample.values) {
                range = x.shows(one) ? range.with(one) : range;
            }
        }
        double width = range.least() < range.largest() ? Ticks.step(range.largest() - range.least(), bins) : 1;
        double start = range.isEmpty() ? 0 : width * Math.floor(range.least() / width);
        int count = range.isEmpty() ? 0 : (int) Math.floor((range.largest() - start) / width) + 1;
        double[][] percent = new double[samples.size()][];
        Range ys = Range.NONE;
        for (int i = 0; i < percent.length; i++) {
            percent[i] = percent(samples.get(i).values, start, width, count);
            ys = ys.with(0).with(Arrays.stream(percent[i]).max().orElse(0));
        }
        Range xs = range.isEmpty() ? range : new Range(start, start + count * width);
        Frame frame = Frame.of(title, x, Axis.linear("share of values (%)"), xs, ys, samples.stream().map(Sample::name).toList(),
                Histogram::sign, false, 0);
        for (int i = 0; i < percent.length; i++) {
            steps(frame, i, percent[i], start, width);
        }
        hovers(frame, percent, start, width);
        return frame.svg().finished();
    }

    private double[] percent(double[] values, double start, double width, int count) {
        double[] percent = new double[count];
        double[] shown = Arrays.stream(values).filter(x::shows).toArray();
        for (double one : shown) {
            percent[Math.clamp((int) ((one - start) / width), 0, count - 1)] += 100.0 / shown.length;
        }
        return percent;
    }

    private static void sign(Svg svg, int i, double px, double py) {
        svg.element("path", "class", "steps " + Marks.dashes(i), "d",
                "M" + Svg.number(px - 10) + " " + Svg.number(py + 5) + "v-10h20v10");
    }

    private static void steps(Frame frame, int i, double[] percent, double start, double width) {
        StringBuilder path = new StringBuilder("M" + Svg.number(frame.x().at(start)) + " " + Svg.number(frame.y().at(0)));
        for (int bin = 0; bin < percent.length; bin++) {
            path.append('V').append(Svg.number(frame.y().at(percent[bin])))
                    .append('H').append(Svg.number(frame.x().at(start + (bin + 1) * width)));
        }
        path.append('V').append(Svg.number(frame.y().at(0)));
        frame.svg().open("g", "class", Marks.colour(i)).element("path", "class", "steps " + Marks.dashes(i), "d", path.toString())
                .close("g");
    }

    /** Invisible columns, one per bin, that tell its figures. */
    private void hovers(Frame frame, double[][] percent, double start, double width) {
        int bins = percent.length == 0 ? 0 : percent[0].length;
        for (int bin = 0; bin < bins; bin++) {
            double from = start + bin * width;
            StringBuilder said = new StringBuilder(Numbers.brief(from) + " to " + Numbers.brief(from + width));
            for (int i = 0; i < percent.length; i++) {
                String name = samples.get(i).name;
                said.append('\n').append(name.isEmpty() ? "" : name + ": ").append(Numbers.fixed(percent[i][bin], 2)).append(" %");
            }
            double left = frame.x().at(from);
            frame.svg().hover("rect", said.toString(), "class", "unseen", "x", Svg.number(left), "y", Svg.number(frame.y().to()), "width",
                    Svg.number(frame.x().at(from + width) - left), "height", Svg.number(frame.y().from() - frame.y().to()));
        }
    }
}
