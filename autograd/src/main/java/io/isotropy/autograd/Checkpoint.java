package io.isotropy.autograd;

import io.isotropy.tensor.Scope;
import io.isotropy.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/**
 * Activation checkpointing: Chen et al. 2016, "Training deep nets with sublinear memory cost", §4. What is computed between inputs and
 * result is not kept for the backward pass, but computed again there, from the same inputs and the same random numbers.
 */
public final class Checkpoint {

    private Checkpoint() {}

    /** A part of a model. */
    @FunctionalInterface
    public interface Part {
        /** Computes the result; random numbers come from {@code mode} alone. */
        Var forward(List<Var> inputs, Mode mode);
    }

    /** What {@code part} computes of the inputs, twice instead of kept. */
    public static Var of(Part part, Mode mode, Var... inputs) {
        if (!Trace.recording()) {
            return part.forward(List.of(inputs), mode);
        }
        Mode again = mode.fork();
        Tensor value;
        try (Scope scope = Scope.open();
                NoGradient _ = NoGradient.open()) {
            value = scope.keep(part.forward(List.of(inputs), mode).value());
        }
        // The part's own parameters want gradients even if none of the inputs does, which only running it can tell.
        return Var.recorded("checkpoint", value, List.of(inputs), (dy, pass) -> pull(part, again, inputs, dy, pass));
    }

    private static void pull(Part part, Mode mode, Var[] inputs, Tensor dy, Backward pass) {
        List<Var> leaves = new ArrayList<>();
        for (Var input : inputs) {
            leaves.add(input.requiresGradient() ? Var.parameter(input.value().contiguous()) : input);
        }
        Trace trace = Trace.current();
        Hook hook = trace.hook;
        trace.hook = null; // it has seen this in the forward pass
        Var result = part.forward(leaves, mode.fork());
        trace.hook = hook;
        if (result.requiresGradient()) {
            result.backward(dy);
        }
        for (int i = 0; i < inputs.length; i++) {
            Tensor gradient = inputs[i].requiresGradient() ? leaves.get(i).gradient() : null;
            if (gradient != null) {
                pass.take(inputs[i], gradient);
                if (inputs[i].isParameter()) {
                    gradient.release(); // copied or added; others the pass hands back
                }
            }
        }
    }
}
