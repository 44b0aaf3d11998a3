package io.isotropy.nlp.search;

/**
 * A vector that was found.
 *
 * @param row its row in the matrix that was searched
 * @param score its dot product or cosine with the query, computed in double
 */
public record Hit(int row, double score) {}
