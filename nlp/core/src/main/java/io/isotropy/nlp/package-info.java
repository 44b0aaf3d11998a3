/** Text in, vector out: the models of text representation. */
@NullMarked
package io.isotropy.nlp;

import org.jspecify.annotations.NullMarked;
