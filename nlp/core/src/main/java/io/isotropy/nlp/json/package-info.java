/** A JSON tree for the small files of a model folder: strict about types, exact about where a problem is. */
@NullMarked
package io.isotropy.nlp.json;

import org.jspecify.annotations.NullMarked;
