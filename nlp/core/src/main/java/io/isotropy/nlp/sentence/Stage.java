package io.isotropy.nlp.sentence;

import io.isotropy.kernels.Activation;
import io.isotropy.nlp.bert.DenseLayer;
import io.isotropy.tensor.Tensor;

/** What happens to pooled vectors, (texts, D), before they are handed out. */
sealed interface Stage {

    /** Returns (texts, D'). */
    Tensor apply(Tensor x);

    /** The length of its output vectors, given that of its input's. */
    int dimension(int before);

    /** A dense layer with an activation: {@code 2_Dense}. */
    record Dense(DenseLayer layer, Activation activation) implements Stage {
        @Override
        public Tensor apply(Tensor x) {
            return layer.forward(x, activation);
        }

        @Override
        public int dimension(int before) {
            return layer.weight().columns();
        }
    }

    /** The first components: Matryoshka representations, Kusupati et al. 2022. */
    record Truncate(int size) implements Stage {
        @Override
        public Tensor apply(Tensor x) {
            return x.shape().last() == size ? x : x.slice(1, 0, size).contiguous();
        }

        @Override
        public int dimension(int before) {
            return size;
        }
    }

    /** Unit length: {@code 2_Normalize}. */
    record Normalize() implements Stage {
        /** PyTorch's functional.normalize divides by at least this. */
        private static final float EPS = 1e-12f;

        @Override
        public Tensor apply(Tensor x) {
            Tensor y = x.like();
            x.kernels()
                    .normalization()
                    .l2Normalize(x.buffer(), y.buffer(), x.shape().dim(0), x.shape().last(), EPS);
            return y;
        }

        @Override
        public int dimension(int before) {
            return before;
        }
    }
}
