package io.isotropy.nlp.anatomy;

import io.isotropy.nlp.anatomy.Sample.Pair;
import io.isotropy.nlp.repair.Moments;
import io.isotropy.tensor.linalg.Matrix;
import java.util.List;

/**
 * How vectors fill their space, in figures that need no decomposition. All are NaN where they are not defined; vectors of zeros, which have
 * no direction, are counted and left out.
 *
 * @param vectors those that are not zero
 * @param meanNorm their mean length
 * @param meanCosine of all pairs of two different vectors: Ethayarajh 2019, §3.3's anisotropy, over all pairs instead of a sample
 * @param coneDegrees the angle whose cosine is the mean cosine of the vectors with their common direction, in degrees: half the opening of the cone
 *     they lie in; 90 where there is none
 * @param isoScore Rudman et al. 2022, "IsoScore", algorithm 1: the share of dimensions that are used alike; 1 for all, 0 for one
 * @param participationRatio (Σλ)²/Σλ² of the covariance's eigenvalues λ: as many directions if the variance were the same in each
 * @param uniformity ln E exp(−2·‖u − v‖²) of unit vectors, in nat: Wang and Isola 2020, eq. 2 with t = 2; less is more uniform
 * @param alignment E ‖u − v‖² of the unit vectors of positive pairs: their eq. 1 with α = 2; less is closer
 * @param positives how many pairs that is
 * @param cosines the shares of pairs by cosine, in 100 bins from −1 to 1
 */
public record Geometry(
        int vectors, int zeros, int dimension, double meanNorm, double meanCosine, double coneDegrees, double isoScore,
        double participationRatio, double uniformity, double alignment, int positives, double[] cosines) {

    /** Measures the vectors of a sample's texts. */
    public static Geometry of(List<float[]> all, int dimension, Sample sample) {
        List<float[]> vectors = all.subList(0, sample.measured());
        Cone cone = Cone.of(vectors, dimension);
        int n = cone.vectors();
        double norms = vectors.stream().mapToDouble(Directions::norm).sum();
        Moments moments = new Moments(dimension);
        vectors.forEach(moments::add);
        double trace = 0;
        double squares = 0;
        if (n > 1) {
            Matrix covariance = moments.covariance();
            for (int i = 0; i < dimension; i++) {
                trace += covariance.at(i, i);
            }
            for (double value : covariance.values()) {
                squares += value * value;
            }
        }
        double[] distances = distances(Directions.of(all, dimension), sample.positives());
        double aligned = 0;
        for (double distance : distances) {
            aligned += distance;
        }
        return new Geometry(n, cone.zeros(), dimension, norms / n, cone.meanCosine(), cone.degrees(),
                isoScore(dimension, trace, squares), trace * trace / squares, cone.uniformity(), aligned / distances.length,
                distances.length, cone.cosines());
    }

    /**
     * IsoScore from Σλ and Σλ², which the trace and the squares of the covariance's elements give without its eigenvalues. Its variances λ̂ =
     * √n·λ/‖λ‖ (step 4) have ‖λ̂ − 1‖² = 2n − 2·√n·Σλ/‖λ‖.
     */
    static double isoScore(int n, double sum, double squares) {
        if (n < 2) {
            return Double.NaN; // the score is between one dimension and more
        }
        double root = Math.sqrt(n);
        double defectSquared = (2 * n - 2 * root * sum / Math.sqrt(squares)) / (2 * (n - root)); // δ², steps 5 and 6
        double used = (n - defectSquared * (n - root)) * (n - defectSquared * (n - root)) / ((double) n * n); // φ, step 7
        return (n * used - 1) / (n - 1); // step 8
    }

    /** The squared distances of positive pairs that have a direction each. */
    static double[] distances(Directions directions, List<Pair> positives) {
        int[] rows = directions.rows();
        return positives.stream().filter(pair -> rows[pair.first()] >= 0 && rows[pair.second()] >= 0)
                .mapToDouble(pair -> {
                    float[] u = directions.units().get(rows[pair.first()]);
                    float[] v = directions.units().get(rows[pair.second()]);
                    double sum = 0;
                    for (int j = 0; j < u.length; j++) {
                        sum += ((double) u[j] - v[j]) * ((double) u[j] - v[j]);
                    }
                    return sum;
                }).toArray();
    }
}
