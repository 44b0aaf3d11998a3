package io.isotropy.nlp.eval;

import io.isotropy.nlp.text.TextFileException;
import io.isotropy.nlp.text.Utf8Lines;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Pairs of words with a similarity that people gave them: WordSim-353 (Finkelstein et al. 2002), SimLex-999 (Hill et al. 2015) and what has
 * their form.
 *
 * @param name the file's
 */
public record WordPairs(String name, List<Pair> pairs) {

    /** Two words and their score. */
    public record Pair(String first, String second, double score) {}

    /**
     * Reads a file: a line has two words and further fields between tabs, commas or spaces; the score is the first field behind the words that
     * is a number in the first pair. A first line of names, blank lines and such that begin with {@code #} are left out.
     *
     * @throws IOException if a line cannot be read; the message names it
     */
    public static WordPairs read(Path file) throws IOException {
        List<Pair> pairs = new ArrayList<>();
        try (Utf8Lines lines = Utf8Lines.open(file)) {
            String separator = null;
            int column = -1;
            boolean first = true;
            for (String line = lines.next(); line != null; line = lines.next()) {
                if (line.isBlank() || line.startsWith("#")) {
                    continue;
                }
                separator = separator == null ? separator(line) : separator;
                String[] fields = line.strip().split(separator);
                boolean names = first && fields.length >= 3 && !isNumber(fields[2]);
                first = false;
                if (names) {
                    continue;
                }
                column = column < 0 ? numberAfterWords(fields) : column;
                if (column < 0 || fields.length <= column || !isNumber(fields[column])) {
                    throw lines.error("must be two words and their score between tabs, commas or spaces");
                }
                pairs.add(new Pair(fields[0].strip(), fields[1].strip(), Double.parseDouble(fields[column].strip())));
            }
        }
        if (pairs.isEmpty()) {
            throw new TextFileException(file.toString(), "holds no pair of words");
        }
        Path name = file.getFileName();
        return new WordPairs(name == null ? file.toString() : name.toString(), List.copyOf(pairs));
    }

    private static String separator(String line) {
        return line.indexOf('\t') >= 0 ? "\t" : line.indexOf(',') >= 0 ? "," : "\\s+";
    }

    private static int numberAfterWords(String[] fields) {
        for (int i = 2; i < fields.length; i++) {
            if (isNumber(fields[i])) {
                return i;
            }
        }
        return -1;
    }

    private static boolean isNumber(String field) {
        try {
            return Double.isFinite(Double.parseDouble(field.strip()));
        } catch (NumberFormatException e) {
            return false;
        }
    }
}
