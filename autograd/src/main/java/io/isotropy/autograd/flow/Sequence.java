package io.isotropy.autograd.flow;

import io.isotropy.autograd.Layer;
import io.isotropy.autograd.Var;
import io.isotropy.tensor.Scope;
import io.isotropy.tensor.Tensor;
import java.util.List;

/**
 * Flows one after another; logarithms of volume changes add.
 *
 * @param path the whole name of its scope: flow i is "path.i" in messages
 */
public record Sequence(String path, List<Flow> flows) implements Flow {

    /** Copies the list. */
    public Sequence {
        flows = List.copyOf(flows);
    }

    @Override
    public Transformed forward(Var x) {
        Transformed result = Transformed.ofSameVolume(x);
        for (int i = 0; i < flows.size(); i++) {
            try (Layer layer = Layer.enter(path + "." + i)) {
                Transformed next = flows.get(i).forward(result.y());
                Var logDeterminant = result.logDeterminant().plus(next.logDeterminant());
                result = new Transformed(layer.output(next.y()), layer.keep(logDeterminant));
            }
        }
        return result;
    }

    @Override
    public Tensor inverse(Tensor z) {
        Tensor x = z;
        try (Scope scope = Scope.open()) {
            for (Flow flow : flows.reversed()) {
                x = flow.inverse(x);
            }
            return scope.keep(x);
        }
    }

    @Override
    public Tensor start(Tensor x) {
        Tensor y = x;
        try (Scope scope = Scope.open()) {
            for (Flow flow : flows) {
                y = flow.start(y);
            }
            return scope.keep(y);
        }
    }
}
