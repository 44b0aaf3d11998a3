package io.isotropy.nlp.fasttext;

/**
 * A label that a classifier found.
 *
 * @param label with its prefix
 * @param probability as the original tool gives it, which adds 1e-5 before it takes a logarithm: 1.00001 is possible
 */
public record Prediction(String label, double probability) {}
