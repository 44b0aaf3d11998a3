package io.isotropy.cli;

import io.isotropy.nlp.corpus.Corpus;
import io.isotropy.nlp.json.JsonWriter;
import io.isotropy.nlp.topic.HeldOut;
import io.isotropy.nlp.topic.TopicInference;
import io.isotropy.nlp.topic.TopicModel;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Perplexity of texts that a topic model has not seen. */
@Command(name = "topics",
        description = "Measures how well a topic model predicts texts it was not trained on: perplexity, smaller is better.",
        footer = {
            "", "Completion: the words at even places of a text tell its topics, those at odd places are predicted. Left-to-right (for LDA):",
            "an estimate of the likelihood of all words by sampling. Words that the model does not know are left out of both.",
            "", "Example:", "  isotropy eval topics --model my-topics --corpus held-out.txt"
        })
final class EvalTopicsCommand implements Callable<Integer> {

    private final Streams streams;

    @Option(names = "--model", paramLabel = "DIR", required = true, description = "The folder of a topic model.")
    String model = "";

    @Option(names = "--corpus", paramLabel = "FILE", arity = "1..*", required = true,
            description = "Texts: a line each; also .tsv, .jsonl, with .gz or .bz2.")
    List<String> corpus = List.of();

    @Option(names = "--unit", paramLabel = "U", defaultValue = "line",
            description = "line or document, as when training. Default: ${DEFAULT-VALUE}.")
    Corpus.Unit unit = Corpus.Unit.LINE;

    @Option(names = "--particles", paramLabel = "N", defaultValue = "10",
            description = "Samples a text of the left-to-right estimate; 0 leaves it out. Default: ${DEFAULT-VALUE}.")
    int particles;

    @Option(names = "--seed", paramLabel = "N", defaultValue = "42", description = "Of that sampling. Default: ${DEFAULT-VALUE}.")
    long seed;

    @Option(names = "--json", description = "As JSON.")
    boolean json;

    EvalTopicsCommand(Streams streams) {
        this.streams = streams;
    }

    @Override
    public Integer call() throws IOException {
        if (particles < 0) {
            throw new InputException("--particles must be 0 or more, got " + particles);
        }
        try (TopicModel topics = TopicsCommand.load(model)) {
            List<Corpus> parts = new ArrayList<>();
            for (String file : corpus) {
                parts.add(Corpus.ofFile(Arguments.path(file, "--corpus"), unit));
            }
            HeldOut texts = HeldOut.read(Corpus.concat(parts), topics);
            Map<String, Object> facts = new LinkedHashMap<>();
            facts.put("texts", texts.texts());
            facts.put("textsWithoutKnownWord", texts.emptyTexts());
            facts.put("words", texts.words());
            facts.put("unknownWords", texts.unknownWords());
            double completion = texts.completionPerplexity(topics);
            facts.put("completionPerplexity", Double.isNaN(completion) ? null : completion);
            if (particles > 0 && !(topics.inference() instanceof TopicInference.FoldingIn)) {
                facts.put("leftToRightPerplexity", texts.leftToRightPerplexity(topics, particles, seed));
            }
            streams.print(json ? JsonWriter.toText(facts) : table(facts));
        }
        return Failures.OK;
    }

    private static String table(Map<String, Object> facts) {
        Table table = new Table();
        facts.forEach((name, value) -> table.row(
                name.replaceAll("([A-Z])", " $1").toLowerCase(Locale.ROOT),
                value instanceof Double figure ? String.format(Locale.ROOT, "%.2f", figure) : String.valueOf(value)));
        return table.toString();
    }
}
