package io.isotropy.nlp.anatomy;

import io.isotropy.nlp.eval.Correlation;
import io.isotropy.tensor.Philox;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Whether vectors tell how long their texts are. Correlations are Spearman's ρ, NaN where undefined.
 *
 * @param cosine of the cosine of two texts with the difference of their lengths, over random pairs: below 0, texts of one length look alike
 * @param norm of the vectors' lengths with the texts'; NaN where all vectors are of one length
 */
public record LengthBias(double cosine, double norm) {

    private static final int PAIRS = 50_000;
    /** Norms that differ by less, relatively, differ by rounding. */
    private static final double ROUNDING = 1e-5;

    /**
     * Measures vectors that are not zero.
     *
     * @param lengths of the texts
     */
    public static LengthBias of(List<float[]> vectors, int[] lengths, long seed) {
        int[] kept = IntStream.range(0, lengths.length).filter(i -> Directions.norm(vectors.get(i)) > 0).toArray();
        int n = kept.length;
        if (n < 2) {
            return new LengthBias(Double.NaN, Double.NaN);
        }
        double[] norms = new double[n];
        double[] sizes = new double[n];
        double least = Double.POSITIVE_INFINITY;
        double largest = 0;
        for (int i = 0; i < n; i++) {
            norms[i] = Directions.norm(vectors.get(kept[i]));
            sizes[i] = lengths[kept[i]];
            least = Math.min(least, norms[i]);
            largest = Math.max(largest, norms[i]);
        }
        double[] cosines = new double[PAIRS];
        double[] differences = new double[PAIRS];
        Philox random = Philox.of(seed);
        for (int p = 0; p < PAIRS; p++) {
            int i = random.integer(2L * p, n);
            int j = (i + 1 + random.integer(2L * p + 1, n - 1)) % n; // another one
            cosines[p] = Directions.dot(vectors.get(kept[i]), vectors.get(kept[j])) / (norms[i] * norms[j]);
            differences[p] = Math.abs(sizes[i] - sizes[j]);
        }
        double norm = largest - least < ROUNDING * largest ? Double.NaN : Correlation.spearman(norms, sizes);
        return new LengthBias(Correlation.spearman(cosines, differences), norm);
    }
}
