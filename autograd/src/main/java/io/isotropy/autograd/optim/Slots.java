package io.isotropy.autograd.optim;

import io.isotropy.autograd.Var;
import io.isotropy.autograd.nn.Parameter;
import io.isotropy.kernels.Buffer;
import io.isotropy.kernels.Kernels;
import io.isotropy.tensor.Scope;
import io.isotropy.tensor.Shape;
import io.isotropy.tensor.Tensor;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The parameters of an optimizer and what it keeps for each, as the kernels take them. */
final class Slots {

    final List<Parameter> parameters;
    private final List<String> names;
    private final List<List<Tensor>> slots = new ArrayList<>();
    int steps;

    /** One tensor of zeros per name and parameter. */
    Slots(List<Parameter> parameters, String... names) {
        Shape.require(!parameters.isEmpty(), "optimizer", "there must be a parameter", "parameters", 0);
        this.parameters = List.copyOf(parameters);
        Set<Var> seen = new HashSet<>(); // a variable equals itself alone
        for (Parameter parameter : parameters) {
            Shape.require(seen.add(parameter.variable()), "optimizer", "a parameter must be there once", parameter.name(), "again");
        }
        this.names = List.of(names);
        for (int s = 0; s < names.length; s++) {
            slots.add(this.parameters.stream()
                    .map(parameter -> Scope.outside(() -> Tensor.zeros(
                            parameter.variable().backend(), parameter.variable().shape())))
                    .toList());
        }
    }

    /** Begins a step. */
    Arguments next(float learningRate, float gradientScale) {
        Shape.require(learningRate >= 0 && Float.isFinite(learningRate), "optimizer", "the learning rate must be 0 or more",
                "learningRate", learningRate);
        Shape.require(gradientScale >= 0 && Float.isFinite(gradientScale), "optimizer", "the factor of the gradients must be 0 or more",
                "gradientScale", gradientScale);
        steps++;
        return new Arguments();
    }

    /** What every optimizer's constants must be. */
    static void requireConstants(String op, float epsilon, float weightDecay) {
        Shape.require(epsilon >= 0 && weightDecay >= 0 && Float.isFinite(epsilon) && Float.isFinite(weightDecay), op,
                "epsilon and weight decay must be 0 or more", "epsilon", epsilon, "weight decay", weightDecay);
    }

    /** What the constants of Adam must be, and of AdamW. */
    static void requireConstants(String op, float beta1, float beta2, float epsilon, float weightDecay) {
        requireConstants(op, epsilon, weightDecay);
        Shape.require(beta1 >= 0 && beta1 < 1 && beta2 >= 0 && beta2 < 1, op, "betas must be 0 or more and below 1",
                "beta1", beta1, "beta2", beta2);
    }

    /** The arguments of one kernel call: those parameters that have a gradient. */
    final class Arguments {

        private final int[] chosen = java.util.stream.IntStream.range(0, parameters.size())
                .filter(i -> parameters.get(i).variable().gradient() != null)
                .toArray();

        Buffer[] values() {
            return buffers(i -> parameters.get(i).variable().value());
        }

        Buffer[] gradients() {
            return buffers(i -> java.util.Objects.requireNonNull(parameters.get(i).variable().gradient()));
        }

        Buffer[] slot(int slot) {
            return buffers(i -> slots.get(slot).get(i));
        }

        float[] weightDecays(float decay) {
            float[] decays = new float[chosen.length];
            for (int i = 0; i < chosen.length; i++) {
                decays[i] = parameters.get(chosen[i]).decay() ? decay : 0;
            }
            return decays;
        }

        private Buffer[] buffers(java.util.function.IntFunction<Tensor> tensor) {
            return java.util.Arrays.stream(chosen).mapToObj(i -> tensor.apply(i).buffer()).toArray(Buffer[]::new);
        }
    }

    Kernels kernels() {
        return parameters.getFirst().variable().kernels();
    }

    Map<String, Tensor> state() {
        Map<String, Tensor> state = new LinkedHashMap<>();
        for (int s = 0; s < names.size(); s++) {
            for (int i = 0; i < parameters.size(); i++) {
                state.put(names.get(s) + "." + parameters.get(i).name(), slots.get(s).get(i));
            }
        }
        return state;
    }
}
