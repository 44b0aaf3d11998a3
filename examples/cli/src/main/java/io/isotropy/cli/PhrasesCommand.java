package io.isotropy.cli;

import io.isotropy.nlp.corpus.Corpus;
import io.isotropy.nlp.corpus.Phrases;
import io.isotropy.nlp.corpus.Tokenizer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Finds phrases in a corpus. */
@Command(name = "phrases", description = "Joins words that stand together more often than chance, so that a phrase gets a vector of its own: "
        + "word2phrase.",
        footer = {"", "Example:", "  isotropy phrases --corpus wiki.txt.gz --passes 2 --output wiki-phrases.txt",
            "  isotropy train word2vec --corpus wiki-phrases.txt --tokenizer whitespace --output my-word2vec"})
final class PhrasesCommand implements Callable<Integer> {

    private final Streams streams;

    @Option(names = "--corpus", paramLabel = "FILE", arity = "1..*", required = true,
            description = "Texts: a line each or, in .tsv with a header and .jsonl, a row each; also with .gz or .bz2.")
    List<String> corpus = List.of();

    @Option(names = "--tokenizer", paramLabel = "T", defaultValue = "words", description = "As of train. Default: ${DEFAULT-VALUE}.")
    String tokenizer = "words";

    @Option(names = "--min-count", paramLabel = "N", defaultValue = "5",
            description = "Words and pairs that come less often make no phrase. Default: ${DEFAULT-VALUE}.")
    int minCount;

    @Option(names = "--threshold", paramLabel = "X", defaultValue = "100",
            description = "The score from which a pair is a phrase; each pass halves it. Default: ${DEFAULT-VALUE}.")
    double threshold;

    @Option(names = "--passes", paramLabel = "N", defaultValue = "1",
            description = "2 finds phrases of up to four words, 3 of up to eight. Default: ${DEFAULT-VALUE}.")
    int passes;

    @Option(names = "--list", description = "Write the phrases with their scores, the highest first, and not the corpus.")
    boolean list;

    @Option(names = "--output", paramLabel = "FILE", defaultValue = "-",
            description = "Where the corpus with joined phrases goes, a text a line, words between spaces; - is stdout, the default.")
    String output = "-";

    @Option(names = {"-q", "--quiet"}, description = "Say nothing.")
    boolean quiet;

    PhrasesCommand(Streams streams) {
        this.streams = streams;
    }

    @Override
    public Integer call() throws IOException {
        if (passes < 1 || minCount < 1 || !(threshold > 0)) {
            throw new InputException("--passes and --min-count must be 1 or more and --threshold above 0, got " + passes + ", " + minCount
                    + " and " + threshold);
        }
        List<Corpus> parts = new ArrayList<>();
        for (String file : corpus) {
            parts.add(Corpus.ofFile(Arguments.path(file, "--corpus"), Corpus.Unit.LINE));
        }
        Corpus texts = Corpus.concat(parts);
        Tokenizer words = words();
        try (Output out = Output.open(output, false, streams, corpus.toArray(String[]::new))) {
            Map<String, Double> scores = new TreeMap<>();
            for (int pass = 0; pass < passes; pass++) {
                Phrases phrases = Phrases.learn(texts, words, new Phrases.Config(minCount, threshold / (1 << pass)));
                scores.putAll(phrases.scores());
                words = phrases;
            }
            if (list) {
                writeList(out.stream(), scores);
            } else {
                writeTexts(out.stream(), texts, words);
            }
            out.commit();
            if (!quiet) {
                streams.err().printf(Locale.ROOT, "isotropy: %,d phrases in %s%s%n", scores.size(), texts.name(),
                        output.equals("-") ? "" : "; wrote " + output);
            }
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        return Failures.OK;
    }

    private Tokenizer words() {
        try {
            return Tokenizer.byName(tokenizer);
        } catch (IllegalArgumentException e) {
            throw Arguments.about("--tokenizer", e);
        }
    }

    private static void writeList(OutputStream out, Map<String, Double> scores) throws IOException {
        List<Map.Entry<String, Double>> ranked = new ArrayList<>(scores.entrySet());
        ranked.sort(Comparator.comparingDouble((Map.Entry<String, Double> phrase) -> -phrase.getValue()));
        for (Map.Entry<String, Double> phrase : ranked) {
            write(out, String.format(Locale.ROOT, "%s\t%.3f%n", phrase.getKey().replace(" ", Phrases.JOINT), phrase.getValue()));
        }
    }

    private static void writeTexts(OutputStream out, Corpus texts, Tokenizer words) throws IOException {
        texts.forEach(text -> {
            try {
                write(out, String.join(" ", words.tokens(text)) + "\n");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    private static void write(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
    }
}
