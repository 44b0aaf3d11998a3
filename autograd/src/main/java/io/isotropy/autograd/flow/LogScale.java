package io.isotropy.autograd.flow;

import io.isotropy.autograd.Elementwise;
import io.isotropy.autograd.Var;
import io.isotropy.autograd.nn.Initializer;
import io.isotropy.autograd.nn.Parameters;
import io.isotropy.tensor.Shape;

/** How an affine coupling bounds the logarithms of its factors, without which training diverges sooner or later. */
public sealed interface LogScale {

    /** The bounded logarithms of what a network says. raw: (N, K). Returns (N, K). */
    Var of(Var raw);

    /** {@link Tanh} with factors of 1. */
    static LogScale tanh(Parameters parameters, int size) {
        return new Tanh(parameters.bias("factor", Shape.of(size), Initializer.ones()));
    }

    /** {@link Sigmoid}. */
    static LogScale sigmoid() {
        return new Sigmoid();
    }

    /**
     * factor ⊙ tanh(raw): Dinh et al. 2017 (RealNVP), §4.1.
     *
     * @param factor the bound of each column, learnt; (K)
     */
    record Tanh(Var factor) implements LogScale {
        @Override
        public Var of(Var raw) {
            return Elementwise.tanh(raw).times(factor);
        }
    }

    /**
     * log σ(raw + 2): the authors' program of Kingma and Dhariwal 2018 (Glow); factors begin at 0.88. σ has a floor here, 0.001 as in Durkan et
     * al. 2019, so that no column becomes so flat that its inverse is infinite.
     */
    record Sigmoid() implements LogScale {
        private static final float SHIFT = 2;
        private static final float FLOOR = 1e-3f;

        @Override
        public Var of(Var raw) {
            return Elementwise.log(Elementwise.sigmoid(raw.plus(SHIFT)).plus(FLOOR));
        }
    }
}
