package io.isotropy.nlp.bert;

import io.isotropy.kernels.Buffer;
import io.isotropy.tensor.Tensor;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Layer normalization over the last dim: Ba et al. 2016.
 *
 * @param gamma (D)
 * @param beta (D)
 */
record LayerNorm(Buffer gamma, Buffer beta, float eps) implements AutoCloseable {

    static LayerNorm load(Weights weights, String name, int size, float eps) throws IOException {
        return new LayerNorm(weights.read(name + ".weight", size), weights.read(name + ".bias", size), eps);
    }

    /** x, residual: (N, D). Returns the normalized x + residual, (N, D). */
    Tensor forward(Tensor x, @Nullable Tensor residual) {
        Tensor y = x.like();
        x.kernels()
                .normalization()
                .layerNorm(
                        x.buffer(), residual == null ? null : residual.buffer(), gamma, beta, y.buffer(),
                        null, null, x.shape().dim(0), x.shape().last(), eps);
        return y;
    }

    @Override
    public void close() {
        gamma.close();
        beta.close();
    }
}
