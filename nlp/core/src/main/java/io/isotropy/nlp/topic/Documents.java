package io.isotropy.nlp.topic;

import io.isotropy.nlp.corpus.Corpus;
import io.isotropy.nlp.corpus.EncodedCorpus;
import io.isotropy.nlp.corpus.Tokenizer;
import io.isotropy.nlp.corpus.Vocabulary;
import java.io.IOException;
import java.util.Arrays;
import java.util.Set;

/**
 * A corpus as bags of words: what topic models go through iteration after iteration. The words of a text are sorted, since their order
 * means nothing to a bag, and a word that comes again then finds its counts in the cache.
 *
 * @param vocabulary the words that count
 * @param words the words of all texts, one text after the other, each text's sorted
 * @param offsets where each text starts in {@code words}, and where the last one ends
 */
public record Documents(Vocabulary vocabulary, int[] words, int[] offsets) {

    /** The number of texts, those without a known word included. */
    public int texts() {
        return offsets.length - 1;
    }

    /** The number of known words in all texts. */
    public int tokens() {
        return words.length;
    }

    /** The words of a text. */
    public int[] text(int index) {
        return Arrays.copyOfRange(words, offsets[index], offsets[index + 1]);
    }

    /** The number of texts without a known word. */
    public int emptyTexts() {
        int empty = 0;
        for (int text = 0; text < texts(); text++) {
            empty += offsets[text] == offsets[text + 1] ? 1 : 0;
        }
        return empty;
    }

    /** Counts the words of a corpus, leaves out those outside the limits and the stop words, and encodes it. Goes through it twice. */
    public static Documents read(Corpus corpus, Tokenizer tokenizer, Vocabulary.Limits limits, Set<String> stopWords) throws IOException {
        Vocabulary.Limits counted = stopWords.isEmpty() ? limits : Vocabulary.Limits.ofMinCount(limits.minCount());
        Vocabulary vocabulary = Vocabulary.count(corpus, tokenizer, counted).without(stopWords);
        if (vocabulary.size() == 0) {
            throw corpus.error("has no word left once the stop words are out: take fewer of them, or a lower --min-count");
        }
        if (vocabulary.size() > limits.maxWords()) {
            vocabulary = Vocabulary.ofOrdered(vocabulary.words().subList(0, limits.maxWords()),
                    Arrays.copyOf(vocabulary.counts(), limits.maxWords()));
        }
        return encode(corpus, tokenizer, vocabulary);
    }

    /** Encodes a corpus by a vocabulary. */
    public static Documents encode(Corpus corpus, Tokenizer tokenizer, Vocabulary vocabulary) throws IOException {
        try (EncodedCorpus encoded = EncodedCorpus.encode(corpus, tokenizer, vocabulary, 0)) {
            if (encoded.tokens() > Integer.MAX_VALUE - 8) {
                throw corpus.error("has " + encoded.tokens()
                        + " known words; topic models take 2^31 at most: raise --min-count, or take a part");
            }
            int[] words = new int[(int) encoded.tokens()];
            int[] offsets = new int[encoded.texts() + 1];
            int size = 0;
            for (int i = 0; i < encoded.chunks(); i++) {
                EncodedCorpus.Chunk chunk = encoded.chunk(i);
                for (int text = 0; text < chunk.texts(); text++) {
                    int length = chunk.offsets()[text + 1] - chunk.offsets()[text];
                    System.arraycopy(chunk.ids(), chunk.offsets()[text], words, size, length);
                    Arrays.sort(words, size, size + length);
                    size += length;
                    offsets[chunk.first() + text + 1] = size;
                }
            }
            return new Documents(vocabulary, words, offsets);
        }
    }
}
