/** Optimizers, learning-rate schedules, clipping. */
@NullMarked
package io.isotropy.autograd.optim;

import org.jspecify.annotations.NullMarked;
