package io.isotropy.tour;

import io.isotropy.report.Axis;
import io.isotropy.report.Block;
import io.isotropy.report.Block.Figure;
import io.isotropy.report.Block.Figures;
import io.isotropy.report.Block.Paragraph;
import io.isotropy.report.Block.Table;
import io.isotropy.report.HeatMap;
import io.isotropy.report.LineChart;
import io.isotropy.report.Page;
import io.isotropy.report.ScatterPlot;
import io.isotropy.tour.section.Sections;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;

/** The tour as a page: who is how good at which price, and then stop by stop what each system makes of the same texts. */
final class TourReport {

    /** Of longer texts the beginning is shown. */
    private static final int MOST_CHARACTERS = 90;

    private final Tour tour;
    private final List<Result> results;

    private TourReport(Tour tour, List<Result> results) {
        this.tour = tour;
        this.results = results;
    }

    static Page of(Tour tour, Results results) {
        return new TourReport(tour, results.all()).page(results);
    }

    private Page page(Results byStop) {
        List<Page.Section> sections = new ArrayList<>();
        sections.add(Page.Section.of("Leaderboard", leaderboard(), Figures.of(
                new Figure(against("Score against training time", "seconds of training", result -> result.cost().seconds()), ""),
                new Figure(against("Score against size", "megabytes of the model", result -> result.cost().bytes() / 1e6), ""))));
        sections.add(Page.Section.of("What the literature says, and what was seen", expectations()));
        sections.add(Page.Section.of("How the vectors lie", new Paragraph(
                "A mean cosine near 1 says that all vectors point the same way: cosines of two texts then differ by little, whatever they mean. "
                        + "Flow and whitening spread them after the fact, contrastive learning while it trains."), anatomy()));
        for (Section stop : Sections.ALL) {
            List<Result> shown = byStop.of(stop);
            if (!shown.isEmpty()) {
                sections.add(new Page.Section(stop.about().title(), blocks(stop, shown)));
            }
        }
        return new Page("A tour of text vectors", lead(), sections);
    }

    private String lead() {
        TourData data = tour.data();
        return String.format(Locale.ROOT,
                "%d systems, trained on the same %,d texts with seed %d, scale `%s`; %s. Score: Spearman's correlation of cosines with the scores of "
                        + "%,d pairs, times 100. Reverse dictionary: from %,d definitions to their words.",
                results.size(), data.texts().size(), tour.seed(), tour.scale().name(), data.source(), data.test().pairs().size(),
                data.dictionary().size());
    }

    private Table leaderboard() {
        return new Table(Leaderboard.HEADER, Leaderboard.rows(results), "Systems in the order of the article.");
    }

    /** One quantity of a result. */
    private interface Quantity {
        double of(Result result);
    }

    private ScatterPlot against(String title, String label, Quantity quantity) {
        List<ScatterPlot.Group> groups = new ArrayList<>();
        for (Family family : Family.values()) {
            List<ScatterPlot.Point> points = results.stream().filter(result -> Family.of(result) == family)
                    .map(result -> new ScatterPlot.Point(
                            quantity.of(result), 100 * result.scores().spearman(),
                            result.card().title() + ": " + Leaderboard.number(100 * result.scores().spearman(), 2)))
                    .toList();
            groups.add(new ScatterPlot.Group(family.title, points));
        }
        return new ScatterPlot(title, Axis.logarithmic(label), Axis.linear("Spearman · 100"), groups, "", false);
    }

    private Table expectations() {
        List<List<String>> rows = new ArrayList<>();
        for (Expectations.Seen seen : Expectations.seen(results)) {
            rows.add(List.of(
                    seen.better().card().title() + " > " + seen.worse().card().title(), seen.expectation().source(),
                    Leaderboard.number(100 * seen.better().scores().spearman(), 2) + " and "
                            + Leaderboard.number(100 * seen.worse().scores().spearman(), 2),
                    seen.holds() ? "yes" : "no: " + seen.expectation().unless()));
        }
        return new Table(List.of("Claim", "Where", "Spearman here", "Holds here"), rows, "");
    }

    private Table anatomy() {
        List<List<String>> rows = new ArrayList<>();
        for (Result result : results) {
            Result.Anatomy anatomy = result.anatomy();
            rows.add(List.of(result.card().title(), Leaderboard.number(anatomy.meanCosine(), 3),
                    Leaderboard.number(Math.toDegrees(Math.acos(Math.clamp(anatomy.meanCosine(), -1, 1))), 0),
                    Leaderboard.number(anatomy.effectiveRank(), 1), Leaderboard.number(anatomy.uniformity(), 2)));
        }
        return new Table(List.of("System", "Mean cosine", "as an angle, °", "Effective rank", "Uniformity"), rows,
                "Of " + tour.data().pool().size() + " texts. Effective rank: e to the entropy of the centred vectors' singular values (Roy and Vetterli 2007). "
                        + "Uniformity: log E exp(−2‖x − y‖²) (Wang and Isola 2020), lower is more even.");
    }

