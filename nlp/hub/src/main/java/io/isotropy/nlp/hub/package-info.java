/** Finds published models by name and caches them as model folders; the only module that touches the network. */
@NullMarked
package io.isotropy.nlp.hub;

import org.jspecify.annotations.NullMarked;
