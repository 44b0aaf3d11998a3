/** Word2Vec, and what all training by windows over a corpus shares. */
@NullMarked
package io.isotropy.nlp.word2vec;

import org.jspecify.annotations.NullMarked;
