package io.isotropy.nlp.eval;

import io.isotropy.nlp.text.TextFileException;
import io.isotropy.nlp.text.Utf8Lines;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Questions "a is to b as c is to what?" in sections, in the form of word2vec's questions-words.txt (Mikolov et al. 2013).
 *
 * @param name the file's
 */
public record AnalogyFile(String name, List<Section> sections) {

    /** Questions of one kind. */
    public record Section(String name, List<Question> questions) {}

    /** a : b = c : d. */
    public record Question(String a, String b, String c, String d) {}

    /**
     * Reads a file: a line ": name" begins a section, every other has four words.
     *
     * @throws IOException if a line cannot be read; the message names it
     */
    public static AnalogyFile read(Path file) throws IOException {
        List<Section> sections = new ArrayList<>();
        try (Utf8Lines lines = Utf8Lines.open(file)) {
            List<Question> questions = new ArrayList<>();
            for (String line = lines.next(); line != null; line = lines.next()) {
                if (line.startsWith(":")) {
                    questions = new ArrayList<>();
                    sections.add(new Section(line.substring(1).strip(), questions));
                    continue;
                }
                if (line.isBlank()) {
                    continue;
                }
                String[] words = line.strip().split("\\s+");
                if (words.length != 4 || sections.isEmpty()) {
                    throw lines.error(sections.isEmpty()
                            ? "must be \": \" and the name of a section"
                            : "must be four words, a b c d for a : b = c : d; it has " + words.length);
                }
                questions.add(new Question(words[0], words[1], words[2], words[3]));
            }
        }
        if (sections.stream().allMatch(section -> section.questions().isEmpty())) {
            throw new TextFileException(file.toString(), "holds no question");
        }
        Path name = file.getFileName();
        return new AnalogyFile(name == null ? file.toString() : name.toString(), List.copyOf(sections));
    }

    /** Whether a file has that form rather than that of word pairs: its first line that is not blank begins with a colon. */
    public static boolean isOne(Path file) throws IOException {
        try (Utf8Lines lines = Utf8Lines.open(file)) {
            String line = lines.next();
            while (line != null && line.isBlank()) {
                line = lines.next();
            }
            return line != null && line.startsWith(":");
        }
    }
}
