package io.isotropy.nlp.word;

/**
 * A word that is close to another.
 *
 * @param cosine of the angle between their vectors, from −1 to 1
 */
public record Neighbour(String word, double cosine) {}
