package io.isotropy.autograd.train;

import io.isotropy.autograd.Mode;
import io.isotropy.autograd.Var;
import io.isotropy.autograd.nn.Parameters;

/** What a {@link Trainer} sees of a model and its data. */
public interface Trainable {

    /** All parameters, those that only training has included. */
    Parameters parameters();

    /**
     * The loss of a batch, a single number: a function of the parameters, the batch and what {@code mode} draws, so that a run which
     * was cut off goes on as if it had not been.
     */
    Var loss(Batch batch, Mode mode);
}
