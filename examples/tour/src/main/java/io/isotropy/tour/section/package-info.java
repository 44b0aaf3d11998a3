/** The stops of the tour: one class for each generation of text vectors, to be read from top to bottom. */
@NullMarked
package io.isotropy.tour.section;

import org.jspecify.annotations.NullMarked;
