/** What models are trained on: files of examples, and what is made of texts before a model sees them. */
@NullMarked
package io.isotropy.nlp.data;

import org.jspecify.annotations.NullMarked;
