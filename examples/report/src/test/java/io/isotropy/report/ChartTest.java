package io.isotropy.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

class ChartTest {

    private static final String NASTY = "<b>\"a\" & 'b'</b> \u0000\uD800 句子";

    private static Document parsed(Chart chart) throws IOException, SAXException, ParserConfigurationException {
        return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new InputSource(new StringReader(chart.svg())));
    }

    private static List<String> attributes(Document svg, String element, String attribute) {
        List<String> values = new ArrayList<>();
        NodeList found = svg.getElementsByTagName(element);
        for (int i = 0; i < found.getLength(); i++) {
            values.add(((Element) found.item(i)).getAttribute(attribute));
        }
        return values;
    }

    private static List<String> texts(Document svg, String element) {
        List<String> values = new ArrayList<>();
        NodeList found = svg.getElementsByTagName(element);
        for (int i = 0; i < found.getLength(); i++) {
            values.add(found.item(i).getTextContent());
        }
        return values;
    }

    private static List<Chart> charts(String name, double... values) {
        Axis axis = Axis.linear(name);
        List<ScatterPlot.Point> points = new ArrayList<>();
        for (double value : values) {
            points.add(new ScatterPlot.Point(value, -value, Math.abs(value), name));
        }
        return List.of(
                new LineChart(name, axis, Axis.logarithmic(name), List.of(LineChart.Series.of(name, values))),
                BarChart.of(name, Collections.nCopies(values.length, name), axis, values),
                new ScatterPlot(name, axis, axis, List.of(new ScatterPlot.Group(name, points)), name, false),
                ScatterPlot.map(name, name, name, List.of(new ScatterPlot.Group("", points))),
                new Histogram(name, axis, List.of(new Histogram.Sample(name, values)), 20),
                new HeatMap(name, List.of(name), Collections.nCopies(values.length, name), new double[][] {values}, 2));
    }

    @Test
    @Timeout(20) // one that does not end its ticks
    void whateverTheValuesTheSvgIsWellFormedAndItsPlacesAreNumbers() throws Exception {
        double[][] cases = {
            {}, {0}, {1}, {-1, -1}, {1, 2, 3}, {Double.NaN}, {Double.NaN, 1, Double.POSITIVE_INFINITY, 2}, {1e-300, 1e300}, {-5, 5}, {1e12, 1e12 + 1}
        };
        for (double[] values : cases) {
            for (Chart chart : charts(NASTY, values)) {
                Document svg = parsed(chart);
                assertThat(svg.getDocumentElement().getAttribute("aria-label")).contains("<b>\"a\" & 'b'</b>").contains("句子");
                Matcher places = Pattern.compile(" (?:[xy][12]?|c[xy]|r|width|height|d|viewBox)=\"([^\"]*)\"").matcher(chart.svg());
                while (places.find()) {
                    assertThat(places.group(1)).as("%s of %s", chart.getClass(), values).doesNotContain("NaN", "Infinity", "E");
                }
            }
        }
    }

    @Test
    void pointsStandWhereTheirValuesSay() throws Exception {
        Document svg = parsed(new ScatterPlot("t", Axis.linear("x"), Axis.linear("y"), List.of(new ScatterPlot.Group("", List.of(
                new ScatterPlot.Point(0, 0, "first"), new ScatterPlot.Point(5, 1, "middle"), new ScatterPlot.Point(10, 2, "last")))), "", false));
        List<Double> x = attributes(svg, "circle", "cx").stream().map(Double::valueOf).toList();
        List<Double> y = attributes(svg, "circle", "cy").stream().map(Double::valueOf).toList();
        assertThat(x.get(1)).isCloseTo((x.get(0) + x.get(2)) / 2, within(0.02));
        assertThat(x.get(2)).isGreaterThan(x.get(0) + 300);
        assertThat(y.get(2)).isLessThan(y.get(0) - 200); // upwards
        assertThat(texts(svg, "title")).containsExactly("first", "middle", "last");
    }

    @Test
    void aProjectionKeepsItsProportions() throws Exception {
        Document svg = parsed(ScatterPlot.map("t", "", "", List.of(new ScatterPlot.Group("", List.of(
                new ScatterPlot.Point(0, 0, ""), new ScatterPlot.Point(4, 1, ""))))));
        List<Double> x = attributes(svg, "circle", "cx").stream().map(Double::valueOf).toList();
        List<Double> y = attributes(svg, "circle", "cy").stream().map(Double::valueOf).toList();
        assertThat((x.get(1) - x.get(0)) / (y.get(0) - y.get(1))).isCloseTo(4, within(0.01));
    }

    @Test
    void barsAreAsLongAsTheirValues() throws Exception {
        Document svg = parsed(BarChart.of("t", List.of("a", "b", "c"), Axis.linear("v"), 1, 3, Double.NaN));
        List<Double> widths = attributes(svg, "rect", "width").stream().map(Double::valueOf).toList();
        assertThat(widths).hasSize(2); // none for NaN
        assertThat(widths.get(1) / widths.get(0)).isCloseTo(3, within(0.01));
    }

    @Test
    void aHistogramCountsEveryValueOnce() {
        String svg = new Histogram("t", Axis.linear("v"), List.of(new Histogram.Sample("s", new double[] {0, 0.1, 0.1, 1})), 10).svg();
        assertThat(svg).contains("<title>0 to 0.1\ns: 25.00 %</title>", "<title>0.1 to 0.2\ns: 50.00 %</title>",
                "<title>1 to 1.1\ns: 25.00 %</title>");
    }

    @Test
    void aGapBreaksTheCurve() {
        String svg = new LineChart("t", Axis.linear("x"), Axis.linear("y"),
                List.of(LineChart.Series.of("", 1, 2, Double.NaN, 3, 4))).svg();
        String path = svg.substring(svg.indexOf(" d=\"M") + 4);
        assertThat(path.substring(0, path.indexOf('"')).chars().filter(c -> c == 'M').count()).isEqualTo(2);
    }

    @Test
    void wideMatricesScrollAndNamesAreCut() {
        List<String> columns = IntStream.range(0, 30).mapToObj(i -> "a rather long name of column " + i).toList();
        String svg = new HeatMap("t", List.of("row"), columns, new double[1][30], 3).svg();
        assertThat(svg).contains("style=\"min-width:").containsPattern(">a rather long [a-z ]*…<");
    }

    @Test
    void sizesThatDoNotFitAreRefused() {
        assertThatThrownBy(() -> new LineChart.Series("s", new double[2], new double[3])).hasMessageContaining("[series]");
        assertThatThrownBy(() -> BarChart.of("t", List.of("a"), Axis.linear(""), 1, 2)).hasMessageContaining("[bars]");
        assertThatThrownBy(() -> BarChart.of("t", List.of("a"), Axis.logarithmic(""), 1)).hasMessageContaining("linear");
        assertThatThrownBy(() -> new HeatMap("t", List.of("a"), List.of("b"), new double[2][1], 1)).hasMessageContaining("[heatMap]");
        assertThatThrownBy(() -> new Histogram("t", Axis.linear(""), List.of(), 0)).hasMessageContaining("[histogram]");
    }
}
