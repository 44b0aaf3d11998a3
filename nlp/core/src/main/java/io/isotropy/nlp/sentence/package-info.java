/** Sentence vectors from encoder folders in the sentence-transformers layout: Reimers and Gurevych 2019. */
@NullMarked
package io.isotropy.nlp.sentence;

import org.jspecify.annotations.NullMarked;
