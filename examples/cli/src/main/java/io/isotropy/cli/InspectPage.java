package io.isotropy.cli;

import io.isotropy.nlp.anatomy.Anatomy;
import io.isotropy.nlp.anatomy.Anatomy.Layer;
import io.isotropy.nlp.anatomy.Geometry;
import io.isotropy.nlp.anatomy.Space;
import io.isotropy.nlp.anatomy.WordFrequency;
import io.isotropy.nlp.projection.Pca;
import io.isotropy.nlp.projection.Tsne;
import io.isotropy.nlp.projection.TsneConfig;
import io.isotropy.nlp.sentence.Pooling;
import io.isotropy.report.Axis;
import io.isotropy.report.BarChart;
import io.isotropy.report.Block;
import io.isotropy.report.Block.Figure;
import io.isotropy.report.LineChart;
import io.isotropy.report.LineChart.Series;
import io.isotropy.report.Page;
import io.isotropy.report.Page.Section;
import io.isotropy.report.ScatterPlot;
import io.isotropy.report.ScatterPlot.Group;
import io.isotropy.report.ScatterPlot.Point;
import io.isotropy.tensor.linalg.Matrix;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/** The page of {@code inspect}. */
final class InspectPage {

    private static final int SHOWN_CHARACTERS = 160;
    private static final int SHOWN_WORDS = 3_000;

    private final Anatomy anatomy;
    private final Streams streams;
    private final boolean quiet;

    private InspectPage(Anatomy anatomy, Streams streams, boolean quiet) {
        this.anatomy = anatomy;
        this.streams = streams;
        this.quiet = quiet;
    }

    /** Makes the page, t-SNE included. */
    static Page of(Anatomy anatomy, Streams streams, boolean quiet) {
        return new InspectPage(anatomy, streams, quiet).page();
    }

    private Page page() {
        List<Section> sections = new ArrayList<>();
        sections.add(new Section("Figures", List.of(figures(), bars())));
        sections.add(Section.of("On a plane", new Block.Paragraph("Each point is a text; point at it to read it. Colours and shapes tell short texts "
                + "from long ones: a model that separates them sees length rather than meaning. Principal components keep large distances; t-SNE keeps "
                + "neighbours, and distances between its groups mean little."), new Block.Figures(projections())));
        sections.add(Section.of("Directions and distances", new Block.Figures(List.of(spectrum(), cosines()))));
        WordFrequency words = anatomy.words();
        if (words != null && !words.bins().isEmpty()) {
            sections.add(new Section("Frequent and rare " + anatomy.wordUnit(), words(words)));
        }
        if (!anatomy.layers().isEmpty()) {
            sections.add(Section.of("Layer by layer", new Block.Paragraph("Layer 0 is the embeddings. States are pooled as named and not scaled."),
                    new Block.Figures(layers())));
        }
        sections.add(Section.of("What the figures mean", new Block.Terms(InspectFigures.ALL.stream()
                .map(figure -> new Block.Terms.Term(figure.label(), figure.meaning())).toList())));
        return new Page("The anatomy of " + anatomy.name(), String.format(Locale.ROOT,
                "How the vectors of %,d texts lie in their space. Lengths of texts are in %s. Made by `isotropy inspect`, version %s.",
                anatomy.sample().measured(), anatomy.lengthUnit(), Isotropy.version()), sections);
    }

    private Block figures() {
        List<String> header = new ArrayList<>(List.of("figure"));
        anatomy.spaces().forEach(space -> header.add(space.name()));
        List<List<String>> rows = new ArrayList<>();
        for (InspectFigures.Figure figure : InspectFigures.ALL) {
            List<String> row = new ArrayList<>(List.of(figure.label()));
            anatomy.spaces().forEach(space -> row.add(figure.text(space).replace('-', '−')));
            rows.add(row);
        }
        int hub = anatomy.spaces().getLast().hubness().hub();
        return new Block.Table(header, rows, hub < 0 ? "" : "The largest hub: " + shown(anatomy.sample().texts().get(hub)));
    }

