package io.isotropy.nlp.train;

import io.isotropy.nlp.data.Example;
import io.isotropy.nlp.sentence.SentenceTokenizer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Examples of one kind as token ids: the texts of each, in the order of its components. */
public final class TokenizedExamples {

    private final int[][][] ids;

    private TokenizedExamples(int[][][] ids) {
        this.ids = ids;
    }

    /** The ids as the encoder sees them, special tokens included. */
    public static TokenizedExamples of(List<? extends Example> examples, SentenceTokenizer tokenizer) {
        return of(examples, tokenizer::ids);
    }

    /** The ids as {@code tokenizer} gives them. */
    public static TokenizedExamples of(List<? extends Example> examples, Function<String, int[]> tokenizer) {
        return new TokenizedExamples(examples.stream()
                .map(example -> example.texts().stream().map(tokenizer).toArray(int[][]::new))
                .toArray(int[][][]::new));
    }

    /** The number of examples. */
    public int size() {
        return ids.length;
    }

    /** The number of texts of every example. */
    public int columns() {
        return ids.length == 0 ? 0 : ids[0].length;
    }

    /** The tokens of an example, all its texts together. */
    public int tokens(int example) {
        int tokens = 0;
        for (int[] text : texts(example)) {
            tokens += text.length;
        }
        return tokens;
    }

    /** The first text of an example. */
    int[] first(int example) {
        return texts(example)[0];
    }

    /** The first texts of some examples, then their second texts, and so on. */
    List<int[]> byColumn(int[] examples) {
        List<int[]> texts = new ArrayList<>();
        for (int column = 0; column < columns(); column++) {
            for (int example : examples) {
                texts.add(texts(example)[column]);
            }
        }
        return texts;
    }

    private int[][] texts(int example) {
        if (example < 0 || example >= ids.length) {
            throw new IllegalArgumentException("[examples] an example must be 0 to " + (ids.length - 1) + ": got " + example);
        }
        return ids[example];
    }
}
