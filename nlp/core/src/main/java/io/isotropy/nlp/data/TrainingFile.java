package io.isotropy.nlp.data;

import io.isotropy.nlp.data.Example.LabelledPair;
import io.isotropy.nlp.data.Example.LabelledText;
import io.isotropy.nlp.data.Example.Pair;
import io.isotropy.nlp.data.Example.ScoredPair;
import io.isotropy.nlp.data.Example.Text;
import io.isotropy.nlp.data.Example.Triplet;
import io.isotropy.nlp.text.TextFileException;
import io.isotropy.nlp.text.Utf8Lines;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads files of training examples. By its name a file is a TSV whose first line names the columns ({@code .tsv}), JSON lines ({@code
 * .jsonl}, {@code .ndjson}, {@code .json}) or, for texts that stand alone, one text a line (all others); any of them may be compressed by
 * gzip. Columns are found by the names in {@link Column}; a {@link ColumnChoice} names others, or takes them by number from a TSV without
 * a header, whatever the file is called. Errors name file and line.
 */
public final class TrainingFile {

    private TrainingFile() {}

    /** What one row becomes; null if there is nothing in it to learn from. */
    private interface Reading<E> {
        @Nullable E of(String[] fields, Rows rows) throws IOException;
    }

    /** Whether a file is neither TSV nor JSON lines by its name. */
    public static boolean isPlainText(Path file) {
        return !Rows.isTsv(file) && !Rows.isJson(file);
    }

    /** Hands over one text after the other, without keeping them. Blank lines are skipped. */
    public static void forEachText(Path file, Consumer<String> action) throws IOException {
        forEachText(file, ColumnChoice.USUAL, Rows.TAKE_OUT, action);
    }

    /** The same for chosen columns, each of which holds texts: five captions a line, say. Blank fields are skipped. */
    public static void forEachText(Path file, ColumnChoice choice, Consumer<String> action) throws IOException {
        forEachText(file, choice, Rows.CHOOSE, action);
    }

    private static void forEachText(Path file, ColumnChoice choice, String remedy, Consumer<String> action) throws IOException {
        if (isTable(file, choice)) {
            try (Rows rows = Rows.open(file, choice, remedy, Column.TEXT)) {
                for (String[] row = rows.next(); row != null; row = rows.next()) {
                    Stream.of(row).filter(text -> !text.isBlank()).forEach(action);
                }
            }
            return;
        }
        try (Utf8Lines lines = Utf8Lines.open(file)) {
            for (String line = lines.next(); line != null; line = lines.next()) {
                if (!line.isBlank()) {
                    action.accept(line);
                }
            }
        }
    }

    /**
     * Hands over one document after the other as its lines. An empty line ends a document: the form of BERT's pre-training data and of
     * Wikipedia extracts.
     */
    public static void forEachDocument(Path file, Consumer<List<String>> action) throws IOException {
        List<String> document = new ArrayList<>();
        try (Utf8Lines lines = Utf8Lines.open(file)) {
            for (String line = lines.next(); line != null; line = lines.next()) {
                if (!line.isBlank()) {
                    document.add(line);
                } else if (!document.isEmpty()) {
                    action.accept(List.copyOf(document));
                    document.clear();
                }
            }
        }
        if (!document.isEmpty()) {
            action.accept(List.copyOf(document));
        }
    }

    /**
     * The documents of a file of {@link #forEachDocument}, each line cut into its sentences.
     *
     * @throws IOException if it is no such file, or an empty one
     */
    public static List<List<String>> documents(Path file) throws IOException {
        if (Rows.isTsv(file) || Rows.isJson(file)) {
            throw new TextFileException(
                    file.toString(), "must be lines of text with an empty line between documents, not a table, to have documents");
        }
        List<List<String>> documents = new ArrayList<>();
        forEachDocument(file, lines ->
                documents.add(lines.stream().flatMap(line -> Sentences.of(line).stream()).toList()));
        if (documents.isEmpty()) {
            throw empty(file, 0);
        }
        return documents;
    }

    private static boolean isTable(Path file, ColumnChoice choice) {
        return Rows.isTsv(file) || Rows.isJson(file) || !choice.isUsual();
    }

    /** Texts that stand alone. */
    public static DataSet<Text> texts(Path file) throws IOException {
        return texts(file, ColumnChoice.USUAL);
    }

