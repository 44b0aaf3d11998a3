package io.isotropy.cli;

import io.isotropy.nlp.EmbeddingModel;
import io.isotropy.nlp.corpus.Corpus;
import io.isotropy.nlp.folder.ModelFolder;
import io.isotropy.nlp.json.JsonWriter;
import io.isotropy.nlp.topic.Coherence;
import io.isotropy.nlp.topic.TopicModel;
import io.isotropy.nlp.topic.TopicReport;
import io.isotropy.nlp.topic.TopicReport.Example;
import io.isotropy.nlp.topic.TopicReport.Topic;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** What the topics of a model are. */
@Command(name = "topics",
        description = "Shows a model's topics: their share of the corpus, their words and, with a corpus, how coherent they are, and texts.",
        footer = {"", "Example:", "  isotropy topics --model my-topics --top 8 --corpus texts.txt --examples 2"})
final class TopicsCommand implements Callable<Integer> {

    private static final int SHOWN_CHARACTERS = 100;

    private final Streams streams;

    @Option(names = "--model", paramLabel = "DIR", required = true, description = "The folder of a topic model.")
    String model = "";

    @Option(names = "--top", paramLabel = "N", defaultValue = "10", description = "Words per topic. Default: ${DEFAULT-VALUE}.")
    int top;

    @Option(names = "--corpus", paramLabel = "FILE", arity = "1..*",
            description = "Texts: a line each; also .tsv, .jsonl, with .gz or .bz2.")
    List<String> corpus = List.of();

    @Option(names = "--unit", paramLabel = "U", defaultValue = "line",
            description = "line or document, as when training. Default: ${DEFAULT-VALUE}.")
    Corpus.Unit unit = Corpus.Unit.LINE;

    @Option(names = "--examples", paramLabel = "N", defaultValue = "1",
            description = "Texts of the corpus per topic, those that have most of it. Default: ${DEFAULT-VALUE}.")
    int examples;

    @Option(names = "--json", description = "As JSON.")
    boolean json;

    TopicsCommand(Streams streams) {
        this.streams = streams;
    }

    @Override
    public Integer call() throws IOException {
        if (top < 1 || examples < 0) {
            throw new InputException("--top must be 1 or more and --examples 0 or more, got " + top + " and " + examples);
        }
        try (TopicModel topics = load(model)) {
            TopicReport report = TopicReport.of(topics, top, texts(), examples);
            streams.print(json ? JsonWriter.toText(facts(report)) : table(report));
        }
        return Failures.OK;
    }

    /** A folder's model, which must be one of topics. */
    static TopicModel load(String folder) throws IOException {
        Path path = Arguments.path(folder, "--model");
        EmbeddingModel loaded = ModelFolder.load(path);
        if (loaded instanceof TopicModel topics) {
            return topics;
        }
        String name = loaded.name();
        loaded.close();
        throw new InputException("--model " + folder + " is a model of " + name + ", which has no topics; train lda makes one that does");
    }

    private @Nullable Corpus texts() {
        if (corpus.isEmpty()) {
            return null;
        }
        List<Corpus> parts = new ArrayList<>();
        for (String file : corpus) {
            parts.add(Corpus.ofFile(Arguments.path(file, "--corpus"), unit));
        }
        return Corpus.concat(parts);
    }

    private static String table(TopicReport report) {
        boolean judged = !Double.isNaN(report.meanCoherence(Coherence.C_NPMI));
        Table table = judged
                ? new Table().row("TOPIC", "SHARE %", "C_NPMI", "C_V", "U_MASS", "WORDS")
                : new Table().row("TOPIC", "SHARE %", "WORDS");
        for (Topic topic : report.topics()) {
            row(table, topic.number(), topic.share(), judged, topic.coherence()::get,
                    String.join(" ", topic.words().stream().map(TopicModel.WeightedWord::word).toList()));
            for (Example example : topic.examples()) {
                row(table, "", example.share(), judged, measure -> Double.NaN, "  " + shown(example.text()));
            }
        }
        if (judged) {
            row(table, "mean", 1.0 / report.topics().size(), true, report::meanCoherence, "");
        }
        return table + (report.unknownTexts() == 0 ? "" : report.unknownTexts() + " texts have no known word and thus no topic\n");
    }

    private static void row(
            Table table, Object name, double share, boolean judged, ToDoubleFunction<Coherence> coherence, String words) {
        String percent = String.format(Locale.ROOT, "%.2f", 100 * share);
        if (judged) {
            table.row(name, percent, figure(coherence.applyAsDouble(Coherence.C_NPMI)), figure(coherence.applyAsDouble(Coherence.C_V)),
                    figure(coherence.applyAsDouble(Coherence.U_MASS)), words);
        } else {
            table.row(name, percent, words);
        }
    }

    private static String figure(double value) {
        return Double.isNaN(value) ? "" : String.format(Locale.ROOT, "%.3f", value);
    }

    private static String shown(String text) {
        String line = text.strip().replaceAll("\\s+", " ");
        int length = line.codePointCount(0, line.length());
        return length <= SHOWN_CHARACTERS ? line : line.substring(0, line.offsetByCodePoints(0, SHOWN_CHARACTERS)) + "…";
    }

    private static Map<String, Object> facts(TopicReport report) {
        List<Object> topics = new ArrayList<>();
        for (Topic topic : report.topics()) {
            Map<String, Object> facts = new LinkedHashMap<>();
            facts.put("topic", topic.number());
            facts.put("share", topic.share());
            Map<String, Object> words = new LinkedHashMap<>();
            topic.words().forEach(word -> words.put(word.word(), word.probability()));
            facts.put("words", words);
            topic.coherence().forEach((measure, value) -> facts.put(measure.name().toLowerCase(Locale.ROOT), value));
            List<Object> texts = new ArrayList<>();
            for (Example example : topic.examples()) {
                texts.add(Map.of("text", example.text(), "share", example.share()));
            }
            facts.put("examples", texts);
            topics.add(facts);
        }
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("topics", topics);
        all.put("textsWithoutKnownWord", report.unknownTexts());
        return all;
    }
}
