package io.isotropy.nlp.average;

import io.isotropy.nlp.corpus.Corpus;
import io.isotropy.nlp.corpus.Tokenizer;
import io.isotropy.nlp.corpus.Vocabulary;
import io.isotropy.nlp.word.WordVectors;
import java.io.IOException;
import java.util.Arrays;
import java.util.Locale;

/** What each word weighs in a mean, by the rows of its vectors. */
final class WordWeights {

    private WordWeights() {}

    /** 1 for every word. */
    static double[] equal(WordVectors vectors) {
        double[] weights = new double[vectors.size()];
        Arrays.fill(weights, 1);
        return weights;
    }

    /** ln((1 + N)/(1 + n)) + 1. */
    static double[] inverseTextFrequencies(WordVectors vectors, Corpus corpus, Tokenizer tokenizer) throws IOException {
        int[] frequencies = new int[vectors.size()];
        int[] last = new int[vectors.size()];
        int[] texts = new int[1];
        corpus.forEach(text -> {
            texts[0]++;
            tokenizer.tokenize(text, word -> {
                int row = vectors.row(word);
                if (row >= 0 && last[row] != texts[0]) {
                    last[row] = texts[0];
                    frequencies[row]++;
                }
            });
        });
        double[] weights = new double[frequencies.length];
        Arrays.setAll(weights, row -> Math.log((1.0 + texts[0]) / (1.0 + frequencies[row])) + 1);
        return weights;
    }

    /** a/(a + p): Arora et al. 2017, algorithm 1. */
    static double[] of(Averaging.Sif sif, WordVectors vectors, Vocabulary counts) {
        double[] weights = new double[vectors.size()];
        Arrays.setAll(weights, row -> sif.a() / (sif.a() + probability(vectors, row, counts, 0)));
        return weights;
    }

    /**
     * a/(a/2 + p): Ethayarajh 2018, §3.2, with α the share of words that are likelier than by chance to be in a text of n words, Z = V/2 and
     * a = (1 − α)/(αZ).
     */
    static double[] of(Averaging.Usif usif, WordVectors vectors, Vocabulary counts) {
        double size = counts.size();
        double threshold = 1 - Math.pow(1 - 1 / size, usif.n());
        long frequent = Arrays.stream(counts.counts()).filter(count -> count / (double) counts.total() > threshold).count();
        if (frequent == 0 || frequent == counts.size()) {
            throw new IllegalArgumentException(String.format(Locale.ROOT, "[usif] of the %d words with counts %s a share above %.3g, so that "
                    + "there is no weight: take the counts of a larger corpus", counts.size(), frequent == 0 ? "none has" : "all have", threshold));
        }
        double alpha = frequent / size;
        double a = (1 - alpha) / (alpha * (0.5 * size));
        double smallest = Arrays.stream(counts.counts()).min().orElse(0) / (double) counts.total();
        double[] weights = new double[vectors.size()];
        Arrays.setAll(weights, row -> a / (0.5 * a + probability(vectors, row, counts, smallest)));
        return weights;
    }

    /** A word's share of the counts; where it has none, that of its lower-cased form. */
    private static double probability(WordVectors vectors, int row, Vocabulary counts, double otherwise) {
        String word = vectors.words().get(row);
        int id = counts.id(word);
        id = id >= 0 ? id : counts.id(word.toLowerCase(Locale.ROOT));
        return id < 0 ? otherwise : counts.count(id) / (double) counts.total();
    }
}
