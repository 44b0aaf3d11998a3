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
 * Pairs of sentences with a similarity that people gave them: the tasks of SemEval's Semantic Textual Similarity, and what has their form
 * (Cer et al. 2017). A line has fields between tabs; quotes mean nothing.
 *
 * @param name the file's
 * @param blank lines without a score, which the organizers left out of the count; they are not in {@code pairs}
 */
public record StsFile(String name, List<Pair> pairs, int blank) {

    /** Two sentences and their score. */
    public record Pair(double score, String first, String second) {}

    /** The pairs' scores. */
    double[] scores() {
        return pairs.stream().mapToDouble(Pair::score).toArray();
    }

    /**
     * Reads a file. Where the first line names the columns, score, sentence1, sentence2 or the like, they are found by name. Otherwise by
     * place: the score, then the sentences in three columns, or the sentences, then the score; in seven and more the fifth to the
     * seventh, as in STS Benchmark's own files. A file may be compressed by gzip.
     *
     * @throws TextFileException if a line cannot be read; the message names it
     */
    public static StsFile read(Path file) throws IOException {
        List<Pair> pairs = new ArrayList<>();
        int blank = 0;
        try (Utf8Lines lines = Utf8Lines.open(file)) {
            Columns columns = null;
            for (String line = lines.next(); line != null; line = lines.next()) {
                String[] fields = line.split("\t", -1);
                if (columns == null) {
                    Columns named = Columns.named(fields);
                    columns = named == null ? Columns.placed(fields, lines) : named;
                    if (named != null || columns.isHeader(fields)) {
                        continue;
                    }
                }
                if (fields.length <= columns.last()) {
                    throw lines.error("has " + fields.length + " fields, at least " + (columns.last() + 1)
                            + " are expected between tabs");
                }
                if (fields[columns.score].isBlank()) {
                    blank++;
                } else {
                    pairs.add(new Pair(
                            score(fields[columns.score], lines), fields[columns.first], fields[columns.second]));
                }
            }
        }
        Path name = file.getFileName();
        return new StsFile(name == null ? file.toString() : name.toString(), List.copyOf(pairs), blank);
    }

    static double score(String field, Utf8Lines lines) throws TextFileException {
        double score = number(field);
        if (!Double.isFinite(score)) {
            throw lines.error("the score must be a number, got \"" + shortened(field) + "\"");
        }
        return score;
    }

    /** NaN if it is none. */
    private static double number(String field) {
        try {
            return Double.parseDouble(field.strip());
        } catch (NumberFormatException e) {
            return Double.NaN;
        }
    }

    private static String shortened(String field) {
        return field.length() > 40 ? field.substring(0, 40) + "…" : field;
    }

    /** Which fields hold what. */
    private record Columns(int score, int first, int second) {

        int last() {
            return Math.max(score, Math.max(first, second));
        }

        static @Nullable Columns named(String[] header) {
            int score = Column.SCORE.in(header);
            int first = Column.FIRST.in(header);
            int second = Column.SECOND.in(header);
            return score < 0 || first < 0 || second < 0 ? null : new Columns(score, first, second);
        }

        static Columns placed(String[] fields, Utf8Lines lines) throws TextFileException {
            if (fields.length < 3) {
                throw lines.error("a score and two sentences are expected between tabs, got " + fields.length
                        + (fields.length == 1 ? " field" : " fields"));
            }
            if (fields.length >= 7) {
                return new Columns(4, 5, 6);
            }
            boolean scoreIsLast = Double.isNaN(number(fields[0])) && !Double.isNaN(number(fields[2]));
            return scoreIsLast ? new Columns(2, 0, 1) : new Columns(0, 1, 2);
        }

        /** Whether the first line holds names we do not know rather than a pair. */
        boolean isHeader(String[] fields) {
            return !fields[score].isBlank() && Double.isNaN(number(fields[score]));
        }
    }
}
