package io.isotropy.autograd.nn;

import io.isotropy.autograd.Elementwise;
import io.isotropy.autograd.Mode;
import io.isotropy.autograd.Var;

/**
 * Dropout: Srivastava et al. 2014; in use it does nothing.
 *
 * @param p the probability of an element to be 0, in [0, 1)
 */
public record Dropout(float p) {

    /** x: any shape, which the result has, too. */
    public Var forward(Var x, Mode mode) {
        return Elementwise.dropout(x, p, mode);
    }
}