    private List<Block> blocks(Section stop, List<Result> shown) {
        List<Block> blocks = new ArrayList<>();
        blocks.add(new Paragraph(stop.about().story()));
        blocks.add(new Table(
                List.of("System", "Paper", "Equation", "Settings", "Spearman"),
                shown.stream().map(result -> List.of(
                        result.card().title(), result.card().paper(), result.card().equation(), result.card().settings(),
                        Leaderboard.number(100 * result.scores().spearman(), 2))).toList(), ""));
        blocks.add(neighbours(shown));
        List<Figure> figures = new ArrayList<>();
        List<LineChart.Series> curves = shown.stream().filter(result -> result.losses().size() > 1).map(TourReport::curve).toList();
        if (!curves.isEmpty()) {
            figures.add(new Figure(new LineChart("Loss", Axis.linear("% of the training"), Axis.linear("loss"), curves), ""));
        }
        shown.forEach(result -> figures.add(new Figure(heat(result), "")));
        shown.forEach(result -> figures.add(new Figure(map(result), "")));
        blocks.add(new Figures(figures));
        return blocks;
    }

    private Table neighbours(List<Result> shown) {
        List<List<String>> rows = new ArrayList<>();
        for (int probe = 0; probe < tour.data().probes().size(); probe++) {
            for (Result result : shown) {
                List<String> row = new ArrayList<>(List.of(tour.data().probes().get(probe), result.card().title()));
                for (Result.Neighbour neighbour : result.neighbours().get(probe)) {
                    row.add(Leaderboard.number(neighbour.cosine(), 2) + " " + shortened(neighbour.text()));
                }
                rows.add(row);
            }
        }
        return new Table(List.of("Probe", "System", "Nearest", "second", "third"), rows, "Three nearest texts of " + tour.data().pool().size() + ".");
    }

    private static String shortened(String text) {
        return text.length() <= MOST_CHARACTERS ? text : text.substring(0, text.offsetByCodePoints(0, text.codePointCount(0, MOST_CHARACTERS))) + "…";
    }

    private static LineChart.Series curve(Result result) {
        double[] x = result.losses().stream().mapToDouble(point -> 100 * point[0]).toArray();
        double[] y = result.losses().stream().mapToDouble(point -> point[1]).toArray();
        return new LineChart.Series(result.card().title(), x, y);
    }

    private HeatMap heat(Result result) {
        List<String> texts = tour.data().compared();
        List<String> numbers = IntStream.rangeClosed(1, texts.size()).mapToObj(Integer::toString).toList();
        List<String> labels = new ArrayList<>();
        for (int i = 0; i < texts.size(); i++) {
            labels.add(numbers.get(i) + " " + shortened(texts.get(i)));
        }
        return new HeatMap(result.card().title(), labels, numbers, result.similarities().toArray(double[][]::new), 2);
    }

    private ScatterPlot map(Result result) {
        Map<String, List<ScatterPlot.Point>> kinds = new LinkedHashMap<>();
        List<TourData.Item> pool = tour.data().pool();
        for (int i = 0; i < pool.size(); i++) {
            double[] point = result.map().get(i);
            kinds.computeIfAbsent(pool.get(i).kind(), _ -> new ArrayList<>())
                    .add(new ScatterPlot.Point(point[0], point[1], shortened(pool.get(i).text())));
        }
        List<ScatterPlot.Group> groups = kinds.entrySet().stream().sorted(Map.Entry.comparingByKey())
                .map(entry -> new ScatterPlot.Group(entry.getKey(), entry.getValue())).toList();
        return ScatterPlot.map(result.card().title(), "first principal component", "second", groups);
    }

    /** The generations of the article, by colour. */
    private enum Family {
        COUNTS("counts and topics", List.of("one-hot", "bag-of-words", "tf-idf", "topics")),
        WORDS("word vectors", List.of("word2vec", "glove", "fasttext", "averages", "doc2vec")),
        BERT("BERT and its repairs", List.of("bert", "bert-flow", "bert-whitening")),
        SENTENCES("trained for sentences", List.of("infersent", "use", "sbert", "simcse", "tsdae", "published"));

        private final String title;
        private final List<String> sections;

        Family(String title, List<String> sections) {
            this.title = title;
            this.sections = sections;
        }

        static Family of(Result result) {
            for (Family family : values()) {
                for (String id : family.sections) {
                    if (Sections.of(id).systems(Scale.DEFAULT).stream().anyMatch(card -> card.id().equals(result.card().id()))) {
                        return family;
                    }
                }
            }
            throw new IllegalStateException("[tour] " + result.card().id() + " is in no section");
        }
    }
}
