package io.isotropy.nlp.eval;

import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * How good a ranking of documents is for one query, by the definitions of trec_eval, which pytrec_eval and BEIR (Thakur et al. 2021, §4) use. R is
 * the number of documents with a relevance above 0, also of those that were not found; rᵢ the relevance of the document at rank i, 0 if unjudged or
 * below 0.
 *
 * @param ndcg DCG@10/IDCG@10, DCG@k = Σ_{i ≤ k} rᵢ/log₂(i + 1); IDCG of the ranking by falling relevance (Järvelin and Kekäläinen 2002, with linear
 *     gain)
 * @param reciprocalRank 1/rank of the first document with rᵢ > 0 among the first 10, else 0
 * @param averagePrecision Σ over ranks i with rᵢ > 0 of (documents with rⱼ > 0, j ≤ i)/i, over R
 * @param recall for each of {@link #DEPTHS}: documents with rᵢ > 0 among the first so many, over R
 */
public record RankingFigures(double ndcg, double reciprocalRank, double averagePrecision, List<Double> recall) {

    /** Ranks down to which the recall is taken. */
    public static final List<Integer> DEPTHS = List.of(1, 5, 10, 100);

    private static final int CUT = 10;

    /**
     * Judges a ranking.
     *
     * @param ranking ids of documents, the best first, each once
     * @param relevance of judged documents; one above 0 at least
     */
    public static RankingFigures of(List<String> ranking, Map<String, Integer> relevance) {
        int[] ideal = relevance.values().stream().mapToInt(Integer::intValue).filter(r -> r > 0).map(r -> -r).sorted().map(r -> -r).toArray();
        if (ideal.length == 0) {
            throw new IllegalArgumentException("[rankingFigures] there must be a relevant document");
        }
        int[] found = ranking.stream().mapToInt(id -> Math.max(0, relevance.getOrDefault(id, 0))).toArray();
        double precisions = 0;
        double reciprocal = 0;
        int hits = 0;
        int[] hitsAt = new int[DEPTHS.size()];
        for (int i = 0; i < found.length; i++) {
            if (found[i] > 0) {
                hits++;
                precisions += hits / (i + 1.0);
                reciprocal = hits == 1 && i < CUT ? 1.0 / (i + 1) : reciprocal;
                for (int d = 0; d < hitsAt.length; d++) {
                    hitsAt[d] += i < DEPTHS.get(d) ? 1 : 0;
                }
            }
        }
        return new RankingFigures(gain(found) / gain(ideal), reciprocal, precisions / ideal.length,
                Arrays.stream(hitsAt).mapToObj(count -> count / (double) ideal.length).toList());
    }

    private static double gain(int[] relevance) {
        double sum = 0;
        for (int i = 0; i < Math.min(CUT, relevance.length); i++) {
            sum += relevance[i] * Math.log(2) / Math.log(i + 2);
        }
        return sum;
    }
}
