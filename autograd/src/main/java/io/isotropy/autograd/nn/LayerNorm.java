package io.isotropy.autograd.nn;

import io.isotropy.autograd.Normalization;
import io.isotropy.autograd.Var;
import io.isotropy.tensor.Shape;

/**
 * Layer normalization: Ba et al. 2016, eq. 3-4.
 *
 * @param weight γ, (D)
 * @param bias β, (D)
 */
public record LayerNorm(Var weight, Var bias, float eps) {

    /** γ of ones, β of zeros. */
    public static LayerNorm create(Parameters parameters, int size, float eps) {
        return new LayerNorm(
                parameters.bias("weight", Shape.of(size), Initializer.ones()),
                parameters.bias("bias", Shape.of(size), Initializer.zeros()),
                eps);
    }

    /** x: (…, D). Returns (…, D). */
    public Var forward(Var x) {
        return Normalization.layerNorm(x, weight, bias, eps);
    }

    /** Normalizes x + residual, without the sum in memory. x, residual: (…, D). Returns (…, D). */
    public Var forward(Var x, Var residual) {
        return Normalization.layerNorm(x, residual, weight, bias, eps);
    }
}
