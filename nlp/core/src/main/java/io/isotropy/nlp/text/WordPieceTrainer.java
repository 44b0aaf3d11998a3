package io.isotropy.nlp.text;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * Learns a WordPiece vocabulary from text, as the {@code WordPieceTrainer} of the {@code tokenizers} library (0.23) does: by byte-pair
 * merges (Sennrich et al. 2016, §3.2) over code points, where a piece inside a word starts with {@code ##}. The vocabulary holds the
 * special tokens, then the alphabet in code point order, then its letters inside words, then one piece per merge, until it is full or no pair
 * occurs often enough.
 *
 * <p>Of pairs that are equally frequent the one with the smaller first id goes first, then the one with the smaller second id, as in the
 * library; but there the ids of the letters inside words follow a hash table's order, while here they have the order of their code
 * points; and there it is open which of several equally rare code points stay in a limited alphabet, while here the smallest do. So a
 * run here always gives the same vocabulary, and it differs from the library's no more than two runs of the library do.
 */
public final class WordPieceTrainer {

    /** The roles of BERT's checkpoints, in the order of the library's {@code BertWordPieceTokenizer}. */
    static final List<String> SPECIAL = List.of("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]");

    private static final String PREFIX = "##";

    /**
     * What to learn; the defaults are those of {@code BertWordPieceTokenizer.train}.
     *
     * @param vocabularySize the most tokens, special ones included
     * @param minFrequency how often a pair must occur to become a piece
     * @param limitAlphabet the most code points that are kept, the most frequent ones; of equally frequent ones the smallest
     * @param lowercase whether text is lower-cased and loses its accents first
     */
    public record Settings(int vocabularySize, int minFrequency, int limitAlphabet, boolean lowercase) {

        /** 30,000 tokens of lower-cased text, pairs from 2 occurrences on, 1,000 code points. */
        public static final Settings DEFAULT = new Settings(30_000, 2, 1_000, true);

        public Settings {
            if (vocabularySize <= SPECIAL.size() || minFrequency < 0 || limitAlphabet < 1) {
                throw new IllegalArgumentException("[wordPiece] the vocabulary must have more than " + SPECIAL.size()
                        + " tokens, the least frequency be 0 or more, the alphabet's limit 1 or more: got "
                        + vocabularySize + ", " + minFrequency + ", " + limitAlphabet);
            }
        }

        public Settings withVocabularySize(int size) {
            return new Settings(size, minFrequency, limitAlphabet, lowercase);
        }
    }

    private final Settings settings;
    private final WordCounts words;

    public WordPieceTrainer(Settings settings) {
        this.settings = settings;
        this.words = new WordCounts(
                new Normalization(Normalization.bertSteps(true, true, settings.lowercase, settings.lowercase)));
    }

    /** Counts the words of a text. */
    public void add(String text) {
        words.add(text);
    }

    /**
     * Learns from all texts so far.
     *
     * @throws IllegalStateException if they held no word
     */
    public WordPieceVocabulary train() {
        if (words.isEmpty()) {
            throw new IllegalStateException("[wordPiece] there is no word to learn from; give a text");
        }
        Merges merges = new Merges(settings, words.sorted());
        merges.run();
        return new WordPieceVocabulary(merges.tokens(), settings.lowercase);
    }

    /** A word as ids of its pieces; merging shortens it in place. */
    private static final class Word {
        private final int[] pieces;
        private int length;
        private final long count;

        Word(int[] pieces, long count) {
            this.pieces = pieces;
            this.length = pieces.length;
            this.count = count;
        }
    }

    /** A pair of ids that is to be merged, with the words in which it may be. */
    private record Candidate(long pair, long count, int[] places) {}

    /** The state of one run. */
    private static final class Merges {

        private static final Comparator<Candidate> ORDER =
                Comparator.comparingLong(Candidate::count).reversed().thenComparingLong(Candidate::pair);

        private final Settings settings;
        private final List<String> tokens = new ArrayList<>();
        private final Map<String, Integer> ids = new HashMap<>();
        private final Word[] words;
        private final Map<Long, long[]> counts = new HashMap<>();
        private final PriorityQueue<Candidate> queue = new PriorityQueue<>(ORDER);
        /** Where pairs have come up since the queue was last fed. */
        private final Map<Long, IntSink> fresh = new LinkedHashMap<>();

        Merges(Settings settings, List<WordCounts.Entry> entries) {
            this.settings = settings;
            SPECIAL.forEach(this::id);
            addAlphabet(entries);
            words = new Word[entries.size()];
            for (int i = 0; i < words.length; i++) {
                words[i] = new Word(pieces(entries.get(i).word()), entries.get(i).count());
            }
            for (int i = 0; i < words.length; i++) {
                for (int k = 0; k + 1 < words[i].length; k++) {
                    change(words[i].pieces[k], words[i].pieces[k + 1], words[i].count, i);
                }
            }
        }

        List<String> tokens() {
            return tokens;
        }

        private int id(String token) {
            return ids.computeIfAbsent(token, key -> {
                tokens.add(key);
                return tokens.size() - 1;
            });
        }

        private void addAlphabet(List<WordCounts.Entry> entries) {
            Map<Integer, long[]> letters = new HashMap<>();
            for (WordCounts.Entry entry : entries) {
                entry.word().codePoints().forEach(c -> letters.computeIfAbsent(c, key -> new long[1])[0] += entry.count());
            }
            int[] alphabet = letters.entrySet().stream()
                    .sorted(Comparator.comparingLong((Map.Entry<Integer, long[]> letter) -> -letter.getValue()[0])
                            .thenComparing(Map.Entry::getKey))
                    .limit(settings.limitAlphabet)
                    .mapToInt(Map.Entry::getKey)
                    .sorted()
                    .toArray();
            for (int c : alphabet) {
                id(Character.toString(c));
            }
            boolean[] inside = new boolean[alphabet.length];
            for (WordCounts.Entry entry : entries) {
                entry.word().codePoints().skip(1).forEach(c -> {
                    int at = Arrays.binarySearch(alphabet, c);
                    if (at >= 0) {
                        inside[at] = true;
                    }
                });
            }
            for (int i = 0; i < alphabet.length; i++) {
                if (inside[i]) {
                    id(PREFIX + Character.toString(alphabet[i]));
                }
            }
        }

        /** Code points outside the alphabet are left out, as in the library: their neighbours then meet. */
        private int[] pieces(String word) {
            int[] points = word.codePoints().toArray();
            IntSink pieces = new IntSink(points.length);
            for (int i = 0; i < points.length; i++) {
                String letter = Character.toString(points[i]);
                Integer id = ids.containsKey(letter) ? ids.get(i == 0 ? letter : PREFIX + letter) : null;
                if (id != null) {
                    pieces.add(id);
                }
            }
            return pieces.toArray();
        }

        private void change(int first, int second, long by, int word) {
            Long pair = (long) first << 32 | second;
            counts.computeIfAbsent(pair, key -> new long[1])[0] += by;
            if (by > 0) {
                IntSink places = fresh.computeIfAbsent(pair, key -> new IntSink(4));
                if (places.size() == 0 || places.get(places.size() - 1) != word) { // words come in order
                    places.add(word);
                }
            }
        }

        void run() {
            feed();
            while (tokens.size() < settings.vocabularySize) {
                Candidate top = queue.poll();
                if (top == null) {
                    return;
                }
                long count = count(top.pair);
                if (top.count != count) {
                    queue.add(new Candidate(top.pair, count, top.places)); // it has become rarer or more frequent since
                    continue;
                }
                if (count < 1 || count < settings.minFrequency) {
                    return;
                }
                merge(top);
                feed();
            }
        }

        private long count(long pair) {
            long @Nullable [] count = counts.get(pair);
            return count == null ? 0 : count[0];
        }

        private void feed() {
            fresh.forEach((pair, places) -> {
                if (count(pair) > 0) {
                    queue.add(new Candidate(pair, count(pair), places.toArray()));
                }
            });
            fresh.clear();
        }

        private void merge(Candidate candidate) {
            int first = (int) (candidate.pair >>> 32);
            int second = (int) candidate.pair;
            String rest = tokens.get(second);
            int merged = id(tokens.get(first) + (rest.startsWith(PREFIX) ? rest.substring(PREFIX.length()) : rest));
            for (int place : candidate.places) {
                merge(words[place], place, first, second, merged);
            }
        }

        private void merge(Word word, int place, int first, int second, int merged) {
            int[] pieces = word.pieces;
            for (int i = 0; i + 1 < word.length; i++) {
                if (pieces[i] != first || pieces[i + 1] != second) {
                    continue;
                }
                if (i > 0) {
                    change(pieces[i - 1], first, -word.count, place);
                    change(pieces[i - 1], merged, word.count, place);
                }
                pieces[i] = merged;
                word.length--;
                System.arraycopy(pieces, i + 2, pieces, i + 1, word.length - i - 1);
                if (i + 1 < word.length) {
                    change(second, pieces[i + 1], -word.count, place);
                    change(merged, pieces[i + 1], word.count, place);
                }
            }
        }
    }
}
