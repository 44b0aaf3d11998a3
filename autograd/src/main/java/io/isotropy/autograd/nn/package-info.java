/** Layers: records made by {@code create} in a named scope of parameters. */
@NullMarked
package io.isotropy.autograd.nn;

import org.jspecify.annotations.NullMarked;
