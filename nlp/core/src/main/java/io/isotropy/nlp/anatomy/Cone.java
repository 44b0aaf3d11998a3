package io.isotropy.nlp.anatomy;

import java.util.List;

/**
 * How far vectors point the same way. Vectors of zeros, which have no direction, are counted and left out; what is not defined is NaN.
 *
 * @param vectors those that are not zero
 * @param meanCosine of all pairs of two different vectors: Ethayarajh 2019, §3.3's anisotropy, over all pairs instead of a sample
 * @param degrees the angle whose cosine is the mean cosine of the vectors with their common direction: half the opening of the cone they lie in;
 *     90 where there is none
 * @param uniformity ln E exp(−2·‖u − v‖²) of unit vectors, in nat: Wang and Isola 2020, eq. 2 with t = 2; less is more uniform
 * @param cosines the shares of pairs by cosine, in 100 bins from −1 to 1
 */
public record Cone(int vectors, int zeros, double meanCosine, double degrees, double uniformity, double[] cosines) {

    /**
     * Measures vectors.
     *
     * @param dimension the length of each
     */
    public static Cone of(List<float[]> vectors, int dimension) {
        Directions directions = Directions.of(vectors, dimension);
        int n = directions.size();
        double length = directions.meanLength();
        // ‖Σu‖² = n + Σ_{i≠j} cos, so no pair need be looked at.
        double meanCosine = n < 2 ? Double.NaN : (n * length * length - 1) / (n - 1);
        Directions.Pairs pairs = directions.pairs();
        return new Cone(n, vectors.size() - n, meanCosine, Math.toDegrees(Math.acos(Math.min(1, length))), pairs.uniformity(), pairs.shares());
    }
}
