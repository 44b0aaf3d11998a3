package io.isotropy.autograd.flow;

import static io.isotropy.tensor.Shape.require;

import io.isotropy.autograd.nn.Parameters;
import java.util.ArrayList;
import java.util.List;

/**
 * Glow: Kingma and Dhariwal 2018, "Glow: Generative Flow with Invertible 1×1 Convolutions", §3, figure 2: levels of steps, each of which is
 * {@link ActNorm}, a mixing of columns and a coupling; a split after each level but the last.
 *
 * @param depth K, the steps of a level
 * @param width of the two hidden layers of a coupling's network
 */
public record Glow(int levels, int depth, int width, Mixing mixing, Coupling coupling) implements FlowConfig {

    /** What mixes columns. */
    public enum Mixing {
        /** Last column first. */
        REVERSE,
        /** A random order. */
        PERMUTATION,
        /** An {@link InvertibleLinear} map. */
        LINEAR
    }

    /** How a coupling changes its part. */
    public enum Coupling {
        ADDITIVE,
        AFFINE
    }

    /** Theirs: §5.1 and appendix, table 4: 3 levels of 32 steps, width 512. */
    public static final Glow DEFAULT = new Glow(3, 32, 512, Mixing.LINEAR, Coupling.AFFINE);

    /**
     * BERT-flow: Li et al. 2020, "On the Sentence Embeddings from Pre-trained Language Models", §3.2 and appendix A. Their program turns the
     * columns round ({@link Mixing#REVERSE}) where the paper permutes them at random.
     */
    public static final Glow BERT_FLOW = new Glow(2, 3, 32, Mixing.PERMUTATION, Coupling.ADDITIVE);

    private static final int HIDDEN_LAYERS = 2; // of their networks, §5

    /** Checks. */
    public Glow {
        require(levels >= 1 && depth >= 1 && width >= 1, "glow", "there must be a level with a step of some width",
                "levels", levels, "depth", depth, "width", width);
    }

    /** With other sizes. */
    public Glow withSizes(int otherLevels, int otherDepth, int otherWidth) {
        return new Glow(otherLevels, otherDepth, otherWidth, mixing, coupling);
    }

    @Override
    public FlowModel create(Parameters parameters, int size) {
        return new FlowModel(size, level(parameters, 0, size), Prior.GAUSSIAN);
    }

    private Flow level(Parameters parameters, int level, int size) {
        Parameters scope = parameters.at("level", level);
        List<Flow> flows = new ArrayList<>();
        for (int i = 0; i < depth; i++) {
            Parameters step = scope.at("" + i);
            flows.add(ActNorm.create(step.at("norm"), size));
            flows.add(switch (mixing) {
                case REVERSE -> Permutation.reverse(parameters.backend(), size);
                case PERMUTATION -> Permutation.create(step.at("permutation"), size);
                case LINEAR -> InvertibleLinear.create(step.at("linear"), size);
            });
            flows.add(coupling(step, new Halves(size, false)));
        }
        int done = size / 2;
        if (level + 1 < levels && size - done >= 2) {
            flows.add(new Split(done, level(parameters, level + 1, size - done)));
        }
        return new Sequence(scope.path(), flows);
    }

    private Flow coupling(Parameters step, Halves halves) {
        int outputs = coupling == Coupling.AFFINE ? 2 * halves.changed() : halves.changed();
        CouplingNetwork network = CouplingNetwork.mlp(step.at("network"), halves.kept(), width, HIDDEN_LAYERS, outputs);
        return switch (coupling) {
            case ADDITIVE -> new AdditiveCoupling(halves, network);
            case AFFINE -> new AffineCoupling(halves, network, LogScale.sigmoid());
        };
    }
}
