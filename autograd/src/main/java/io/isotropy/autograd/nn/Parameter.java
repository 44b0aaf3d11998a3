package io.isotropy.autograd.nn;

import io.isotropy.autograd.Var;

/**
 * A parameter of a model.
 *
 * @param name its whole path, as checkpoints have it: "encoder.layer.0.output.dense.weight"
 * @param decay whether weight decay applies: to matrices, not to biases and the factors of normalizations
 */
public record Parameter(String name, Var variable, boolean decay) {}
