package io.isotropy.autograd.optim;

import io.isotropy.autograd.nn.Parameter;
import io.isotropy.tensor.Tensor;
import java.util.Map;

/** Changes parameters by their gradients. A parameter without a gradient stays as it is, its state too. */
public sealed interface Optimizer permits AdamW, Adam, Sgd, AdaGrad {

    /**
     * One step for all parameters, in one pass.
     *
     * @param learningRate of this step
     * @param gradientScale multiplies the gradients first: {@link GlobalNorm#scale} clips
     */
    void step(float learningRate, float gradientScale);

    /** One step without clipping. */
    default void step(float learningRate) {
        step(learningRate, 1);
    }

    /** The number of steps made. */
    int steps();

    /**
     * The tensors of the state, by the parameter's name and what they are: "exp_avg.encoder.layer.0.output.dense.weight". They are the
     * optimizer's own: writing to them restores a state.
     */
    Map<String, Tensor> state();

    /** Continues after {@code steps} steps, once {@link #state} has been written. */
    void resume(int steps);

    /** The parameters, all of them. */
    java.util.List<Parameter> parameters();
}
