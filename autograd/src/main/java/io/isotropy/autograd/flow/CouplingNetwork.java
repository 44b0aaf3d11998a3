package io.isotropy.autograd.flow;

import io.isotropy.autograd.Mode;
import io.isotropy.autograd.Var;
import io.isotropy.autograd.nn.FeedForward;
import io.isotropy.autograd.nn.Initializer;
import io.isotropy.autograd.nn.Linear;
import io.isotropy.autograd.nn.Parameters;
import io.isotropy.kernels.Elementwise.Unary;
import java.util.ArrayList;
import java.util.List;

/** What a coupling computes of the part that stays; any function, since it is never inverted. */
@FunctionalInterface
public interface CouplingNetwork {

    /** x: (N, inputs). Returns (N, outputs), row by row. */
    Var forward(Var x);

    /**
     * Dense layers with ReLU between them. The last begins with zeros, so that every coupling begins as the identity: Kingma and Dhariwal
     * 2018, §3.3.
     *
     * @param hiddenLayers how many layers of {@code width}; 0 for one linear map
     */
    static CouplingNetwork mlp(Parameters parameters, int inputs, int width, int hiddenLayers, int outputs) {
        List<Linear> layers = new ArrayList<>();
        int size = inputs;
        for (int i = 0; i < hiddenLayers; i++) {
            layers.add(Linear.create(parameters.at(Integer.toString(i)), size, width, Initializer.heNormal()));
            size = width;
        }
        layers.add(Linear.create(parameters.at(Integer.toString(hiddenLayers)), size, outputs, Initializer.zeros()));
        FeedForward network = new FeedForward(parameters.path(), layers, Unary.RELU, 0);
        return x -> network.forward(x, Mode.eval()); // no dropout: eval and training are the same
    }
}
