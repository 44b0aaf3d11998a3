/** The suite that every backend must pass, against the reference. */
@NullMarked
package io.isotropy.kernels.conformance;

import org.jspecify.annotations.NullMarked;
