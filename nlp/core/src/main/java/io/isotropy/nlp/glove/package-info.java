/** Global vectors: Pennington, Socher, Manning 2014, "GloVe: Global Vectors for Word Representation". */
@NullMarked
package io.isotropy.nlp.glove;

import org.jspecify.annotations.NullMarked;
