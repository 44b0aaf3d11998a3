/** How good vectors are: correlation with human judgements of similarity, analogies. */
@NullMarked
package io.isotropy.nlp.eval;

import org.jspecify.annotations.NullMarked;
