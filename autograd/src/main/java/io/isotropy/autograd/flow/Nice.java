package io.isotropy.autograd.flow;

import static io.isotropy.tensor.Shape.require;

import io.isotropy.autograd.nn.Parameters;
import java.util.ArrayList;
import java.util.List;

/**
 * NICE: Dinh, Krueger and Bengio 2015, "NICE: Non-linear Independent Components Estimation", §5.1: even columns against odd ones, additive
 * couplings in turn, one scaling at the end.
 *
 * @param couplings 3 or more for every column to depend on every other (§3.2)
 * @param hiddenLayers of a coupling's network
 * @param width of a hidden layer
 */
public record Nice(int couplings, int hiddenLayers, int width, Prior prior) implements FlowConfig {

    /** Their MNIST model: §5.1, figure 3. */
    public static final Nice DEFAULT = new Nice(4, 5, 1000, Prior.LOGISTIC);

    /** Checks. */
    public Nice {
        require(couplings >= 1 && hiddenLayers >= 0 && width >= 1, "nice", "there must be a coupling of some width",
                "couplings", couplings, "hidden layers", hiddenLayers, "width", width);
    }

    @Override
    public FlowModel create(Parameters parameters, int size) {
        List<Flow> flows = new ArrayList<>();
        if (size % 2 == 0) {
            flows.add(new Squeeze(2));
        }
        for (int i = 0; i < couplings; i++) {
            Halves halves = new Halves(size, i % 2 == 1);
            flows.add(new AdditiveCoupling(halves, CouplingNetwork.mlp(
                    parameters.at("coupling", i), halves.kept(), width, hiddenLayers, halves.changed())));
        }
        flows.add(Scaling.create(parameters.at("scaling"), size));
        return new FlowModel(size, new Sequence(parameters.path(), flows), prior);
    }
}
