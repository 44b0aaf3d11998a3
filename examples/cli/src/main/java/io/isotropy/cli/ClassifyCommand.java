package io.isotropy.cli;

import io.isotropy.nlp.fasttext.FastText;
import io.isotropy.nlp.fasttext.FastTextDictionary;
import io.isotropy.nlp.fasttext.Prediction;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.StringJoiner;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Texts to labels. */
@Command(name = "classify", description = "Finds the labels of texts: a line per text, with labels and their probabilities between tabs.",
        footer = {"", "Example:", "  isotropy classify --model my-classifier --top 3 reviews.txt"})
final class ClassifyCommand implements Callable<Integer> {

    private final Streams streams;

    @Mixin
    ClassifierOptions classifier = new ClassifierOptions();

    @Parameters(paramLabel = "FILE", arity = "0..1", defaultValue = "-",
            description = "One text per line, UTF-8, also compressed by gzip; - is stdin, the default.")
    String input = "-";

    @Option(names = "--output", paramLabel = "FILE", defaultValue = "-",
            description = "Where the result goes; - is stdout, the default. A file appears whole or not at all.")
    String output = "-";

    ClassifyCommand(Streams streams) {
        this.streams = streams;
    }

    @Override
    public Integer call() throws IOException {
        try (TextInput texts = TextInput.open(input, TextInput.Format.LINES, streams);
                Output out = Output.open(output, false, streams, input);
                FastText model = classifier.load()) {
            for (String text = texts.next(); text != null; text = texts.next()) {
                String line = line(model.predict(text, classifier.top, classifier.threshold)) + "\n";
                out.stream().write(line.getBytes(StandardCharsets.UTF_8));
            }
            out.commit();
        }
        return Failures.OK;
    }

    private static String line(List<Prediction> found) {
        StringJoiner line = new StringJoiner("\t");
        for (Prediction one : found) {
            line.add(one.label().substring(one.label().startsWith(FastTextDictionary.LABEL_PREFIX) ? FastTextDictionary.LABEL_PREFIX.length() : 0));
            line.add(String.format(Locale.ROOT, "%.6f", one.probability()));
        }
        return line.toString();
    }
}