    /** Texts that stand alone, of all chosen columns. */
    public static DataSet<Text> texts(Path file, ColumnChoice choice) throws IOException {
        List<Text> texts = new ArrayList<>();
        forEachText(file, choice, text -> texts.add(new Text(text)));
        return dataSet(file, texts, 0);
    }

    /** Hands over label and text of one row after the other, without keeping them. Rows without a label are skipped. */
    public static void forEachLabelledText(Path file, ColumnChoice choice, BiConsumer<String, String> action) throws IOException {
        requireTable(file, choice, Column.LABEL, Column.TEXT);
        try (Rows rows = Rows.open(file, choice, Rows.CHOOSE, Column.LABEL, Column.TEXT)) {
            for (String[] row = rows.next(); row != null; row = rows.next()) {
                if (row.length > 0 && !isUndecided(row[0])) {
                    action.accept(row[0].strip(), row[1]);
                }
            }
        }
    }

    /** Texts with a class. */
    public static DataSet<LabelledText> labelledTexts(Path file, Labels labels) throws IOException {
        return read(file, ColumnChoice.USUAL, (row, rows) -> {
            int label = label(row[1], labels, rows);
            return label < 0 ? null : new LabelledText(filled(row[0], Column.TEXT, rows), label);
        }, Column.TEXT, Column.LABEL);
    }

    /** Pairs that mean the same; where the file has a label or score besides, it is not looked at. */
    public static DataSet<Pair> pairs(Path file) throws IOException {
        return pairs(file, ColumnChoice.USUAL);
    }

    /** The same, of chosen columns. */
    public static DataSet<Pair> pairs(Path file, ColumnChoice choice) throws IOException {
        return read(file, choice, (row, rows) -> new Pair(
                filled(row[0], Column.FIRST, rows), filled(row[1], Column.SECOND, rows)), Column.FIRST, Column.SECOND);
    }

    /**
     * Pairs with a score from 0 to {@code highest}, which becomes 0 to 1: 5 for STS Benchmark. A pair without a score is skipped.
     */
    public static DataSet<ScoredPair> scoredPairs(Path file, double highest) throws IOException {
        return scoredPairs(file, ColumnChoice.USUAL, highest);
    }

    /** The same, of chosen columns: score, first text, second text. */
    public static DataSet<ScoredPair> scoredPairs(Path file, ColumnChoice choice, double highest) throws IOException {
        if (!(highest > 0)) {
            throw new IllegalArgumentException("[scoredPairs] the highest score must be above 0: got " + highest);
        }
        return read(file, choice, (row, rows) -> row[0].isBlank() ? null : new ScoredPair(
                filled(row[1], Column.FIRST, rows), filled(row[2], Column.SECOND, rows), score(row[0], highest, rows) / highest),
                Column.SCORE, Column.FIRST, Column.SECOND);
    }

    /** Pairs with a class, as premise, hypothesis and what holds between them; "-", where people did not agree, is skipped. */
    public static DataSet<LabelledPair> labelledPairs(Path file, Labels labels) throws IOException {
        return labelledPairs(file, ColumnChoice.USUAL, labels);
    }

    /** The same, of chosen columns: label, first text, second text. */
    public static DataSet<LabelledPair> labelledPairs(Path file, ColumnChoice choice, Labels labels) throws IOException {
        return read(file, choice, (row, rows) -> {
            int label = label(row[0], labels, rows);
            return label < 0 ? null : new LabelledPair(
                    filled(row[1], Column.FIRST, rows), filled(row[2], Column.SECOND, rows), label);
        }, Column.LABEL, Column.FIRST, Column.SECOND);
    }

    /** Anchor, positive and negative: for triplet losses, and for InfoNCE with hard negatives. */
    public static DataSet<Triplet> triplets(Path file) throws IOException {
        return triplets(file, ColumnChoice.USUAL);
    }

    /** The same, of chosen columns. */
    public static DataSet<Triplet> triplets(Path file, ColumnChoice choice) throws IOException {
        return read(file, choice, (row, rows) -> new Triplet(
                filled(row[0], Column.ANCHOR, rows), filled(row[1], Column.POSITIVE, rows), filled(row[2], Column.NEGATIVE, rows)),
                Column.ANCHOR, Column.POSITIVE, Column.NEGATIVE);
    }

