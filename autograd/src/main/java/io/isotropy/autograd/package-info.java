/** Reverse-mode automatic differentiation on tensors: the layer between tensors and trainable models. */
@NullMarked
package io.isotropy.autograd;

import org.jspecify.annotations.NullMarked;
