/** The vectors that fit a query best, looked for among all. */
@NullMarked
package io.isotropy.nlp.search;

import org.jspecify.annotations.NullMarked;
