/**
 * Training, whatever the model: which examples come in which step, accumulation, evaluation, early stopping, logs, and checkpoints from
 * which a run goes on to the bit.
 */
@NullMarked
package io.isotropy.autograd.train;

import org.jspecify.annotations.NullMarked;
