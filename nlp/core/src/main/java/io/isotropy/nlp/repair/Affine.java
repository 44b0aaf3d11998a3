package io.isotropy.nlp.repair;

import io.isotropy.tensor.linalg.Matrix;

/**
 * x·A + b, which is a dense layer without an activation.
 *
 * @param weight (D, k), A
 * @param bias (k), b
 */
record Affine(Matrix weight, double[] bias) {

    /** (x − mean)·weight. */
    static Affine centered(double[] mean, Matrix weight) {
        double[] bias = new Matrix(1, mean.length, mean).times(weight).values();
        for (int j = 0; j < bias.length; j++) {
            bias[j] = -bias[j];
        }
        return new Affine(weight, bias);
    }
}
