package io.isotropy.nlp.eval;

import io.isotropy.nlp.word.WordVectors;
import java.util.ArrayList;
import java.util.List;

/**
 * How well the cosines of words follow human scores. Pairs with a word that has no vector are left out, as in gensim's {@code
 * evaluate_word_pairs}: compare figures only where {@code known} is the same.
 *
 * @param pairs in the file
 * @param known those whose words both have vectors
 * @param pearson correlation from −1 to 1, NaN where undefined
 * @param spearman likewise, of the ranks
 */
public record WordSimilarity(String name, int pairs, int known, double pearson, double spearman) {

    /**
     * Evaluates vectors.
     *
     * @param restrict how many words are taken, from the first on, which are the frequent ones
     * @param ignoreCase whether "Cat" is "cat"
     */
    public static WordSimilarity of(WordVectors vectors, WordPairs file, int restrict, boolean ignoreCase) {
        WordIndex index = WordIndex.of(vectors, restrict, ignoreCase);
        List<Double> cosines = new ArrayList<>();
        List<Double> scores = new ArrayList<>();
        for (WordPairs.Pair pair : file.pairs()) {
            int first = index.row(pair.first());
            int second = index.row(pair.second());
            if (first >= 0 && second >= 0) {
                cosines.add(Cosine.of(vectors.vector(first), vectors.vector(second)));
                scores.add(pair.score());
            }
        }
        double[] x = cosines.stream().mapToDouble(cosine -> cosine).toArray();
        double[] y = scores.stream().mapToDouble(score -> score).toArray();
        return new WordSimilarity(file.name(), file.pairs().size(), x.length, Correlation.pearson(x, y), Correlation.spearman(x, y));
    }
}
