package io.isotropy.nlp.word;

/**
 * A word that is close to another.
 *
 * @param similarity what the search went by: the cosine of the angle between the vectors, from −1 to 1, or 3CosMul's quotient
 */
public record Neighbour(String word, double similarity) {}
