package io.isotropy.autograd.flow;

import static io.isotropy.tensor.Shape.require;

import io.isotropy.autograd.nn.Parameters;
import java.util.ArrayList;
import java.util.List;

/**
 * RealNVP: Dinh, Sohl-Dickstein and Bengio 2017, "Density estimation using Real NVP", §3.6: on every level affine couplings in turn, a squeeze,
 * as many couplings again, and a split. Glow's {@link ActNorm} goes before each coupling, where the paper normalizes by batch (§3.7), since that makes a
 * vector's likelihood depend on its neighbours.
 *
 * @param levels of which each but the last finishes half of the columns
 * @param couplings before and again after each squeeze
 * @param hiddenLayers of a coupling's network
 * @param width of a hidden layer
 */
public record RealNvp(int levels, int couplings, int hiddenLayers, int width) implements FlowConfig {

    /** Their CIFAR-10 model (§4.1): 2 levels of 3 + 3 couplings, networks of 64 features, whose 8 residual blocks are 2 dense layers here. */
    public static final RealNvp DEFAULT = new RealNvp(2, 3, 2, 64);

    /** Checks. */
    public RealNvp {
        require(levels >= 1 && couplings >= 1 && hiddenLayers >= 0 && width >= 1, "realNvp",
                "there must be a level with a coupling of some width",
                "levels", levels, "couplings", couplings, "hidden layers", hiddenLayers, "width", width);
    }

    @Override
    public FlowModel create(Parameters parameters, int size) {
        return new FlowModel(size, level(parameters, 0, size), Prior.GAUSSIAN);
    }

    private Flow level(Parameters parameters, int level, int size) {
        Parameters scope = parameters.at("level", level);
        List<Flow> flows = new ArrayList<>();
        couplings(scope.at("before"), size, flows);
        if (size % 2 == 0) {
            flows.add(new Squeeze(2));
        }
        couplings(scope.at("after"), size, flows);
        int done = size / 2;
        if (level + 1 < levels && size - done >= 2) {
            flows.add(new Split(done, level(parameters, level + 1, size - done)));
        }
        return new Sequence(scope.path(), flows);
    }

    private void couplings(Parameters scope, int size, List<Flow> flows) {
        for (int i = 0; i < couplings; i++) {
            Parameters step = scope.at("" + i);
            Halves halves = new Halves(size, i % 2 == 1);
            flows.add(ActNorm.create(step.at("norm"), size));
            flows.add(new AffineCoupling(
                    halves,
                    CouplingNetwork.mlp(step.at("network"), halves.kept(), width, hiddenLayers, 2 * halves.changed()),
                    LogScale.tanh(step.at("log_scale"), halves.changed())));
        }
    }
}
