package io.isotropy.nlp.anatomy;

import io.isotropy.kernels.Backends;
import io.isotropy.nlp.search.Hit;
import io.isotropy.nlp.search.Measure;
import io.isotropy.nlp.search.VectorSearch;
import java.util.Arrays;
import java.util.List;

/**
 * Whether some vectors are near neighbours of very many, and others of none: Radovanović et al. 2010, "Hubs in Space". N_k(x) is how many vectors
 * have x among their k nearest by cosine.
 *
 * @param k 10, or the number of others where that is less
 * @param skewness of N_k, E (N_k − μ)³/σ³ (their eq. 1); NaN where all are equal
 * @param antihubs the share of vectors with N_k = 0
 * @param largest the largest N_k, and {@code hub} the first vector that has it; −1 for none
 */
public record Hubness(int k, double skewness, double antihubs, int largest, int hub) {

    /** As in the paper. */
    public static final int NEIGHBOURS = 10;

    /** Counts neighbours among the vectors that are not zero. */
    public static Hubness of(List<float[]> vectors, int dimension) {
        Directions directions = Directions.of(vectors, dimension);
        int n = directions.size();
        int k = Math.max(0, Math.min(NEIGHBOURS, n - 1));
        if (k == 0) {
            return new Hubness(0, Double.NaN, Double.NaN, 0, -1);
        }
        int[] counts = new int[n];
        List<List<Hit>> found = VectorSearch.of(Backends.preferred(), directions.units(), dimension, Measure.COSINE)
                .best(directions.units(), k + 1);
        for (int i = 0; i < n; i++) {
            int self = i;
            found.get(i).stream().filter(hit -> hit.row() != self).limit(k).forEach(hit -> counts[hit.row()]++);
        }
        double second = 0;
        double third = 0;
        int none = 0;
        int hub = 0;
        for (int i = 0; i < n; i++) {
            double distance = counts[i] - k; // the mean of N_k is k
            second += distance * distance / n;
            third += distance * distance * distance / n;
            none += counts[i] == 0 ? 1 : 0;
            hub = counts[i] > counts[hub] ? i : hub;
        }
        int row = hub;
        int place = Arrays.stream(directions.rows()).boxed().toList().indexOf(row);
        return new Hubness(k, second == 0 ? Double.NaN : third / Math.pow(second, 1.5), (double) none / n, counts[row], place);
    }
}
