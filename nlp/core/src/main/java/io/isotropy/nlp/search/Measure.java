package io.isotropy.nlp.search;

/** What makes a vector fit a query. */
public enum Measure {
    /** The inner product. */
    DOT,
    /** The cosine of the angle; 0 where a vector is zero, which has no direction. */
    COSINE
}
