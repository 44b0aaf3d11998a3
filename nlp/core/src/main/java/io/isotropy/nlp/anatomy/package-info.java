/** How a model's vectors lie in their space: the figures that the literature explains good and bad embeddings with. */
@NullMarked
package io.isotropy.nlp.anatomy;

import org.jspecify.annotations.NullMarked;
