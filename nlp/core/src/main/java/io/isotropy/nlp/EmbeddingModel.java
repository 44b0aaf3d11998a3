package io.isotropy.nlp;

import java.util.Collections;
import java.util.List;

/**
 * Text in, vector out: what every model of text representation is to programs that use one. Thread-safe. A text's vector depends on that text
 * alone, to the bit: not on the texts beside it, their order, or the number of threads.
 */
public interface EmbeddingModel extends AutoCloseable {

    /** What people call it. */
    String name();

    /** The length of its vectors. */
    int dimension();

    /** The vector of one text; the empty text is a text. */
    default float[] embed(String text) {
        return embed(Collections.singletonList(text)).getFirst();
    }

    /**
     * The vectors of many texts, in their order: faster than one by one.
     *
     * @throws IllegalArgumentException if a text is null
     */
    List<float[]> embed(List<String> texts);

    /** Frees the weights; nothing can be embedded afterwards. Not to be called while another thread embeds, unless the model says that it waits. */
    @Override
    void close();

    /** For models: no text is null, which concatenation would read as the word "null". */
    static void requireTexts(List<String> texts) {
        int i = 0;
        for (String text : texts) {
            if (text == null) {
                throw new IllegalArgumentException("[embed] a text must not be null: got null at index " + i);
            }
            i++;
        }
    }
}