    /** Figures between 0 and 1, side by side. */
    private Block bars() {
        List<InspectFigures.Figure> shares = InspectFigures.ALL.stream()
                .filter(figure -> List.of("meanCosine", "isoScore", "partitionIsotropy", "antihubs").contains(figure.key())).toList();
        return new Figure(new BarChart("At a glance", shares.stream().map(InspectFigures.Figure::label).toList(), Axis.linear("from 0 to 1"),
                anatomy.spaces().stream().map(space -> new BarChart.Bars(name(space),
                        shares.stream().mapToDouble(figure -> figure.value().applyAsDouble(space)).toArray())).toList()),
                "Isotropic vectors have a mean cosine of 0 and an IsoScore of 1.");
    }

    /** In charts, one space needs no name. */
    private String name(Space space) {
        return anatomy.spaces().size() == 1 ? "" : space.name();
    }

    private List<Figure> projections() {
        List<Figure> figures = new ArrayList<>();
        for (Space space : anatomy.spaces()) {
            String of = anatomy.spaces().size() == 1 ? "" : ", " + space.name();
            Pca pca = Pca.fit(space.vectors(), space.dimension(), 2);
            figures.add(new Figure(ScatterPlot.map("Principal components" + of, share(pca, 0), space.dimension() > 1 ? share(pca, 1) : "",
                    groups(pca.apply(space.vectors()))), ""));
            long start = System.nanoTime();
            try (WorkProgress progress = new WorkProgress(streams, quiet, "t-SNE")) {
                int total = TsneConfig.DEFAULT.iterations();
                Tsne tsne = Tsne.of(space.vectors(), space.dimension(), TsneConfig.DEFAULT, done -> {
                    double seconds = (System.nanoTime() - start) / 1e9;
                    progress.at(done, total, "iteration " + done + " of " + total + " of t-SNE", "", seconds / done * (total - done));
                });
                figures.add(new Figure(ScatterPlot.map("t-SNE" + of, "", "", groups(tsne.places())),
                        String.format(Locale.ROOT, "KL divergence %.3f nat.", tsne.divergence())));
            }
        }
        return figures;
    }

    private static String share(Pca pca, int direction) {
        return String.format(Locale.ROOT, "component %d, %.1f %% of the variance", direction + 1, 100 * pca.share(direction));
    }

