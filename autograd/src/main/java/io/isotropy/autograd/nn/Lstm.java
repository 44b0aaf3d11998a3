package io.isotropy.autograd.nn;

import io.isotropy.autograd.Blas;
import io.isotropy.autograd.Layer;
import io.isotropy.autograd.Recurrence;
import io.isotropy.autograd.Segments;
import io.isotropy.autograd.Shapes;
import io.isotropy.autograd.Var;
import io.isotropy.tensor.Shape;
import java.util.List;

/**
 * Long short-term memory in one direction or both, with PyTorch's parameter names and order of gates (i, f, g, o).
 *
 * @param path the whole name of its scope
 * @param directions one, or forwards and backwards
 */
public record Lstm(String path, List<Direction> directions) {

    /**
     * One direction.
     *
     * @param inputWeight (4H, D)
     * @param stateWeight (4H, H)
     * @param inputBias (4H)
     * @param stateBias (4H), added to the other: PyTorch has both
     */
    public record Direction(Var inputWeight, Var stateWeight, Var inputBias, Var stateBias, boolean backwards) {

        static Direction create(Parameters parameters, int inputs, int size, int layer, boolean backwards) {
            String suffix = "_l" + layer + (backwards ? "_reverse" : "");
            // PyTorch's: uniform within 1/√H, all of it
            Initializer initializer = Initializer.uniform((float) (1 / Math.sqrt(size)));
            return new Direction(
                    parameters.weight("weight_ih" + suffix, Shape.of(4 * size, inputs), initializer),
                    parameters.weight("weight_hh" + suffix, Shape.of(4 * size, size), initializer),
                    parameters.bias("bias_ih" + suffix, Shape.of(4 * size), initializer),
                    parameters.bias("bias_hh" + suffix, Shape.of(4 * size), initializer),
                    backwards);
        }

        Var forward(Var x, Segments segments) {
            Var gates = Blas.linear(x, inputWeight, inputBias.plus(stateBias)); // all rows at once
            return Recurrence.lstm(gates, stateWeight, segments, backwards);
        }
    }

    /** From first row to last. */
    public static Lstm create(Parameters parameters, int inputs, int size) {
        return create(parameters, inputs, size, 0, false);
    }

    /** In both directions (Schuster and Paliwal 1997), results side by side. */
    public static Lstm createBidirectional(Parameters parameters, int inputs, int size) {
        return create(parameters, inputs, size, 0, true);
    }

    /** One of several layers, each of which sees the states of the one before. */
    public static Lstm create(Parameters parameters, int inputs, int size, int layer, boolean bidirectional) {
        Direction forwards = Direction.create(parameters, inputs, size, layer, false);
        return new Lstm(parameters.path(), bidirectional
                ? List.of(forwards, Direction.create(parameters, inputs, size, layer, true))
                : List.of(forwards));
    }

    /** H, or 2H in both directions. */
    public int outputs() {
        return directions.size() * directions.getFirst().stateWeight().shape().dim(1);
    }

    /**
     * The states at every row. The last state of a segment is in its last row forwards, in its first row backwards.
     *
     * @param x (N, D)
     * @return (N, H), or (N, 2H): forwards, backwards
     */
    public Var forward(Var x, Segments segments) {
        try (Layer layer = Layer.enter(path)) {
            List<Var> states = directions.stream().map(direction -> direction.forward(x, segments)).toList();
            return layer.output(states.size() == 1 ? states.getFirst() : Shapes.concat(1, states));
        }
    }
}
