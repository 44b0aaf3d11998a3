package io.isotropy.nlp.anatomy;

import io.isotropy.nlp.eval.Correlation;
import io.isotropy.nlp.projection.Neighbours;
import io.isotropy.nlp.repair.Moments;
import io.isotropy.tensor.linalg.Matrix;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Where frequent and rare words lie: Li et al. 2020, "On the Sentence Embeddings from Pre-trained Language Models", table 1: in BERT, frequent
 * words lie near the origin and close together, rare ones far and sparse, so that holes between them mean nothing.
 *
 * @param words the frequent first
 * @param bins of them by rank
 * @param norm Spearman's ρ of frequency and distance from the origin; the article's finding is one below 0
 * @param spread the same of frequency and distance to the nearest words
 */
public record WordFrequency(List<Word> words, List<Bin> bins, double norm, double spread) {

    /** Of the nearest words, whose mean distance is the spread: the middle one of the paper's 3, 5 and 7. */
    public static final int NEIGHBOURS = 5;
    /** Where bins end: the paper's, and one for the rest. */
    private static final int[] RANKS = {100, 500, 5_000, 10_000};
    /** Rarer words than so many are left out: their neighbours would take longer than all else. */
    public static final int MOST_WORDS = 20_000;

    /** A word that has a vector, and how often it came. */
    public record Counted(String text, long count, float[] vector) {}

    /** A word's figures. */
    public record Word(String text, long count, double norm, double spread) {}

    /**
     * Words of neighbouring ranks.
     *
     * @param first rank, from 1
     * @param norm the mean ‖v‖
     * @param spread the mean distance to the nearest words
     */
    public record Bin(int first, int last, long least, long most, double norm, double spread) {}

    /** Measures words that occur. */
    public static WordFrequency of(List<Counted> counted, int dimension) {
        List<Counted> kept = counted.stream().filter(word -> word.count > 0)
                .sorted(Comparator.comparingLong((Counted word) -> -word.count).thenComparing(Counted::text)).limit(MOST_WORDS).toList();
        List<float[]> vectors = kept.stream().map(Counted::vector).toList();
        Moments moments = new Moments(dimension);
        vectors.forEach(moments::add);
        Matrix centred = Matrix.ofFloats(vectors, dimension).minusRow(moments.mean());
        Neighbours nearest = Neighbours.of(centred, NEIGHBOURS);
        List<Word> words = new ArrayList<>();
        for (int i = 0; i < kept.size(); i++) {
            double spread = nearest.k() == 0 ? Double.NaN : 0;
            for (int at = i * nearest.k(); at < (i + 1) * nearest.k(); at++) {
                spread += Math.sqrt(nearest.squaredDistances()[at]) / nearest.k();
            }
            words.add(new Word(kept.get(i).text, kept.get(i).count, Directions.norm(vectors.get(i)), spread));
        }
        double[] counts = words.stream().mapToDouble(Word::count).toArray();
        return new WordFrequency(words, bins(words), Correlation.spearman(counts, words.stream().mapToDouble(Word::norm).toArray()),
                Correlation.spearman(counts, words.stream().mapToDouble(Word::spread).toArray()));
    }

    private static List<Bin> bins(List<Word> words) {
        List<Bin> bins = new ArrayList<>();
        int from = 0;
        for (int b = 0; b <= RANKS.length && from < words.size(); b++) {
            int to = b == RANKS.length ? words.size() : Math.min(RANKS[b], words.size());
            List<Word> some = words.subList(from, to);
            bins.add(new Bin(from + 1, to, some.getLast().count, some.getFirst().count,
                    some.stream().mapToDouble(Word::norm).average().orElse(Double.NaN),
                    some.stream().mapToDouble(Word::spread).average().orElse(Double.NaN)));
            from = to;
        }
        return bins;
    }
}
