/** The kernels on the CPU: Vector API loops, or scalar ones where the vector module is absent, on the backend's own threads. */
@NullMarked
package io.isotropy.kernels.cpu;

import org.jspecify.annotations.NullMarked;
