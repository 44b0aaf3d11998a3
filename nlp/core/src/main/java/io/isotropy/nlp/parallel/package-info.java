/** Work shared by threads. */
@NullMarked
package io.isotropy.nlp.parallel;

import org.jspecify.annotations.NullMarked;
