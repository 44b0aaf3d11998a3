package io.isotropy.nlp.data;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Cuts a paragraph into sentences by rules: after {@code . ! ?} and what closes a quotation or bracket, where white space and then a
 * capital, a digit or an opening mark follows, but not after an initial or one of the usual English abbreviations; after {@code 。 ！ ？}
 * always. Good enough for training data; the JDK's own iterator changes with its version.
 */
public final class Sentences {

    private static final Set<String> ABBREVIATIONS = Set.of(
            "mr", "mrs", "ms", "dr", "prof", "st", "sr", "jr", "vs", "etc", "e.g", "i.e", "cf", "no", "vol", "fig", "gen", "col", "lt",
            "sgt", "capt", "rev", "hon", "gov", "sen", "rep", "inc", "ltd", "co", "corp", "dept", "univ", "approx", "ca", "c", "b", "d",
            "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec", "u.s", "u.k", "ph.d", "al", "op", "pp");
    private static final String CLOSING = "\"'”’»)]}";
    private static final String OPENING = "\"'“‘«([{";

    private Sentences() {}

    /** The sentences in their order, without the white space between them. */
    public static List<String> of(String paragraph) {
        List<String> sentences = new ArrayList<>();
        int start = 0;
        for (int i = 0; i < paragraph.length(); i++) {
            char c = paragraph.charAt(i);
            boolean wide = "。！？".indexOf(c) >= 0;
            if (!wide && ".!?".indexOf(c) < 0) {
                continue;
            }
            int end = i + 1;
            while (end < paragraph.length() && (CLOSING + "」』）.!?。！？").indexOf(paragraph.charAt(end)) >= 0) {
                end++;
            }
            if (wide || begins(paragraph, end) && !(c == '.' && end == i + 1 && isAbbreviation(paragraph, start, i))) {
                add(sentences, paragraph.substring(start, end));
                start = end;
            }
            i = end - 1;
        }
        add(sentences, paragraph.substring(start));
        return sentences;
    }

    private static void add(List<String> sentences, String sentence) {
        String stripped = sentence.strip();
        if (!stripped.isEmpty()) {
            sentences.add(stripped);
        }
    }

    /** Whether white space and the start of a sentence are at {@code at}. */
    private static boolean begins(String text, int at) {
        int next = at;
        while (next < text.length() && Character.isWhitespace(text.charAt(next))) {
            next++;
        }
        if (next == at || next == text.length()) {
            return false;
        }
        int c = text.codePointAt(next);
        return Character.isUpperCase(c) || Character.isDigit(c) || OPENING.indexOf(c) >= 0
                || Character.isLetter(c) && !Character.isLowerCase(c); // scripts without case
    }

    /** Whether the word that ends at the full stop {@code at} is one that a full stop belongs to. */
    private static boolean isAbbreviation(String text, int start, int at) {
        int from = at;
        while (from > start && !Character.isWhitespace(text.charAt(from - 1)) && OPENING.indexOf(text.charAt(from - 1)) < 0) {
            from--;
        }
        String word = text.substring(from, at);
        boolean initial = word.length() == 1 && Character.isUpperCase(word.charAt(0)) && !word.equals("I");
        return initial || ABBREVIATIONS.contains(word.toLowerCase(Locale.ROOT));
    }
}
