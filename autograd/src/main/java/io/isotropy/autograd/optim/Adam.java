package io.isotropy.autograd.optim;

import io.isotropy.autograd.nn.Parameter;
import io.isotropy.tensor.Tensor;
import java.util.List;
import java.util.Map;

/** Adam, Kingma and Ba 2015, algorithm 1, with L2 regularization, as PyTorch's Adam. */
public final class Adam implements Optimizer {

    /**
     * Its constants.
     *
     * @param weightDecay λ; biases and normalizations are spared
     */
    public record Config(float beta1, float beta2, float epsilon, float weightDecay) {

        /** The paper's: 0.9, 0.999, 1e-8; no decay. */
        public static final Config DEFAULT = new Config(0.9f, 0.999f, 1e-8f, 0);

        /** Checks. */
        public Config {
            Slots.requireConstants("adam", beta1, beta2, epsilon, weightDecay);
        }

        /** With another decay. */
        public Config withWeightDecay(float decay) {
            return new Config(beta1, beta2, epsilon, decay);
        }
    }

    private final Config config;
    private final Slots slots;

    private Adam(Config config, Slots slots) {
        this.config = config;
        this.slots = slots;
    }

    /** At step 0. */
    public static Adam of(List<Parameter> parameters, Config config) {
        return new Adam(config, new Slots(parameters, "exp_avg", "exp_avg_sq"));
    }

    @Override
    public void step(float learningRate, float gradientScale) {
        Slots.Arguments in = slots.next(learningRate, gradientScale);
        slots.kernels().optimization().adam(
                in.values(), in.gradients(), in.slot(0), in.slot(1), in.weightDecays(config.weightDecay), learningRate,
                config.beta1, config.beta2, config.epsilon, slots.steps, gradientScale);
    }

    @Override
    public int steps() {
        return slots.steps;
    }

    @Override
    public Map<String, Tensor> state() {
        return slots.state();
    }

    @Override
    public void resume(int steps) {
        slots.steps = steps;
    }

    @Override
    public List<Parameter> parameters() {
        return slots.parameters;
    }
}
