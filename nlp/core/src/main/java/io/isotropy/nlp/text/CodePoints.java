package io.isotropy.nlp.text;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the {@code tokenizers} library (0.23) takes a code point for. The JDK's Unicode tables are newer in some places
 * and older in others; {@code unicode.txt} lists where the two differ, and only non-ASCII text loads it.
 */
final class CodePoints {

    private static final int PUNCTUATION = 1 << Character.CONNECTOR_PUNCTUATION | 1 << Character.DASH_PUNCTUATION
            | 1 << Character.START_PUNCTUATION | 1 << Character.END_PUNCTUATION
            | 1 << Character.INITIAL_QUOTE_PUNCTUATION | 1 << Character.FINAL_QUOTE_PUNCTUATION
            | 1 << Character.OTHER_PUNCTUATION;
    private static final int MARK =
            1 << Character.NON_SPACING_MARK | 1 << Character.ENCLOSING_MARK | 1 << Character.COMBINING_SPACING_MARK;
    private static final int CONTROL = 1 << Character.CONTROL | 1 << Character.FORMAT | 1 << Character.PRIVATE_USE;

    private CodePoints() {}

    /**
     * What clean_text drops: NUL, U+FFFD and the categories Cc, Cf and Co, but not tab, line feed and carriage return.
     */
    static boolean isRemoved(int c) {
        if (c == '\t' || c == '\n' || c == '\r') {
            return false;
        }
        return c == 0xFFFD || has(c, CONTROL) && !(c >= 0x80 && Exceptions.is("not-control", c));
    }

    /** Unicode White_Space. */
    static boolean isSpace(int c) {
        return c >= 9 && c <= 13 || c == 0x85 || Character.isSpaceChar(c);
    }

    /** All ASCII that is neither letter, digit, space nor control, and the categories P*. */
    static boolean isPunctuation(int c) {
        if (c < 0x80) {
            return c > ' ' && c < 0x7F && !Character.isLetterOrDigit(c);
        }
        return has(c, PUNCTUATION) ? !Exceptions.is("not-punctuation", c) : Exceptions.is("punctuation", c);
    }

    /** Category Mn: what strip_accents drops. */
    static boolean isNonspacing(int c) {
        if (c < 0x80) {
            return false;
        }
        return Character.getType(c) == Character.NON_SPACING_MARK
                ? !Exceptions.is("not-nonspacing", c)
                : Exceptions.is("nonspacing", c);
    }

    /** Categories M*: what the StripAccents normalizer drops. */
    static boolean isMark(int c) {
        return c >= 0x80 && (has(c, MARK) ? !Exceptions.is("not-mark", c) : Exceptions.is("mark", c));
    }

    /** The ideographs that get a space on both sides; 2B820-2B91F are missing there too. */
    static boolean isIdeograph(int c) {
        return c >= 0x3400
                && (c <= 0x4DBF
                        || c >= 0x4E00 && c <= 0x9FFF
                        || c >= 0xF900 && c <= 0xFAFF
                        || c >= 0x20000 && c <= 0x2A6DF
                        || c >= 0x2A700 && c <= 0x2B81F
                        || c >= 0x2B920 && c <= 0x2CEAF
                        || c >= 0x2F800 && c <= 0x2FA1F);
    }

    /** What the regular expression \w takes for part of a word. */
    static boolean isWord(int c) {
        return Character.isLetterOrDigit(c) || Character.isAlphabetic(c) || has(c, MARK)
                || Character.getType(c) == Character.CONNECTOR_PUNCTUATION || c == 0x200C || c == 0x200D;
    }

    /** Lower case of one code point (two for U+0130), without the rule for a final sigma. */
    static int[] lowercase(int c) {
        if (c == 0x130) {
            return new int[] {'i', 0x307};
        }
        int lower = Character.toLowerCase(c);
        return new int[] {lower == c && c >= 0x80 ? c + Exceptions.value("lowercase", c) : lower};
    }

    /** Canonical decomposition of one code point. */
    static int[] decompose(int c) {
        if (c < 0xC0 || isUndecomposedIdeograph(c) || Exceptions.is("not-decomposed", c)) {
            return new int[] {c};
        }
        String text = Character.toString(c);
        return Normalizer.isNormalized(text, Normalizer.Form.NFD)
                ? new int[] {c}
                : Normalizer.normalize(text, Normalizer.Form.NFD).codePoints().toArray();
    }

    /** The canonical combining class: by it NFD sorts a run of marks; 0 for everything that starts a new run. */
    static int combiningClass(int c) {
        return c < 0x300 || isUndecomposedIdeograph(c) ? 0 : Exceptions.value("combining", c);
    }

    private static boolean isUndecomposedIdeograph(int c) {
        return c >= 0x3400 && c <= 0x9FFF;
    }

    private static boolean has(int c, int categories) {
        return (categories >>> Character.getType(c) & 1) != 0;
    }

    /** The lists of {@code unicode.txt}: name, then sorted starts of ranges to their end and value. */
    private static final class Exceptions {

        private static final Map<String, Ranges> LISTS = load();

        /** Sorted ranges start[i]..end[i] with a value each. */
        private record Ranges(int[] start, int[] end, int[] value) {}

        static boolean is(String list, int c) {
            return value(list, c) != 0;
        }

        static int value(String list, int c) {
            Ranges ranges = LISTS.get(list);
            if (ranges == null) {
                return 0;
            }
            int at = Arrays.binarySearch(ranges.start, c);
            at = at >= 0 ? at : -at - 2;
            return at >= 0 && c <= ranges.end[at] ? ranges.value[at] : 0;
        }

        private static Map<String, Ranges> load() {
            Map<String, TreeMap<Integer, int[]>> lists = new HashMap<>();
            try (InputStream stream = CodePoints.class.getResourceAsStream("unicode.txt")) {
                if (stream == null) {
                    throw new IllegalStateException("unicode.txt is missing from the isotropy-nlp-core jar");
                }
                var reader = new BufferedReader(new InputStreamReader(stream, StandardCharsets.US_ASCII));
                for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                    if (!line.startsWith("#")) {
                        String[] words = line.split(" ");
                        var list = lists.computeIfAbsent(words[0], name -> new TreeMap<>());
                        for (int i = 1; i < words.length; i++) {
                            addRange(list, words[i]);
                        }
                    }
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            Map<String, Ranges> result = new HashMap<>();
            lists.forEach((name, list) -> result.put(name, new Ranges(
                    list.keySet().stream().mapToInt(start -> start).toArray(),
                    list.values().stream().mapToInt(range -> range[0]).toArray(),
                    list.values().stream().mapToInt(range -> range[1]).toArray())));
            return result;
        }

        /** {@code start}, {@code start-end} or either with {@code :value}, all hexadecimal. */
        private static void addRange(Map<Integer, int[]> list, String range) {
            int colon = range.indexOf(':');
            int value = colon < 0 ? 1 : Integer.parseInt(range.substring(colon + 1), 16);
            String span = colon < 0 ? range : range.substring(0, colon);
            int dash = span.indexOf('-');
            int start = Integer.parseInt(dash < 0 ? span : span.substring(0, dash), 16);
            list.put(start, new int[] {dash < 0 ? start : Integer.parseInt(span.substring(dash + 1), 16), value});
        }
    }
}
