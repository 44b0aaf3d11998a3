package io.isotropy.nlp.cluster;

import io.isotropy.tensor.Tensor;

/**
 * Points in groups.
 *
 * @param labels the number of each point's cluster
 * @param centres (K, D)
 * @param inertia Σ of the squared distances of all points to their centres
 * @param iterations the rounds that it took
 */
public record Clustering(int[] labels, Tensor centres, double inertia, int iterations) {}
