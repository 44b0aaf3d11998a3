/**
 * The safetensors format: strict reading of single and sharded files into arrays and kernel buffers, and atomic
 * writing.
 */
@NullMarked
package io.isotropy.tensor.safetensors;

import org.jspecify.annotations.NullMarked;
