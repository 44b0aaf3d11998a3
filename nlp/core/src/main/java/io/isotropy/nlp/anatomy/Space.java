package io.isotropy.nlp.anatomy;

import java.util.List;

/**
 * A model's vectors of a sample, and their figures.
 *
 * @param name the model's, or which side of its repair this is
 * @param vectors of the texts that stand for the space
 * @param positiveCosines the shares of positive pairs by cosine, in the bins of {@link Geometry#cosines}
 */
public record Space(
        String name, List<float[]> vectors, Geometry geometry, Spectrum spectrum, Hubness hubness, LengthBias lengthBias,
        double[] positiveCosines) {

    /**
     * Measures a space.
     *
     * @param all the vectors of all texts
     * @param lengths of those that stand for the space
     * @param seed of the pairs of {@link LengthBias}
     */
    public static Space of(String name, List<float[]> all, int dimension, Sample sample, int[] lengths, long seed) {
        List<float[]> vectors = all.subList(0, sample.measured());
        Directions directions = Directions.of(all, dimension);
        double[] distances = Geometry.distances(directions, sample.positives());
        double[] shares = new double[Directions.BINS];
        for (double distance : distances) {
            shares[Directions.bin(1 - distance / 2)] += 1.0 / distances.length;
        }
        return new Space(name, vectors, Geometry.of(all, dimension, sample), Spectrum.of(vectors, dimension),
                Hubness.of(vectors, dimension), LengthBias.of(vectors, lengths, seed), shares);
    }

    /** The length of the vectors. */
    public int dimension() {
        return geometry.dimension();
    }
}
