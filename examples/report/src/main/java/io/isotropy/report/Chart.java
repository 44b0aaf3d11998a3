package io.isotropy.report;

/** A picture of numbers. Values that are not finite are left out, as are those a logarithmic axis cannot show. */
public sealed interface Chart permits BarChart, HeatMap, Histogram, LineChart, ScatterPlot {

    /** What it shows, in a few words. */
    String title();

    /** The picture, an {@code svg} element; its colours come from the style sheet of the page. */
    String svg();
}
