package io.isotropy.nlp.text;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * Tokens that are found in the text itself before it is cut into words, such as {@code [MASK]}. At the first place
 * where any of them stands the longest wins; a {@code single_word} token that is part of a word is passed over together
 * with what lies inside it.
 */
final class AddedTokens {

    /** An entry of {@code added_tokens}. {@code special} tokens are left out by decode. */
    record Token(
            int id,
            String content,
            boolean singleWord,
            boolean leftStrip,
            boolean rightStrip,
            boolean normalized,
            boolean special) {}

    /** A token with the characters that are searched for, which normalization may have changed. */
    private record Pattern(Token token, char[] text) {}

    private final List<Pattern> patterns = new ArrayList<>();
    /**
     * Index of the first pattern for an ASCII first character, -1 for none; patterns are sorted by first character,
     * longest first.
     */
    private final int[] first = new int[128];

    private int firstWide = -1;

    // A class, not a lambda: linking the first lambda of a program costs more than reading a vocabulary.
    private static final Comparator<Pattern> ORDER = new Comparator<>() {
        @Override
        public int compare(Pattern a, Pattern b) {
            int byFirst = Character.compare(a.text[0], b.text[0]);
            return byFirst != 0 ? byFirst : Integer.compare(b.text.length, a.text.length);
        }
    };

    private AddedTokens() {}

    /** Those of {@code tokens} that are matched before ({@code normalized} false) or after normalization. */
    static AddedTokens of(List<Token> tokens, boolean normalized, Normalization normalization) {
        AddedTokens result = new AddedTokens();
        for (Token token : tokens) {
            if (token.normalized == normalized) {
                char[] text = token.content.toCharArray();
                text = normalized ? normalization.apply(text, 0, text.length).chars().text() : text;
                if (text.length > 0) {
                    result.patterns.add(new Pattern(token, text));
                }
            }
        }
        result.index();
        return result;
    }

    private void index() {
        patterns.sort(ORDER);
        Arrays.fill(first, -1);
        for (int i = patterns.size() - 1; i >= 0; i--) {
            char c = patterns.get(i).text[0];
            if (c < 128) {
                first[c] = i;
            } else {
                firstWide = i;
            }
        }
    }

    boolean isEmpty() {
        return patterns.isEmpty();
    }

    /**
     * The first match in {@code text[from, to)}: its place in the upper half, its pattern in the lower; -1 for none.
     */
    long find(char[] text, int from, int to) {
        for (int i = from; i < to; i++) {
            char c = text[i];
            int candidate = c < 128 ? first[c] : firstWide;
            if (candidate >= 0) {
                int match = longest(text, i, to, candidate);
                if (match >= 0) {
                    return (long) i << 32 | match;
                }
            }
        }
        return -1;
    }

    Token token(long match) {
        return patterns.get((int) match).token;
    }

    int length(long match) {
        return patterns.get((int) match).text.length;
    }

    private int longest(char[] text, int at, int to, int candidate) {
        for (int p = candidate; p < patterns.size(); p++) {
            char[] pattern = patterns.get(p).text;
            if (pattern[0] > text[at]) {
                return -1;
            }
            if (pattern.length <= to - at
                    && Arrays.equals(pattern, 0, pattern.length, text, at, at + pattern.length)) {
                return p;
            }
        }
        return -1;
    }

    /** Whether a word's character ends at {@code at} or starts there. */
    static boolean insideWord(char[] text, int from, int start, int stop, int to) {
        return start > from && CodePoints.isWord(Character.codePointBefore(text, start, from))
                || stop < to && CodePoints.isWord(Character.codePointAt(text, stop, to));
    }

    /** Where the white space before {@code at} begins. */
    static int spaceBefore(char[] text, int from, int at) {
        int start = at;
        while (start > from && CodePoints.isSpace(text[start - 1])) {
            start--;
        }
        return start;
    }

    /** Where the white space at {@code at} ends. */
    static int spaceAfter(char[] text, int at, int to) {
        int end = at;
        while (end < to && CodePoints.isSpace(text[end])) {
            end++;
        }
        return end;
    }
}
