package io.isotropy.autograd.nn;

import io.isotropy.autograd.Blas;
import io.isotropy.autograd.Var;
import io.isotropy.tensor.Shape;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A dense layer, y = x·Wᵀ + b.
 *
 * @param weight W, (outputs, inputs)
 * @param bias b, (outputs), or null
 */
public record Linear(Var weight, @Nullable Var bias) {

    /** With a bias, initialized as PyTorch's Linear. */
    public static Linear create(Parameters parameters, int inputs, int outputs) {
        float bound = (float) (1 / Math.sqrt(Math.max(1, inputs)));
        return new Linear(
                parameters.weight("weight", Shape.of(outputs, inputs), Initializer.linearDefault()),
                parameters.bias("bias", Shape.of(outputs), Initializer.uniform(bound)));
    }

    /** With a bias of zeros. */
    public static Linear create(Parameters parameters, int inputs, int outputs, Initializer initializer) {
        return new Linear(
                parameters.weight("weight", Shape.of(outputs, inputs), initializer),
                parameters.bias("bias", Shape.of(outputs), Initializer.zeros()));
    }

    /** Without a bias. */
    public static Linear createWithoutBias(Parameters parameters, int inputs, int outputs, Initializer initializer) {
        return new Linear(parameters.weight("weight", Shape.of(outputs, inputs), initializer), null);
    }

    /** A layer whose weight is shared with an embedding table (V, D), as Press and Wolf 2017: (…, D) to (…, V). */
    public static Linear tied(Parameters parameters, Var table) {
        return new Linear(table, parameters.bias("bias", Shape.of(table.shape().dim(0)), Initializer.zeros()));
    }

    /** x: (…, inputs). Returns (…, outputs). */
    public Var forward(Var x) {
        return Blas.linear(x, weight, bias);
    }

    /** max(y, 0) of the same. */
    Var forwardRelu(Var x) {
        return Blas.linearRelu(x, weight, bias);
    }

    /**
     * Several layers on one input as one product, (…, inputs) to (…, Σ outputs); all with a bias or none.
     */
    public static Var forward(Var x, Linear... layers) {
        List<Var> weights = Arrays.stream(layers).map(Linear::weight).toList();
        List<Var> biases = Arrays.stream(layers).map(Linear::bias).filter(bias -> bias != null).toList();
        return Blas.linear(x, weights, biases);
    }
}
