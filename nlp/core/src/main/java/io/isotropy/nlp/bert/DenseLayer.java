package io.isotropy.nlp.bert;

import io.isotropy.kernels.Activation;
import io.isotropy.kernels.Buffer;
import io.isotropy.kernels.PackedMatrix;
import io.isotropy.tensor.Shape;
import io.isotropy.tensor.Tensor;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * y = f(x·Wᵀ + b), for inference: W is packed once.
 *
 * @param weight Wᵀ, (inputs, outputs)
 * @param bias b, (outputs), or null
 */
public record DenseLayer(PackedMatrix weight, @Nullable Buffer bias) implements AutoCloseable {

    /** Reads {@code name.weight}, (outputs, inputs), and {@code name.bias}, for several names side by side: outputs one after another. */
    public static DenseLayer load(Weights weights, int outputs, int inputs, String... names) throws IOException {
        return load(weights, true, outputs, inputs, names);
    }

    /** As {@link #load(Weights, int, int, String...)}, with or without biases. */
    public static DenseLayer load(Weights weights, boolean bias, int outputs, int inputs, String... names)
            throws IOException {
        String[] matrices = new String[names.length];
        String[] vectors = new String[names.length];
        for (int i = 0; i < names.length; i++) {
            matrices[i] = names[i] + ".weight";
            vectors[i] = names[i] + ".bias";
        }
        return new DenseLayer(
                weights.pack(outputs, inputs, matrices),
                bias ? weights.concatenate(outputs, vectors) : null);
    }

    /** x: (N, inputs). Returns (N, outputs). */
    public Tensor forward(Tensor x, Activation activation) {
        int rows = x.shape().dim(0);
        Tensor y = x.like(Shape.of(rows, weight.columns()));
        x.kernels()
                .blas()
                .linear(rows, x.buffer(), weight.rows(), weight, bias, activation, y.buffer(), weight.columns());
        return y;
    }

    @Override
    public void close() {
        weight.close();
        if (bias != null) {
            bias.close();
        }
    }
}
