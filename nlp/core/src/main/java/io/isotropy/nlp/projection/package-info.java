/** Vectors on a plane, for people to look at. */
@NullMarked
package io.isotropy.nlp.projection;

import org.jspecify.annotations.NullMarked;
