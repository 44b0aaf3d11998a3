package io.isotropy.autograd.flow;

import io.isotropy.autograd.Elementwise;
import io.isotropy.autograd.Reductions;
import io.isotropy.autograd.Var;
import io.isotropy.kernels.Backend;
import io.isotropy.tensor.Philox;
import io.isotropy.tensor.Shape;
import io.isotropy.tensor.Tensor;

/** The density that a flow gives its vectors; independent from column to column (Dinh et al. 2015, §3.4). */
public enum Prior {

    /** The standard normal one: their eq. 11. */
    GAUSSIAN {
        @Override
        public Var logDensity(Var z) {
            Var squares = Reductions.sum(Elementwise.square(z), 1);
            return Elementwise.affine(squares, -0.5f, (float) (-0.5 * z.shape().dim(1) * Math.log(2 * Math.PI)));
        }

        @Override
        public Tensor sample(Backend backend, int rows, int size, Philox random) {
            return Tensor.normal(backend, Shape.of(rows, size), random, 0, 1);
        }
    },

    /** The standard logistic one: their eq. 12. */
    LOGISTIC {
        @Override
        public Var logDensity(Var z) {
            // −log(1 + eᶻ) − log(1 + e⁻ᶻ), where neither exponential may overflow
            Var a = Elementwise.abs(z);
            Var log = Elementwise.log(Elementwise.exp(a.negate()).plus(1));
            return Reductions.sum(Elementwise.affine(log, -2, 0).minus(a), 1);
        }

        @Override
        public Tensor sample(Backend backend, int rows, int size, Philox random) {
            float[] uniform = new float[Math.multiplyExact(rows, size)];
            random.uniform(0, uniform, 0, uniform.length);
            for (int i = 0; i < uniform.length; i++) {
                double u = uniform[i] + 0x1p-25; // half a step above 0, whose logarithm is infinite
                uniform[i] = (float) Math.log(u / (1 - u));
            }
            return Tensor.of(backend, Shape.of(rows, size), uniform);
        }
    };

    /** log p(z) of each row. z: (N, D). Returns (N). */
    public abstract Var logDensity(Var z);

    /** Random vectors, (rows, size). */
    public abstract Tensor sample(Backend backend, int rows, int size, Philox random);
}
