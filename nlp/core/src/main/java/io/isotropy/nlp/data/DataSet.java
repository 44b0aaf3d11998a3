package io.isotropy.nlp.data;

import java.util.List;

/**
 * The examples of a file, in its order.
 *
 * @param name the file's
 * @param skipped lines that hold nothing to learn from: blank ones, pairs without a score, and those whose people did not agree ("-")
 */
public record DataSet<E extends Example>(String name, List<E> examples, int skipped) {

    /** Copies the list. */
    public DataSet {
        examples = List.copyOf(examples);
    }

    public int size() {
        return examples.size();
    }
}
