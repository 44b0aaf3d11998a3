package io.isotropy.autograd.optim;

import static io.isotropy.tensor.Shape.require;

import io.isotropy.autograd.nn.Parameter;
import io.isotropy.tensor.Tensor;
import java.util.List;
import java.util.Map;

/** Stochastic gradient descent, with momentum (Sutskever et al. 2013) where wanted, as PyTorch's SGD. */
public final class Sgd implements Optimizer {

    /**
     * Its constants.
     *
     * @param weightDecay λ; biases and normalizations are spared
     */
    public record Config(float momentum, float dampening, boolean nesterov, float weightDecay) {

        /** Plain: no momentum, no decay. */
        public static final Config DEFAULT = new Config(0, 0, false, 0);

        /** Checks. */
        public Config {
            Slots.requireConstants("sgd", 0, weightDecay);
            require(momentum >= 0 && Float.isFinite(momentum) && Float.isFinite(dampening), "sgd", "momentum must be 0 or more",
                    "momentum", momentum, "dampening", dampening);
            require(!nesterov || momentum > 0 && dampening == 0, "sgd", "Nesterov's momentum needs momentum, and no dampening",
                    "momentum", momentum, "dampening", dampening);
        }

        /** With another decay. */
        public Config withWeightDecay(float decay) {
            return new Config(momentum, dampening, nesterov, decay);
        }
    }

    private final Config config;
    private final Slots slots;

    private Sgd(Config config, Slots slots) {
        this.config = config;
        this.slots = slots;
    }

    /** At step 0. */
    public static Sgd of(List<Parameter> parameters, Config config) {
        return new Sgd(config, config.momentum == 0 ? new Slots(parameters) : new Slots(parameters, "momentum_buffer"));
    }

    @Override
    public void step(float learningRate, float gradientScale) {
        Slots.Arguments in = slots.next(learningRate, gradientScale);
        slots.kernels().optimization().sgd(
                in.values(), in.gradients(), config.momentum == 0 ? null : in.slot(0),
                in.weightDecays(config.weightDecay), learningRate, config.momentum, config.dampening, config.nesterov,
                slots.steps, gradientScale);
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
