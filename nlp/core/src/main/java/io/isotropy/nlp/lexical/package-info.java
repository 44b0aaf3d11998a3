/**
 * Vectors that count: one-hot, bags of words and n-grams, TF-IDF, hashing, BM25, and latent semantic analysis. Sparse, one dimension per term.
 */
@NullMarked
package io.isotropy.nlp.lexical;

import org.jspecify.annotations.NullMarked;
