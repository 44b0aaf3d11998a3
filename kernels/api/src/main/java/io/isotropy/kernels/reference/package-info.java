/** The definition of every kernel: plain loops over double[], never optimized. Every other backend is held to it. */
@NullMarked
package io.isotropy.kernels.reference;

import org.jspecify.annotations.NullMarked;
