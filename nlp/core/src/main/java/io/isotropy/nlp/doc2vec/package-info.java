/** Paragraph vectors. */
@NullMarked
package io.isotropy.nlp.doc2vec;

import org.jspecify.annotations.NullMarked;
