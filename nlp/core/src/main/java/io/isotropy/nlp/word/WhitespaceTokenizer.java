package io.isotropy.nlp.word;

import io.isotropy.nlp.json.Json;
import io.isotropy.nlp.json.JsonWriter;
import io.isotropy.nlp.text.IntSink;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Text to the numbers of its words, as sentence-transformers' {@code WhitespaceTokenizer}: cut at white space; each piece is looked up as it
 * is, then without the punctuation at its ends, then in lower case. Words that are not found, and stop words, are left out. Immutable.
 *
 * <p>With bigrams, which sentence-transformers does not have, every two neighbours that remain are looked up, too, as one entry with a space
 * between: their numbers follow those of the words.
 */
public final class WhitespaceTokenizer {

    /** What sentence-transformers calls the file. */
    public static final String FILE = "whitespacetokenizer_config.json";
    /** The entry in front of a vocabulary, which stands for nothing. */
    public static final String PADDING = "PADDING_TOKEN";

    private final List<String> vocabulary;
    private final Set<String> stopWords;
    private final boolean lowerCase;
    private final boolean bigrams;
    private final Map<String, Integer> ids;

    /**
     * A tokenizer.
     *
     * @param vocabulary the entry of each number; of one that comes twice the last counts
     * @param lowerCase whether the text is lower-cased first
     * @param bigrams whether pairs of neighbours are looked up
     */
    public WhitespaceTokenizer(List<String> vocabulary, Set<String> stopWords, boolean lowerCase, boolean bigrams) {
        this.vocabulary = List.copyOf(vocabulary);
        this.stopWords = Set.copyOf(stopWords);
        this.lowerCase = lowerCase;
        this.bigrams = bigrams;
        this.ids = HashMap.newHashMap(vocabulary.size());
        for (int id = 0; id < vocabulary.size(); id++) {
            ids.put(vocabulary.get(id), id);
        }
    }

    /**
     * A tokenizer for the words that occur in some texts, in lower case: those that occur at least {@code least} times, the most frequent
     * first, {@code most} entries at most (0 for any number), after the padding.
     */
    public static WhitespaceTokenizer learn(Iterable<String> texts, int least, int most, boolean bigrams) {
        Map<String, Integer> counts = new HashMap<>();
        for (String text : texts) {
            String before = null;
            for (String piece : pieces(text.toLowerCase(Locale.ROOT))) {
                String word = stripped(piece);
                if (!word.isEmpty()) {
                    counts.merge(word, 1, Integer::sum);
                    if (bigrams && before != null) {
                        counts.merge(before + " " + word, 1, Integer::sum);
                    }
                    before = word;
                }
            }
        }
        List<String> vocabulary = new ArrayList<>(List.of(PADDING));
        counts.entrySet().stream()
                .filter(entry -> entry.getValue() >= least)
                .sorted(Comparator.<Map.Entry<String, Integer>>comparingInt(entry -> -entry.getValue()).thenComparing(Map.Entry::getKey))
                .limit(most == 0 ? Long.MAX_VALUE : Math.max(0, most - 1))
                .forEach(entry -> vocabulary.add(entry.getKey()));
        return new WhitespaceTokenizer(vocabulary, Set.of(), true, bigrams);
    }

    /** Reads the file of a model folder. */
    public static WhitespaceTokenizer read(Path folder) throws IOException {
        Json json = Json.read(folder.resolve(FILE));
        List<String> vocabulary = json.get("vocab").asList().stream().map(Json::asString).toList();
        Set<String> stopWords = new HashSet<>();
        Json stops = json.find("stop_words");
        if (stops != null) {
            stops.asList().forEach(word -> stopWords.add(word.asString()));
        }
        return new WhitespaceTokenizer(
                vocabulary, stopWords, json.getBoolean("do_lower_case", false), json.getBoolean("bigrams", false));
    }

    /** Writes the file to a model folder. With bigrams, sentence-transformers refuses it, as it must. */
    public void write(Path folder) throws IOException {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("vocab", vocabulary);
        all.put("stop_words", stopWords.stream().sorted().toList());
        all.put("do_lower_case", lowerCase);
        if (bigrams) {
            all.put("bigrams", true);
        }
        JsonWriter.write(folder.resolve(FILE), all);
    }

    /** The entries by their numbers. */
    public List<String> vocabulary() {
        return vocabulary;
    }

    /** The numbers of a text's words, then those of its bigrams. */
    public int[] ids(String text) {
        IntSink sink = new IntSink();
        encodeTo(text, Integer.MAX_VALUE, sink);
        return sink.toArray();
    }

    /**
     * Appends the numbers of a text's words, then those of its bigrams.
     *
     * @param most words that are read; later ones are cut off
     * @return whether there were more
     */
    public boolean encodeTo(String text, int most, IntSink sink) {
        int from = sink.size();
        boolean cut = false;
        for (String piece : pieces(lowerCase ? text.toLowerCase(Locale.ROOT) : text)) {
            int id = id(piece);
            if (id >= 0 && sink.size() - from == most) {
                cut = true;
                break;
            }
            if (id >= 0) {
                sink.add(id);
            }
        }
        int end = sink.size();
        for (int i = from + 1; bigrams && i < end; i++) {
            Integer id = ids.get(vocabulary.get(sink.get(i - 1)) + " " + vocabulary.get(sink.get(i)));
            if (id != null) {
                sink.add(id);
            }
        }
        return cut;
    }

    /** −1 for what is left out. */
    private int id(String piece) {
        if (stopWords.contains(piece)) {
            return -1;
        }
        Integer id = ids.get(piece);
        if (id != null) {
            return id;
        }
        String word = stripped(piece);
        if (stopWords.contains(word)) {
            return -1;
        }
        id = word.isEmpty() ? null : ids.get(word);
        if (id != null) {
            return id;
        }
        word = word.toLowerCase(Locale.ROOT);
        return stopWords.contains(word) ? -1 : ids.getOrDefault(word, -1);
    }

    /** As Python's split: white space is what Unicode says, and U+001C to U+001F. */
    private static List<String> pieces(String text) {
        List<String> pieces = new ArrayList<>();
        int start = -1;
        for (int i = 0; i <= text.length(); i++) {
            boolean space = i == text.length() || isSpace(text.charAt(i));
            if (space && start >= 0) {
                pieces.add(text.substring(start, i));
                start = -1;
            } else if (!space && start < 0) {
                start = i;
            }
        }
        return pieces;
    }

    private static boolean isSpace(char c) {
        return c >= 0x09 && c <= 0x0D || c >= 0x1C && c <= 0x20 || c == 0x85 || c == 0xA0 || c == 0x1680 || c >= 0x2000 && c <= 0x200A
                || c == 0x2028 || c == 0x2029 || c == 0x202F || c == 0x205F || c == 0x3000;
    }

    private static String stripped(String piece) {
        int from = 0;
        int to = piece.length();
        while (from < to && isPunctuation(piece.charAt(from))) {
            from++;
        }
        while (to > from && isPunctuation(piece.charAt(to - 1))) {
            to--;
        }
        return piece.substring(from, to);
    }

    /** Python's string.punctuation: all of ASCII that is seen and is neither letter nor digit. */
    private static boolean isPunctuation(char c) {
        return c > ' ' && c < 0x7F && !Character.isLetterOrDigit(c);
    }
}
