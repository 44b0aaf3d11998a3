package io.isotropy.nlp.corpus;

import io.isotropy.nlp.data.TrainingFile;
import io.isotropy.nlp.text.TextFileException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * Texts that can be read again and again, one after the other, without being held in memory.
 *
 * <p>{@code Corpus.ofFile(Path.of("wiki.txt.bz2"), Corpus.Unit.LINE)}
 */
public interface Corpus {

    /** What one text of a file is. */
    enum Unit {
        /** A line; in TSV and JSON lines, the text of a row. */
        LINE,
        /** The lines up to an empty one, as Wikipedia extracts have it; in TSV and JSON lines, the text of a row. */
        DOCUMENT
    }

    /** What messages call it. */
    String name();

    /** Hands over every text, in order. */
    void forEach(Consumer<String> action) throws IOException;

    /** Texts in memory. */
    static Corpus of(List<String> texts) {
        List<String> kept = List.copyOf(texts);
        return of("the texts", kept::forEach);
    }

    /**
     * Texts of a file: plain text, TSV whose first line names a column of texts, or JSON lines with such a member, each also packed by gzip
     * or bzip2. Blank lines are no texts.
     */
    static Corpus ofFile(Path file, Unit unit) {
        return of(file.toString(), action -> {
            if (unit == Unit.DOCUMENT && TrainingFile.isPlainText(file)) {
                TrainingFile.forEachDocument(file, lines -> action.accept(String.join("\n", lines)));
            } else {
                TrainingFile.forEachText(file, action);
            }
        });
    }

    /** The texts of several corpora, one corpus after the other. */
    static Corpus concat(List<Corpus> parts) {
        if (parts.size() == 1) {
            return parts.getFirst();
        }
        String name = String.join(", ", parts.stream().map(Corpus::name).toList());
        return of(name, action -> {
            for (Corpus part : parts) {
                part.forEach(action);
            }
        });
    }

    /** The same texts, each changed. */
    default Corpus map(UnaryOperator<String> change) {
        return of(name(), action -> forEach(text -> action.accept(change.apply(text))));
    }

    /** An error about the corpus as a whole. */
    default TextFileException error(String problem) {
        return new TextFileException(name(), problem);
    }

    /** What reads a corpus from its start to its end. */
    @FunctionalInterface
    interface Reading {
        void forEach(Consumer<String> action) throws IOException;
    }

    /** Whatever a reading hands over. */
    static Corpus of(String name, Reading reading) {
        return new Corpus() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public void forEach(Consumer<String> action) throws IOException {
                reading.forEach(action);
            }
        };
    }
}
