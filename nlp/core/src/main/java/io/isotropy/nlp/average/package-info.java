/** Vectors of texts as weighted means of word vectors: the article's §1.5 up to uSIF. */
@NullMarked
package io.isotropy.nlp.average;

import org.jspecify.annotations.NullMarked;
