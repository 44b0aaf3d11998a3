/** Every model of text representation, trained on one corpus and shown side by side. */
@NullMarked
package io.isotropy.tour;

import org.jspecify.annotations.NullMarked;
