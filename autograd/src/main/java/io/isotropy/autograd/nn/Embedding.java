package io.isotropy.autograd.nn;

import io.isotropy.autograd.Var;
import io.isotropy.tensor.IntTensor;
import io.isotropy.tensor.Shape;

/**
 * A table of vectors.
 *
 * @param weight (V, D)
 */
public record Embedding(Var weight) {

    /** A table of {@code count} vectors. */
    public static Embedding create(Parameters parameters, int count, int size, Initializer initializer) {
        return new Embedding(parameters.weight("weight", Shape.of(count, size), initializer));
    }

    /** Returns (shape of the index, D). */
    public Var forward(IntTensor index) {
        return io.isotropy.autograd.Embedding.gather(weight, index);
    }
}
