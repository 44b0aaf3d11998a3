package io.isotropy.nlp.corpus;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Words that stand together more often than chance, made one token: word2phrase of Mikolov et al. 2013, "Distributed Representations of Words
 * and Phrases and their Compositionality", §4, eq. 6. A tokenizer, so that a second pass over its tokens finds phrases of up to four words.
 */
public final class Phrases implements Tokenizer {

    /** What joins the words of a phrase. */
    public static final String JOINT = "_";

    private final Tokenizer words;
    private final Map<String, Double> scores;

    private Phrases(Tokenizer words, Map<String, Double> scores) {
        this.words = words;
        this.scores = scores;
    }

    /** How to find phrases; the defaults are those of the original program. */
    public record Config(int minCount, double threshold) {

        /** {@code -min-count 5 -threshold 100}. */
        public static final Config DEFAULT = new Config(5, 100);
    }

    /**
     * Learns phrases. The score of a and b is (count(ab) − δ) / (count(a) · count(b)) · N (eq. 6), where δ is the least count and N the number
     * of tokens, as in the original program; those above the threshold are phrases.
     */
    public static Phrases learn(Corpus corpus, Tokenizer words, Config config) throws IOException {
        WordCounter singles = new WordCounter(Vocabulary.Limits.ofMinCount(config.minCount));
        WordCounter pairs = new WordCounter(Vocabulary.Limits.ofMinCount(config.minCount));
        corpus.forEach(text -> {
            String last = null;
            for (String word : words.tokens(text)) {
                singles.add(word);
                if (last != null) {
                    pairs.add(last + ' ' + word);
                }
                last = word;
            }
        });
        Vocabulary known = singles.vocabulary(corpus);
        Map<String, Double> scores = new HashMap<>();
        for (Map.Entry<String, Long> pair : pairs.counts().entrySet()) {
            int space = pair.getKey().indexOf(' ');
            int first = known.id(pair.getKey().substring(0, space));
            int second = known.id(pair.getKey().substring(space + 1));
            if (pair.getValue() >= config.minCount && first >= 0 && second >= 0) {
                double score = (pair.getValue() - config.minCount)
                        / (double) known.count(first) / known.count(second) * known.tokens();
                if (score > config.threshold) {
                    scores.put(pair.getKey(), score);
                }
            }
        }
        return new Phrases(words, scores);
    }

    /** Found phrases with their scores; the words of a phrase are separated by a space. */
    public Map<String, Double> scores() {
        return Map.copyOf(scores);
    }

    /** From left to right; a word belongs to one phrase only. */
    @Override
    public void tokenize(String text, Consumer<String> action) {
        List<String> tokens = new ArrayList<>(words.tokens(text));
        for (int i = 0; i < tokens.size(); i++) {
            if (i + 1 < tokens.size() && scores.containsKey(tokens.get(i) + ' ' + tokens.get(i + 1))) {
                action.accept(tokens.get(i) + JOINT + tokens.get(i + 1));
                i++;
            } else {
                action.accept(tokens.get(i));
            }
        }
    }

    @Override
    public String name() {
        return words.name() + "+phrases";
    }
}
