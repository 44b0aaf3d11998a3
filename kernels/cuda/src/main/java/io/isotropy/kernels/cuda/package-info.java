/** The kernels in CUDA C, on an NVIDIA GPU: loaded through JCuda's driver API, and only when asked for by name. */
@NullMarked
package io.isotropy.kernels.cuda;

import org.jspecify.annotations.NullMarked;
