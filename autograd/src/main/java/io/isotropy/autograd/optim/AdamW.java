package io.isotropy.autograd.optim;

import io.isotropy.autograd.nn.Parameter;
import io.isotropy.tensor.Tensor;
import java.util.List;
import java.util.Map;

/** Adam with decoupled weight decay: Loshchilov and Hutter 2019, algorithm 2, as PyTorch's AdamW. */
public final class AdamW implements Optimizer {

    /**
     * Its constants.
     *
     * @param weightDecay λ; biases and normalizations are spared
     */
    public record Config(float beta1, float beta2, float epsilon, float weightDecay) {

        /** The training arguments' defaults in Hugging Face's transformers: 0.9, 0.999, 1e-8, no decay. */
        public static final Config DEFAULT = new Config(0.9f, 0.999f, 1e-8f, 0);

        /** Checks. */
        public Config {
            Slots.requireConstants("adamW", beta1, beta2, epsilon, weightDecay);
        }

        /** With another decay. */
        public Config withWeightDecay(float decay) {
            return new Config(beta1, beta2, epsilon, decay);
        }
    }

    private final Config config;
    private final Slots slots;

    private AdamW(Config config, Slots slots) {
        this.config = config;
        this.slots = slots;
    }

    /** At step 0. */
    public static AdamW of(List<Parameter> parameters, Config config) {
        return new AdamW(config, new Slots(parameters, "exp_avg", "exp_avg_sq"));
    }

    @Override
    public void step(float learningRate, float gradientScale) {
        Slots.Arguments in = slots.next(learningRate, gradientScale);
        slots.kernels().optimization().adamW(
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