    /** The texts in thirds by their number of characters. */
    private List<Group> groups(Matrix places) {
        List<String> texts = anatomy.sample().measuredTexts();
        int[] lengths = texts.stream().mapToInt(text -> text.codePointCount(0, text.length())).toArray();
        int[] sorted = lengths.clone();
        Arrays.sort(sorted);
        int low = sorted[sorted.length / 3];
        int high = sorted[2 * sorted.length / 3];
        List<List<Point>> points = List.of(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        for (int i = 0; i < lengths.length; i++) {
            int third = lengths[i] < low ? 0 : lengths[i] < high ? 1 : 2;
            points.get(third).add(new Point(places.at(i, 0), places.cols() > 1 ? places.at(i, 1) : 0, shown(texts.get(i))));
        }
        List<String> names = List.of("below " + low + " characters", "below " + high, "longer");
        return IntStream.range(0, 3).filter(third -> !points.get(third).isEmpty()).mapToObj(third -> new Group(names.get(third), points.get(third)))
                .toList();
    }

    private static String shown(String text) {
        String line = text.strip().replaceAll("\\s+", " ");
        int length = line.codePointCount(0, line.length());
        return length <= SHOWN_CHARACTERS ? line : line.substring(0, line.offsetByCodePoints(0, SHOWN_CHARACTERS)) + "…";
    }

    private Figure spectrum() {
        List<Series> series = new ArrayList<>();
        for (Space space : anatomy.spaces()) {
            double[] values = space.spectrum().singularValues();
            series.add(Series.of(name(space), Arrays.copyOf(values, space.spectrum().rank())));
        }
        return new Figure(new LineChart("Singular values", Axis.linear("number"), Axis.logarithmic("singular value"), series),
                "Of the centred vectors, those above rounding. A flat line uses all directions alike.");
    }

    private Figure cosines() {
        List<Series> series = new ArrayList<>();
        for (Space space : anatomy.spaces()) {
            String of = anatomy.spaces().size() == 1 ? "" : ", " + space.name();
            series.add(shares("all pairs" + of, space.geometry().cosines()));
            if (space.geometry().positives() > 0) {
                series.add(shares("positive pairs" + of, space.positiveCosines()));
            }
        }
        return new Figure(new LineChart("Cosines", Axis.linear("cosine"), Axis.linear("share of pairs (%)"), series),
                "How many pairs have which cosine, in steps of 0.02.");
    }

    private static Series shares(String name, double[] shares) {
        double[] middles = new double[shares.length];
        double[] percent = new double[shares.length];
        int first = IntStream.range(0, shares.length).filter(b -> shares[b] > 0).findFirst().orElse(0);
        for (int b = 0; b < shares.length; b++) {
            middles[b] = -1 + (b + 0.5) * 2 / shares.length;
            percent[b] = b < first - 1 ? Double.NaN : 100 * shares[b]; // the empty part would squeeze the rest
        }
        return new Series(name, middles, percent);
    }

    private List<Block> words(WordFrequency words) {
        List<WordFrequency.Bin> bins = words.bins();
        List<List<String>> rows = new ArrayList<>();
        bins.forEach(bin -> rows.add(List.of(InspectFigures.ranks(bin), bin.most() + " to " + bin.least(), InspectFigures.four(bin.norm()),
                InspectFigures.four(bin.spread()))));
        String correlations = "ρ of frequency with norm " + InspectFigures.four(words.norm()) + ", with spread " + InspectFigures.four(words.spread());
        return List.of(
                new Block.Paragraph("Li et al. 2020 (BERT-flow, table 1) found that in BERT frequent words lie near the origin and close together, "
                        + "rare ones far away and sparse. Norm is a vector's length; spread the mean distance to the " + WordFrequency.NEIGHBOURS
                        + " nearest " + anatomy.wordUnit() + "."),
                new Block.Table(List.of("rank", "frequency", "mean norm", "mean spread"), rows, correlations.replace('-', '−')),
                Block.Figures.of(
                        new Figure(scatter("Norm", words, WordFrequency.Word::norm), ""),
                        new Figure(scatter("Spread", words, WordFrequency.Word::spread), "")));
    }

    private ScatterPlot scatter(String title, WordFrequency words, ToDoubleFunction<WordFrequency.Word> value) {
        int every = Math.max(1, words.words().size() / SHOWN_WORDS);
        List<Point> points = IntStream.range(0, words.words().size()).filter(i -> i < SHOWN_WORDS / 10 || i % every == 0)
                .mapToObj(words.words()::get).map(word -> new Point(word.count(), value.applyAsDouble(word), word.text() + ", " + word.count()))
                .toList();
        return new ScatterPlot(title + " by frequency", Axis.logarithmic("frequency in the texts"), Axis.linear(title.toLowerCase(Locale.ROOT)),
                List.of(new Group("", points)), "", false);
    }

    private List<Figure> layers() {
        List<Figure> figures = new ArrayList<>();
        figures.add(layers("Mean cosine", Geometry::meanCosine));
        figures.add(layers("IsoScore", Geometry::isoScore));
        figures.add(layers("Participation ratio", Geometry::participationRatio));
        figures.add(layers("Uniformity", Geometry::uniformity));
        if (anatomy.layers().getFirst().geometry().positives() > 0) {
            figures.add(layers("Alignment", Geometry::alignment));
        }
        return figures;
    }

    private Figure layers(String title, ToDoubleFunction<Geometry> value) {
        List<Series> series = new ArrayList<>();
        for (Pooling pooling : List.of(Pooling.MEAN, Pooling.CLS)) {
            List<Layer> some = anatomy.layers().stream().filter(layer -> layer.pooling() == pooling).toList();
            series.add(new Series(pooling.word(), some.stream().mapToDouble(Layer::number).toArray(),
                    some.stream().mapToDouble(layer -> value.applyAsDouble(layer.geometry())).toArray()));
        }
        return new Figure(new LineChart(title, Axis.linear("layer"), Axis.linear(title.toLowerCase(Locale.ROOT)), series), "");
    }
}
