package io.isotropy.autograd.nn;

import static io.isotropy.tensor.Shape.require;

import io.isotropy.tensor.Philox;
import io.isotropy.tensor.Tensor;

/** How a parameter begins. */
@FunctionalInterface
public interface Initializer {

    /** Sets all elements from the generator's numbers. */
    void fill(Tensor parameter, Philox random);

    /** Zeros: biases. */
    static Initializer zeros() {
        return constant(0);
    }

    /** Ones: the factors of normalizations. */
    static Initializer ones() {
        return constant(1);
    }

    /** One value. */
    static Initializer constant(float value) {
        return (parameter, random) -> parameter.fill(value);
    }

    /** Normal with mean 0: BERT with a deviation of 0.02 (its {@code initializer_range}). */
    static Initializer normal(float deviation) {
        return (parameter, random) -> fill(parameter, i -> deviation * random.normal(i));
    }

    /** Normal with mean 0, drawn again beyond two deviations: the original BERT, as TensorFlow's truncated normal. */
    static Initializer truncatedNormal(float deviation) {
        return (parameter, random) -> fill(parameter, i -> {
            float z = random.normal(i);
            for (long attempt = 1; Math.abs(z) > 2; attempt++) {
                z = random.child(attempt).normal(i);
            }
            return deviation * z;
        });
    }

    /** Uniform in [−bound, bound). */
    static Initializer uniform(float bound) {
        return (parameter, random) -> fill(parameter, i -> bound * (2 * random.uniform(i) - 1));
    }

    /** Uniform with the bound √(6/(inputs + outputs)): Glorot and Bengio 2010, eq. 16. For a weight (outputs, inputs). */
    static Initializer xavierUniform() {
        return (parameter, random) -> {
            float bound = (float) Math.sqrt(6.0 / (outputs(parameter) + inputs(parameter)));
            uniform(bound).fill(parameter, random);
        };
    }

    /** Normal with the deviation √(2/inputs): He et al. 2015, eq. 10, for ReLU. For a weight (outputs, inputs). */
    static Initializer heNormal() {
        return (parameter, random) -> normal((float) Math.sqrt(2.0 / inputs(parameter))).fill(parameter, random);
    }

    /** Uniform with the bound 1/√inputs: PyTorch's Linear. For a weight (outputs, inputs). */
    static Initializer linearDefault() {
        return (parameter, random) -> uniform((float) (1 / Math.sqrt(inputs(parameter)))).fill(parameter, random);
    }

    private static int inputs(Tensor weight) {
        require(weight.rank() == 2 && weight.shape().dim(1) > 0, "initializer", "a weight must be (outputs, inputs)",
                "weight", weight.shape());
        return weight.shape().dim(1);
    }

    private static int outputs(Tensor weight) {
        require(weight.rank() == 2, "initializer", "a weight must be (outputs, inputs)", "weight", weight.shape());
        return weight.shape().dim(0);
    }

    /** A number for each place. */
    interface Numbers {
        /** The value of element {@code index}. */
        float at(int index);
    }

    private static void fill(Tensor parameter, Numbers numbers) {
        float[] values = new float[parameter.shape().size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = numbers.at(i);
        }
        parameter.buffer().write(0, values, 0, values.length);
    }
}
