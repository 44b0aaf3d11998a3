/**
 * Normalizing flows: invertible maps of vectors whose volume change is known, so that a simple density becomes that of the data (Rezende and
 * Mohamed 2015); NICE, RealNVP and Glow.
 */
@NullMarked
package io.isotropy.autograd.flow;

import org.jspecify.annotations.NullMarked;
