package io.isotropy.nlp.corpus;

import io.isotropy.nlp.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Cuts a text into tokens. Thread-safe. */
public interface Tokenizer {

    /** Hands over the tokens of a text, in order. */
    void tokenize(String text, Consumer<String> action);

    /** A name by which {@link #byName} finds the same tokenizer again. */
    String name();

    /** The tokens of a text. */
    default List<String> tokens(String text) {
        List<String> tokens = new ArrayList<>();
        tokenize(text, tokens::add);
        return tokens;
    }

    /** Whatever stands between white space, as it is: for text that has been tokenized before. */
    static Tokenizer whitespace() {
        return new Whitespace(true);
    }

    /** Whatever stands between the spaces of ASCII and the byte 0, as fastText and word2vec see text. */
    static Tokenizer asciiWhitespace() {
        return new Whitespace(false);
    }

    /** Lower-cased words and numbers, without punctuation. */
    static Tokenizer words() {
        return new Words(true, true, 1);
    }

    /**
     * The tokenizer of a name: {@code whitespace}, {@code ascii-whitespace}, {@code words} (lower-cased words and numbers), {@code cased-words}, {@code
     * words-without-numbers}, {@code words-of-two} (words of two characters at least, which is scikit-learn's default), {@code
     * characters-N} or {@code characters-N-M} (n-grams of characters), {@code chinese} (jieba, where that library is at hand). Behind any of them {@code :N-M} says
     * n-grams of N to M tokens.
     */
    static Tokenizer byName(String name) {
        Matcher ngrams = Pattern.compile("(.+):([1-9]\\d?)-([1-9]\\d?)").matcher(name);
        if (ngrams.matches()) {
            return new WordNGrams(byName(ngrams.group(1)), Integer.parseInt(ngrams.group(2)), Integer.parseInt(ngrams.group(3)));
        }
        return switch (name) {
            case "whitespace" -> whitespace();
            case "ascii-whitespace" -> asciiWhitespace();
            case "words" -> words();
            case "cased-words" -> new Words(false, true, 1);
            case "words-without-numbers" -> new Words(true, false, 1);
            case "words-of-two" -> new Words(true, true, 2);
            case "chinese" -> ChineseWords.create();
            default -> {
                if (name.matches("characters-[1-9]\\d?(-[1-9]\\d?)?")) {
                    String[] range = name.split("-");
                    yield new Characters(Integer.parseInt(range[1]), Integer.parseInt(range[range.length - 1]));
                }
                throw new IllegalArgumentException("tokenizer \"" + name + "\" is none of those known: whitespace, ascii-whitespace, words, cased-words,"
                        + " words-without-numbers, words-of-two, characters-N, characters-N-M, chinese");
            }
        };
    }

    /** The tokenizer that a model's settings name. */
    static Tokenizer of(Json name) {
        try {
            return byName(name.asString());
        } catch (IllegalArgumentException e) {
            throw name.error(String.valueOf(e.getMessage()));
        }
    }

    /** See {@link #whitespace} and {@link #asciiWhitespace}. */
    record Whitespace(boolean unicode) implements Tokenizer {

        @Override
        public void tokenize(String text, Consumer<String> action) {
            int start = 0;
            for (int i = 0; i <= text.length(); i++) {
                if (i == text.length() || isSpace(text.charAt(i))) {
                    if (i > start) {
                        action.accept(text.substring(start, i));
                    }
                    start = i + 1;
                }
            }
        }

        private boolean isSpace(char c) {
            return unicode
                    ? c <= ' ' || c >= 0x80 && (Character.isWhitespace(c) || Character.isSpaceChar(c))
                    : c == ' ' || c >= '\t' && c <= '\r' || c == 0;
        }

        @Override
        public String name() {
            return unicode ? "whitespace" : "ascii-whitespace";
        }
    }

    /**
     * Runs of letters, digits and marks of any script. An apostrophe ends a word, as in the usual preparation of Wikipedia for word
     * vectors. Scripts written without spaces come as one run: use {@code chinese} or n-grams of characters there.
     *
     * @param lowercase whether words are lower-cased
     * @param numbers whether runs of digits alone are tokens
     * @param shortest words of fewer characters (code points) are left out
     */
    record Words(boolean lowercase, boolean numbers, int shortest) implements Tokenizer {

        @Override
        public void tokenize(String text, Consumer<String> action) {
            String source = lowercase ? text.toLowerCase(Locale.ROOT) : text;
            int length = source.length();
            int start = -1;
            boolean letters = false;
            for (int i = 0; i <= length; ) {
                int c = i == length ? ' ' : source.codePointAt(i);
                boolean digit = c < 0x80 ? c >= '0' && c <= '9' : Character.isDigit(c);
                boolean letter = c < 0x80 ? c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' : isWord(c);
                if (letter || digit) {
                    start = start < 0 ? i : start;
                    letters |= letter && !digit;
                } else if (start >= 0) {
                    if ((letters || numbers) && (shortest <= 1 || source.codePointCount(start, i) >= shortest)) {
                        action.accept(source.substring(start, i));
                    }
                    start = -1;
                    letters = false;
                }
                i += c >= 0x10000 ? 2 : 1;
            }
        }

        private static boolean isWord(int c) {
            if (Character.isLetterOrDigit(c)) {
                return true;
            }
            int type = Character.getType(c);
            return type == Character.NON_SPACING_MARK || type == Character.COMBINING_SPACING_MARK || type == Character.ENCLOSING_MARK;
        }

        @Override
        public String name() {
            return !lowercase ? "cased-words" : !numbers ? "words-without-numbers" : shortest > 1 ? "words-of-two" : "words";
        }
    }

    /**
     * All runs of {@code from} to {@code to} characters (code points), spaces included, where a run of white space counts as one space:
     * the n-grams of Cavnar and Trenkle 1994. Shorter ones come first.
     */
    record Characters(int from, int to) implements Tokenizer {

        /** Checks the range. */
        public Characters {
            if (from < 1 || to < from) {
                throw new IllegalArgumentException("[characters] n-grams must go from 1 or more to no less: got " + from + " to " + to);
            }
        }

        @Override
        public void tokenize(String text, Consumer<String> action) {
            int[] points = text.strip().replaceAll("\\s+", " ").codePoints().toArray();
            for (int n = from; n <= to; n++) {
                for (int start = 0; start + n <= points.length; start++) {
                    action.accept(new String(points, start, n));
                }
            }
        }

        @Override
        public String name() {
            return from == to ? "characters-" + from : "characters-" + from + "-" + to;
        }
    }
}
