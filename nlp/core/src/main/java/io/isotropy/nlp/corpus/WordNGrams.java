package io.isotropy.nlp.corpus;

import java.util.List;
import java.util.function.Consumer;

/** All runs of {@code from} to {@code to} tokens, joined by spaces; shorter ones come first. */
public record WordNGrams(Tokenizer words, int from, int to) implements Tokenizer {

    /** Checks the range. */
    public WordNGrams {
        if (from < 1 || to < from) {
            throw new IllegalArgumentException("[ngrams] n-grams must go from 1 or more to no less: got " + from + " to " + to);
        }
    }

    @Override
    public void tokenize(String text, Consumer<String> action) {
        List<String> tokens = words.tokens(text);
        for (int n = from; n <= to; n++) {
            for (int start = 0; start + n <= tokens.size(); start++) {
                action.accept(String.join(" ", tokens.subList(start, start + n)));
            }
        }
    }

    @Override
    public String name() {
        return words.name() + ":" + from + "-" + to;
    }
}
