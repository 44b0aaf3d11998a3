package io.isotropy.autograd.optim;

import io.isotropy.autograd.nn.Parameter;
import io.isotropy.kernels.Buffer;
import io.isotropy.kernels.Kernels;
import io.isotropy.tensor.Scope;
import io.isotropy.tensor.Shape;
import io.isotropy.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

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
        this.names = List.of(names);
        for (int s = 0; s < names.length; s++) {
            slots.add(this.parameters.stream()
                    .map(parameter -> Scope.outside(() -> Tensor.zeros(
                            parameter.variable().backend(), parameter.variable().shape())))
                    .toList());
        }
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