    /** The classes that occur in a file, as {@link #labelsOfPairs} numbers them. */
    public static Labels labels(Path file) throws IOException {
        FoundLabels found = new FoundLabels();
        addLabels(found, file, ColumnChoice.USUAL, Column.LABEL);
        return found.labels();
    }

    /**
     * The classes of the pairs of some files. Where they are those of natural language inference they have its numbers; where they are
     * numbers, their own, which must be 0, 1, 2 and so on; else the numbers of their alphabetical order.
     *
     * @param choice the columns of label, first and second text
     * @throws TextFileException if there is but one class, or a number is missing; the message names file and line
     */
    public static Labels labelsOfPairs(List<Path> files, ColumnChoice choice) throws IOException {
        FoundLabels found = new FoundLabels();
        for (Path file : files) {
            requireTable(file, choice, Column.LABEL, Column.FIRST, Column.SECOND);
            addLabels(found, file, choice, Column.LABEL, Column.FIRST, Column.SECOND);
        }
        return found.labels();
    }

    private static void addLabels(FoundLabels found, Path file, ColumnChoice choice, Column... columns) throws IOException {
        int skipped = 0;
        try (Rows rows = Rows.open(file, choice, Rows.CHOOSE, columns)) {
            for (String[] row = rows.next(); row != null; row = rows.next()) {
                if (row.length > 0 && !isUndecided(row[0])) {
                    found.add(row[0].strip(), file, rows.line());
                } else {
                    skipped++;
                }
            }
        }
        if (found.isEmpty()) {
            throw empty(file, skipped);
        }
    }

    private static void requireTable(Path file, ColumnChoice choice, Column... columns) throws TextFileException {
        if (!isTable(file, choice)) {
            throw new TextFileException(file.toString(), "must be a .tsv with a header or a .jsonl, or either with .gz behind, to have the"
                    + " columns " + ColumnChoice.names(columns) + ", or be read as one without a header (--no-header)");
        }
    }

    private static <E extends Example> DataSet<E> read(Path file, ColumnChoice choice, Reading<E> reading, Column... columns)
            throws IOException {
        requireTable(file, choice, columns);
        List<E> examples = new ArrayList<>();
        int skipped = 0;
        try (Rows rows = Rows.open(file, choice, Rows.CHOOSE, columns)) {
            for (String[] row = rows.next(); row != null; row = rows.next()) {
                E example = row.length == 0 ? null : reading.of(row, rows);
                if (example == null) {
                    skipped++;
                } else {
                    examples.add(example);
                }
            }
        }
        return dataSet(file, examples, skipped);
    }

    private static <E extends Example> DataSet<E> dataSet(Path file, List<E> examples, int skipped) throws TextFileException {
        if (examples.isEmpty()) {
            throw empty(file, skipped);
        }
        Path name = file.getFileName();
        return new DataSet<>(name == null ? file.toString() : name.toString(), examples, skipped);
    }

    private static TextFileException empty(Path file, int skipped) {
        return new TextFileException(file.toString(), "holds no example to train on"
                + (skipped == 0 ? "" : "; " + skipped + " rows are blank or have no label or score"));
    }

    private static String filled(String field, Column column, Rows rows) throws TextFileException {
        if (field.isBlank()) {
            throw rows.error("the field " + column.names().get(0) + " is empty");
        }
        return field;
    }

    private static boolean isUndecided(String label) {
        return label.isBlank() || label.strip().equals("-"); // SNLI's mark
    }

    /** -1 for an undecided one. */
    private static int label(String field, Labels labels, Rows rows) throws TextFileException {
        if (isUndecided(field)) {
            return -1;
        }
        int label = labels.number(field);
        if (label < 0) {
            throw rows.error("the label " + Rows.shown(field) + " is none of " + labels.shown());
        }
        return label;
    }

    private static double score(String field, double highest, Rows rows) throws TextFileException {
        double score;
        try {
            score = Double.parseDouble(field.strip());
        } catch (NumberFormatException e) {
            throw rows.error("the score must be a number, got " + Rows.shown(field));
        }
        if (!(score >= 0 && score <= highest)) {
            throw rows.error("the score must be from 0 to " + highest + ", got " + score);
        }
        return score;
    }
}
