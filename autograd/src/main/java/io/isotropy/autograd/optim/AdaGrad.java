package io.isotropy.autograd.optim;

import io.isotropy.autograd.nn.Parameter;
import io.isotropy.tensor.Tensor;
import java.util.List;
import java.util.Map;

/** AdaGrad: Duchi, Hazan, Singer 2011, as PyTorch's Adagrad. */
public final class AdaGrad implements Optimizer {

    /**
     * Its constants.
     *
     * @param weightDecay λ; biases and normalizations are spared
     */
    public record Config(float epsilon, float weightDecay) {

        /** PyTorch's: 1e-10, no decay. */
        public static final Config DEFAULT = new Config(1e-10f, 0);

        /** Checks. */
        public Config {
            Slots.requireConstants("adaGrad", epsilon, weightDecay);
        }

        /** With another decay. */
        public Config withWeightDecay(float decay) {
            return new Config(epsilon, decay);
        }
    }

    private final Config config;
    private final Slots slots;

    private AdaGrad(Config config, Slots slots) {
        this.config = config;
        this.slots = slots;
    }

    /** At step 0. */
    public static AdaGrad of(List<Parameter> parameters, Config config) {
        return new AdaGrad(config, new Slots(parameters, "sum"));
    }

    @Override
    public void step(float learningRate, float gradientScale) {
        Slots.Arguments in = slots.next(learningRate, gradientScale);
        slots.kernels().optimization().adaGrad(
                in.values(), in.gradients(), in.slot(0), in.weightDecays(config.weightDecay), learningRate,
                config.epsilon, gradientScale);
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
