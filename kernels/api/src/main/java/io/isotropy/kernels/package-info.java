/** The kernel interface: numeric routines on flat, opaque buffers, in groups, and the backends that implement them. */
@NullMarked
package io.isotropy.kernels;

import org.jspecify.annotations.NullMarked;
