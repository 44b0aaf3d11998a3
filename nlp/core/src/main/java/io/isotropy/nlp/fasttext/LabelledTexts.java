package io.isotropy.nlp.fasttext;

import io.isotropy.nlp.corpus.Corpus;
import io.isotropy.nlp.corpus.Tokenizer;
import io.isotropy.nlp.data.ColumnChoice;
import io.isotropy.nlp.data.TrainingFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Texts with labels that can be read again and again, to train and to test classifiers. */
public final class LabelledTexts {

    private final Corpus corpus;

    private LabelledTexts(Corpus corpus) {
        this.corpus = corpus;
    }

    /** Hears about texts. */
    @FunctionalInterface
    public interface Action {

        /**
         * Takes a text.
         *
         * @param labels with their prefix; none where the text has none
         */
        void accept(List<String> labels, String text);
    }

    /** Lines of the original's form: tokens between spaces, of which those that begin with {@code __label__} are labels. */
    public static LabelledTexts of(Corpus lines) {
        return new LabelledTexts(lines);
    }

    /**
     * Texts of a file: by its name or by choice a table with a column of labels and one of texts; else lines of the original's form. A
     * label's spaces become {@code _}.
     */
    public static LabelledTexts ofFile(Path file, ColumnChoice choice) {
        if (TrainingFile.isPlainText(file) && choice.equals(ColumnChoice.USUAL)) {
            return new LabelledTexts(Corpus.ofFile(file, Corpus.Unit.LINE));
        }
        return new LabelledTexts(Corpus.of(file.toString(), action -> TrainingFile.forEachLabelledText(file, choice, (label, text) ->
                action.accept(FastTextDictionary.LABEL_PREFIX + label.replaceAll("\\s+", "_") + " " + text))));
    }

    /** The texts of several, one after the other. */
    public static LabelledTexts concat(List<LabelledTexts> parts) {
        return new LabelledTexts(Corpus.concat(parts.stream().map(part -> part.corpus).toList()));
    }

    /** Hands over every text, in order. */
    public void forEach(Action action) throws IOException {
        corpus.forEach(line -> {
            List<String> labels = new ArrayList<>();
            StringBuilder text = new StringBuilder();
            Tokenizer.asciiWhitespace().tokenize(line, token -> {
                if (token.startsWith(FastTextDictionary.LABEL_PREFIX)) {
                    labels.add(token);
                } else {
                    text.append(text.isEmpty() ? "" : " ").append(token);
                }
            });
            action.accept(labels, text.toString());
        });
    }

    /** Lines with the labels in them. */
    public Corpus lines() {
        return corpus;
    }
}
