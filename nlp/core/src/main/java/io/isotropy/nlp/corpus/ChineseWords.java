package io.isotropy.nlp.corpus;

import com.huaban.analysis.jieba.JiebaSegmenter;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.function.Consumer;

/** Chinese words by jieba's dictionary and hidden Markov model, lower-cased, without punctuation and space. */
final class ChineseWords implements Tokenizer {

    private final JiebaSegmenter segmenter;

    private ChineseWords(JiebaSegmenter segmenter) {
        this.segmenter = segmenter;
    }

    /** Reads the dictionary, which takes about a second. */
    static ChineseWords create() {
        // The library writes to standard output while it loads, where a program's results belong.
        PrintStream out = System.out;
        System.setOut(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8));
        try {
            return new ChineseWords(new JiebaSegmenter());
        } catch (NoClassDefFoundError e) {
            throw new IllegalArgumentException(
                    "the tokenizer \"chinese\" needs com.huaban:jieba-analysis on the class path", e);
        } finally {
            System.setOut(out);
        }
    }

    @Override
    public void tokenize(String text, Consumer<String> action) {
        for (String word : segmenter.sentenceProcess(text.toLowerCase(Locale.ROOT))) {
            if (word.codePoints().anyMatch(Character::isLetterOrDigit)) {
                action.accept(word.strip());
            }
        }
    }

    @Override
    public String name() {
        return "chinese";
    }
}
