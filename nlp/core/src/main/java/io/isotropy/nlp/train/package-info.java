/** What models of text learn from: objectives of training for sentence encoders and language models. */
@NullMarked
package io.isotropy.nlp.train;

import org.jspecify.annotations.NullMarked;
