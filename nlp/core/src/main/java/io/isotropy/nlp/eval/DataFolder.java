package io.isotropy.nlp.eval;

import io.isotropy.nlp.data.Column;
import io.isotropy.nlp.logistic.CrossValidation;
import io.isotropy.nlp.text.Utf8Lines;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The tasks for which a folder holds data, told by what is in the files: years of SemEval, folders of retrieval, and tables ({@code .tsv}, {@code
 * .txt}, also with {@code .gz}) of scored pairs, of labelled texts and of labelled pairs; besides them files of pairs of words and of analogies.
 *
 * <p>Of files that differ but in {@code train}, {@code dev} and {@code test} in their names, scored pairs are taken from the test; labelled ones
 * are learnt from the training and judged on the test, or by cross-validation where there is no test. Labelled texts without a test and with three
 * classes or more are clustered as well.
 *
 * @param tasks in the order of the names
 * @param words files of {@link WordPairs} and {@link AnalogyFile}
 */
public record DataFolder(List<Task> tasks, List<Path> words) {

    /** How deep it looks. */
    private static final int DEPTH = 4;

    /**
     * How tasks are judged.
     *
     * @param coarse whether labels count up to their first colon only
     * @param starts of each clustering
     */
    public record Settings(CrossValidation validation, boolean coarse, int starts, long seed, @Nullable String queryPrefix,
            @Nullable String documentPrefix) {}

    /** What a file holds. */
    private enum Holds { SCORED_PAIRS, LABELLED_TEXTS, LABELLED_PAIRS, WORDS, NOTHING }

    /** Looks through a folder and the folders in it. */
    public static DataFolder read(Path folder, Settings settings) throws IOException {
        List<Task> tasks = new ArrayList<>();
        List<Path> words = new ArrayList<>();
        read(folder, DEPTH, settings, tasks, words);
        return new DataFolder(List.copyOf(tasks), List.copyOf(words));
    }

    private static void read(Path folder, int depth, Settings settings, List<Task> tasks, List<Path> words) throws IOException {
        if (SemEvalFolder.isOne(folder)) {
            tasks.add(new StsTask(stem(folder), SemEvalFolder.read(folder)));
            return;
        }
        if (RetrievalData.isOne(folder)) {
            tasks.add(new RetrievalTask(RetrievalData.read(folder), settings.queryPrefix(), settings.documentPrefix()));
            return;
        }
        List<Path> entries;
        try (Stream<Path> all = Files.list(folder)) {
            entries = all.sorted().toList();
        }
        for (Path entry : entries) {
            if (!Files.isDirectory(entry)) {
                addFile(entry, settings, tasks, words);
            } else if (depth > 1) {
                read(entry, depth - 1, settings, tasks, words);
            }
        }
    }

    private static void addFile(Path file, Settings settings, List<Task> tasks, List<Path> words) throws IOException {
        Holds holds = holds(file);
        switch (holds) {
            case SCORED_PAIRS -> {
                if (sibling(file, "train", "test") == null && sibling(file, "dev", "test") == null) {
                    tasks.add(new StsTask(stem(file), List.of(StsFile.read(file))));
                }
            }
            case LABELLED_TEXTS, LABELLED_PAIRS -> {
                boolean taken = sibling(file, "test", "train") != null || sibling(file, "dev", "train") != null || sibling(file, "dev", "test") != null;
                if (!taken) {
                    addLabelled(file, holds == Holds.LABELLED_PAIRS, settings, tasks);
                }
            }
            case WORDS -> words.add(file);
            case NOTHING -> {}
        }
    }

    private static void addLabelled(Path file, boolean pairs, Settings settings, List<Task> tasks) throws IOException {
        Path test = sibling(file, "train", "test");
        LabelledFile train = labelled(file, pairs, settings.coarse());
        tasks.add(new TransferTask(test == null ? stem(file) : stemOfBoth(file), train, test == null ? null : labelled(test, pairs, settings.coarse()), settings.validation()));
        if (!pairs && test == null && train.labels().stream().distinct().count() > 2) {
            tasks.add(new ClusterTask(stem(file), train, settings.starts(), settings.seed()));
        }
    }

    private static LabelledFile labelled(Path file, boolean pairs, boolean coarse) throws IOException {
        LabelledFile read = LabelledFile.read(file, pairs);
        return coarse ? read.withCoarseLabels() : read;
    }

    /** The file beside one, in whose name another part stands instead; null if there is none. */
    private static @Nullable Path sibling(Path file, String part, String other) {
        String name = String.valueOf(file.getFileName());
        int at = name.lastIndexOf(part);
        if (at < 0) {
            return null;
        }
        Path sibling = file.resolveSibling(name.substring(0, at) + other + name.substring(at + part.length()));
        return Files.isRegularFile(sibling) ? sibling : null;
    }

    /** The name of a file or folder without what says of which kind it is. */
    public static String stem(Path path) {
        Path name = path.toAbsolutePath().normalize().getFileName();
        return name == null ? path.toString() : name.toString().replaceFirst("(\\.(tsv|txt|csv|jsonl))?(\\.(gz|bz2))?$", "");
    }

    /** The name that the files of training and test have in common: "trec" of {@code trec-train.tsv}. */
    public static String stemOfBoth(Path train) {
        String name = stem(train);
        String common = name.replaceFirst("[-_.]?train$", "");
        return common.isEmpty() ? name : common;
    }

    private static Holds holds(Path file) throws IOException {
        String name = file.toString().toLowerCase(Locale.ROOT).replaceFirst("\\.gz$", "");
        if (!name.endsWith(".tsv") && !name.endsWith(".txt")) {
            return Holds.NOTHING;
        }
        try (Utf8Lines lines = Utf8Lines.open(file)) {
            String first = lines.next();
            String second = lines.next();
            return first == null || second == null ? Holds.NOTHING : holds(first, second);
        }
    }

    private static Holds holds(String first, String second) {
        if (first.startsWith(": ")) {
            return Holds.WORDS;
        }
        String[] names = first.split("\t", -1);
        String[] fields = second.split("\t", -1);
        int score = Column.SCORE.in(names);
        if (score >= 0 && Column.FIRST.in(names) >= 0 && Column.SECOND.in(names) >= 0) {
            return score < fields.length && (fields[score].isBlank() || isNumber(fields[score])) ? Holds.SCORED_PAIRS : Holds.LABELLED_PAIRS;
        }
        if (LabelledFile.namesPairs(first)) {
            return Holds.LABELLED_PAIRS;
        }
        if (LabelledFile.namesTexts(first)) {
            return Holds.LABELLED_TEXTS;
        }
        return withoutNames(fields);
    }

    private static Holds withoutNames(String[] fields) {
        return switch (fields.length) {
            case 2 -> !fields[0].isBlank() && fields[0].indexOf(' ') < 0 ? Holds.LABELLED_TEXTS : Holds.NOTHING;
            case 3 -> isNumber(fields[2]) && (fields[0] + fields[1]).indexOf(' ') < 0 ? Holds.WORDS
                    : isNumber(fields[0]) || isNumber(fields[2]) ? Holds.SCORED_PAIRS : Holds.NOTHING;
            default -> fields.length >= 7 && isNumber(fields[4]) ? Holds.SCORED_PAIRS : Holds.NOTHING;
        };
    }

    private static boolean isNumber(String field) {
        return field.strip().matches("-?[0-9]+(\\.[0-9]+)?");
    }
}
