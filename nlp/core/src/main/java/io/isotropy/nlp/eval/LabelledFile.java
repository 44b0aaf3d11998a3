package io.isotropy.nlp.eval;

import io.isotropy.nlp.data.Column;
import io.isotropy.nlp.text.TextFileException;
import io.isotropy.nlp.text.Utf8Lines;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Texts, or pairs of texts, with a class. A line has fields between tabs; quotes mean nothing. The first line may name the columns, as {@link
 * Column} has them: label and text, or label, premise and hypothesis. Without names the label comes first: a text follows in two columns, two of them
 * in three. A file may be compressed by gzip.
 *
 * @param name the file's
 * @param labels one a text
 * @param seconds the second texts of pairs; empty for texts that stand alone
 * @param skipped lines that are blank or without a label ("-", where people did not agree)
 */
public record LabelledFile(String name, List<String> labels, List<String> texts, List<String> seconds, int skipped) {

    /** Which fields hold what; {@code second} is −1 for texts that stand alone. */
    private record Columns(int label, int first, int second, boolean named) {

        /** By the names in the first line, or by place. */
        static @Nullable Columns of(String[] fields, boolean pairs) {
            int label = Column.LABEL.in(fields);
            int first = pairs ? Column.FIRST.in(fields) : Column.TEXT.in(fields);
            int second = pairs ? Column.SECOND.in(fields) : -1;
            if (label >= 0 && first >= 0 && (second >= 0 || !pairs)) {
                return new Columns(label, first, second, true);
            }
            return fields.length == (pairs ? 3 : 2) ? new Columns(0, 1, pairs ? 2 : -1, false) : null;
        }

        int last() {
            return Math.max(label, Math.max(first, second));
        }
    }

    /** Whether the first line names a label and two texts that it is of. */
    static boolean namesPairs(String firstLine) {
        Columns columns = Columns.of(firstLine.split("\t", -1), true);
        return columns != null && columns.named();
    }

    /** Whether the first line names a label and a text. */
    static boolean namesTexts(String firstLine) {
        Columns columns = Columns.of(firstLine.split("\t", -1), false);
        return columns != null && columns.named();
    }

    /**
     * Reads a file.
     *
     * @param pairs whether its texts come in pairs
     * @throws IOException if a line cannot be read, or there is none; the message names it
     */
    public static LabelledFile read(Path file, boolean pairs) throws IOException {
        List<String> labels = new ArrayList<>();
        List<String> texts = new ArrayList<>();
        List<String> seconds = new ArrayList<>();
        int skipped = 0;
        try (Utf8Lines lines = Utf8Lines.open(file)) {
            Columns columns = null;
            for (String line = lines.next(); line != null; line = lines.next()) {
                String[] fields = line.split("\t", -1);
                if (columns == null) {
                    columns = first(fields, pairs, lines);
                    if (columns.named()) {
                        continue;
                    }
                }
                if (line.isBlank() || fields.length > columns.label() && isUndecided(fields[columns.label()])) {
                    skipped++;
                    continue;
                }
                if (fields.length <= columns.last()) {
                    throw lines.error("has " + fields.length + (fields.length == 1 ? " field" : " fields") + ", at least " + (columns.last() + 1)
                            + " are expected between tabs");
                }
                labels.add(fields[columns.label()].strip());
                texts.add(fields[columns.first()]);
                if (pairs) {
                    seconds.add(fields[columns.second()]);
                }
            }
        }
        if (labels.isEmpty()) {
            throw new TextFileException(file.toString(), "holds no text with a label" + (skipped == 0 ? "" : "; " + skipped + " lines have none"));
        }
        return new LabelledFile(String.valueOf(file.getFileName()), labels, texts, seconds, skipped);
    }

    private static Columns first(String[] fields, boolean pairs, Utf8Lines lines) throws TextFileException {
        Columns columns = Columns.of(fields, pairs);
        if (columns == null) {
            throw lines.error((pairs ? "must name the columns label, premise and hypothesis, or hold these three"
                    : "must name the columns label and text, or hold these two") + " between tabs; it has " + fields.length);
        }
        return columns;
    }

    private static boolean isUndecided(String label) {
        return label.isBlank() || label.strip().equals("-");
    }

    /** The number of texts or pairs. */
    public int size() {
        return labels.size();
    }

    /** The same with labels up to their first colon: the 6 classes of TREC rather than its 50 ({@code NUM:dist}). */
    public LabelledFile withCoarseLabels() {
        return new LabelledFile(name, labels.stream().map(label -> label.replaceFirst(":.*", "")).toList(), texts, seconds, skipped);
    }
}
