package io.isotropy.cli;

import io.isotropy.nlp.eval.AnalogyFile;
import io.isotropy.nlp.eval.WordAnalogies;
import io.isotropy.nlp.eval.WordPairs;
import io.isotropy.nlp.eval.WordSimilarity;
import io.isotropy.nlp.json.JsonWriter;
import io.isotropy.nlp.word.WordVectors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Similarity of words, and analogies. */
@Command(name = "words", description = "Correlates cosines of words with human scores, and counts the analogies that come out right.",
        footer = {
            "", "A file of pairs has two words and their score a line, between tabs, commas or spaces. A file of analogies has",
            "lines \": section\" and such of four words. Pairs and questions with a word that has no vector are left out and",
            "counted: figures can be compared only where the same are known. Figures are percentages.",
            "", "Example:", "  isotropy eval words --model glove.6B.100d.txt wordsim353.tsv simlex999.tsv questions-words.txt"
        })
final class EvalWordsCommand implements Callable<Integer> {

    /** gensim's. */
    private static final int RESTRICT = 300_000;

    private final Streams streams;

    @Mixin
    WordOptions words = new WordOptions();

    @Parameters(paramLabel = "FILE", arity = "1..*", description = "Files of pairs and of analogies.")
    List<String> files = List.of();

    @Option(names = "--restrict-vocab", paramLabel = "N", defaultValue = "" + RESTRICT,
            description = "Take only the first N words, which are the frequent ones; papers take 30000 for analogies. Default: ${DEFAULT-VALUE}.")
    int restrict;

    @Option(names = "--case-sensitive", description = "Tell \"Paris\" from \"paris\". Default: the first spelling of a word counts.")
    boolean caseSensitive;

    @Option(names = "--json", description = "As JSON; figures from 0 or -1 to 1, null where undefined.")
    boolean json;

    EvalWordsCommand(Streams streams) {
        this.streams = streams;
    }

    @Override
    public Integer call() throws IOException {
        if (restrict < 1) {
            throw new InputException("--restrict-vocab must be 1 or more, got " + restrict);
        }
        List<Path> paths = new ArrayList<>();
        for (String file : files) {
            Path path = Arguments.path(file, "FILE");
            if (Files.isDirectory(path)) {
                throw new InputException(file + " is a folder; give files of pairs or analogies");
            }
            paths.add(path);
        }
        WordFiles read = WordFiles.read(paths);
        try (WordVectors vectors = words.load(List.of())) {
            List<WordSimilarity> similarities = read.similarities(vectors, restrict, !caseSensitive);
            List<WordAnalogies> analogies = read.analogies(vectors, restrict, !caseSensitive);
            int taken = Math.min(restrict, vectors.size());
            streams.print(json ? json(taken, similarities, analogies) : table(taken, vectors.size(), similarities, analogies));
        }
        return Failures.OK;
    }

    /** What files hold. */
    private record WordFiles(List<WordPairs> pairs, List<AnalogyFile> questions) {

        static WordFiles read(List<Path> files) throws IOException {
            List<WordPairs> pairs = new ArrayList<>();
            List<AnalogyFile> questions = new ArrayList<>();
            for (Path file : files) {
                if (AnalogyFile.isOne(file)) {
                    questions.add(AnalogyFile.read(file));
                } else {
                    pairs.add(WordPairs.read(file));
                }
            }
            return new WordFiles(pairs, questions);
        }

        List<WordSimilarity> similarities(WordVectors vectors, int restrict, boolean ignoreCase) {
            return pairs.stream().map(file -> WordSimilarity.of(vectors, file, restrict, ignoreCase)).toList();
        }

        List<WordAnalogies> analogies(WordVectors vectors, int restrict, boolean ignoreCase) {
            return questions.stream().map(file -> WordAnalogies.of(vectors, file, restrict, ignoreCase)).toList();
        }
    }

    /** The figures of some files, with the command's defaults. */
    static String table(WordVectors vectors, List<Path> files) throws IOException {
        WordFiles read = WordFiles.read(files);
        return table(Math.min(RESTRICT, vectors.size()), vectors.size(), read.similarities(vectors, RESTRICT, true),
                read.analogies(vectors, RESTRICT, true));
    }

    private static String table(int taken, int size, List<WordSimilarity> similarities, List<WordAnalogies> analogies) {
        StringBuilder text = new StringBuilder();
        text.append(String.format(Locale.ROOT, "The first %,d of %,d words%n", taken, size));
        if (!similarities.isEmpty()) {
            Table table = new Table().row("", "PAIRS", "KNOWN", "PEARSON", "SPEARMAN");
            for (WordSimilarity one : similarities) {
                table.row(one.name(), one.pairs(), one.known(), percent(one.pearson()), percent(one.spearman()));
            }
            text.append('\n').append(table);
        }
        for (WordAnalogies one : analogies) {
            Table table = new Table().row(one.name(), "QUESTIONS", "KNOWN", "3COSADD", "3COSMUL");
            for (WordAnalogies.Section section : rows(one)) {
                table.row(section.name(), section.questions(), section.known(), percent(share(section.sum(), section)),
                        percent(share(section.product(), section)));
            }
            text.append('\n').append(table);
        }
        return text.toString();
    }

    /** The sections, and their sums: of both kinds where there are both, and of all. */
    private static List<WordAnalogies.Section> rows(WordAnalogies analogies) {
        List<WordAnalogies.Section> rows = new ArrayList<>(analogies.sections());
        List<WordAnalogies.Section> syntactic = rows.stream().filter(WordAnalogies.Section::isSyntactic).toList();
        List<WordAnalogies.Section> semantic = rows.stream().filter(section -> !section.isSyntactic()).toList();
        if (!syntactic.isEmpty() && !semantic.isEmpty()) {
            rows.add(WordAnalogies.total("semantic", semantic));
            rows.add(WordAnalogies.total("syntactic", syntactic));
        }
        rows.add(analogies.total());
        return rows;
    }

    private static double share(int right, WordAnalogies.Section section) {
        return section.known() == 0 ? Double.NaN : (double) right / section.known();
    }

    private static String percent(double figure) {
        return Double.isNaN(figure) ? "NaN" : String.format(Locale.ROOT, "%.2f", 100 * figure);
    }

    private static @Nullable Double defined(double figure) {
        return Double.isNaN(figure) ? null : figure;
    }

    private static String json(int taken, List<WordSimilarity> similarities, List<WordAnalogies> analogies) {
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("vocabulary", taken);
        List<Object> pairs = new ArrayList<>();
        for (WordSimilarity one : similarities) {
            Map<String, Object> facts = new LinkedHashMap<>();
            facts.put("file", one.name());
            facts.put("pairs", one.pairs());
            facts.put("known", one.known());
            facts.put("pearson", defined(one.pearson()));
            facts.put("spearman", defined(one.spearman()));
            pairs.add(facts);
        }
        result.put("similarity", pairs);
        List<Object> sections = new ArrayList<>();
        for (WordAnalogies one : analogies) {
            for (WordAnalogies.Section section : rows(one)) {
                Map<String, Object> facts = new LinkedHashMap<>();
                facts.put("file", one.name());
                facts.put("section", section.name());
                facts.put("questions", section.questions());
                facts.put("known", section.known());
                facts.put("3cosadd", defined(share(section.sum(), section)));
                facts.put("3cosmul", defined(share(section.product(), section)));
                sections.add(facts);
            }
        }
        result.put("analogies", sections);
        return JsonWriter.toText(result);
    }
}
