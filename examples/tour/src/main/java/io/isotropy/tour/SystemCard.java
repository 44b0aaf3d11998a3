package io.isotropy.tour;

/**
 * What a system is, before it is trained.
 *
 * @param id names its files and its row, {@code skip-gram} say
 * @param title as the report writes it
 * @param paper where it comes from: authors, year, section
 * @param equation what it computes
 * @param settings those that differ from the paper's, and the sizes
 */
public record SystemCard(String id, String title, String paper, String equation, String settings) {}
