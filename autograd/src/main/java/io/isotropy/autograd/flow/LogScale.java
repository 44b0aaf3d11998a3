package io.isotropy.autograd.flow;

import io.isotropy.autograd.Var;
import io.isotropy.autograd.nn.Initializer;
import io.isotropy.autograd.nn.Parameters;
import io.isotropy.kernels.Coupling;
import io.isotropy.tensor.Shape;
import io.isotropy.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/** How an affine coupling bounds the logarithms of its factors, without which training diverges sooner or later. */
public sealed interface LogScale {

    /** What the coupling's kernel knows it by. */
    Coupling.Scale scale();

    /** The bound of each column, learnt, (K); null if there is none. */
    @Nullable Var factor();

    /** The bounded logarithms of what a network says, for the inverse, which has no gradient. raw: (N, K). Returns (N, K). */
    Tensor of(Tensor raw);

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
        public Coupling.Scale scale() {
            return Coupling.Scale.TANH;
        }

        @Override
        public Tensor of(Tensor raw) {
            return raw.tanh().times(factor.value());
        }
    }

    /**
     * log σ(raw + 2): the authors' program of Kingma and Dhariwal 2018 (Glow); factors begin at 0.88. σ has a floor here, 0.001 as in Durkan et
     * al. 2019, so that no column becomes so flat that its inverse is infinite.
     */
    record Sigmoid() implements LogScale {
        @Override
        public Coupling.Scale scale() {
            return Coupling.Scale.SIGMOID;
        }

        @Override
        public @Nullable Var factor() {
            return null;
        }

        @Override
        public Tensor of(Tensor raw) {
            return raw.plus(Coupling.RAISE).sigmoid().plus(Coupling.FLOOR).log();
        }
    }
}
