@NullMarked
package io.isotropy.tensor.safetensors;

import org.jspecify.annotations.NullMarked;
