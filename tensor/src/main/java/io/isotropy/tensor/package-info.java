/**
 * Tensors: n-dimensional float arrays over kernel buffers, with views, broadcasting, scopes, random numbers and
 * safetensors.
 */
@NullMarked
package io.isotropy.tensor;

import org.jspecify.annotations.NullMarked;
