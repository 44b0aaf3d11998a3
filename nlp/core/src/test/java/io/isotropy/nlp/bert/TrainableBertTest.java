package io.isotropy.nlp.bert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.isotropy.autograd.GradCheck;
import io.isotropy.autograd.Mode;
import io.isotropy.autograd.RowSelection;
import io.isotropy.autograd.Var;
import io.isotropy.autograd.nn.Initializer;
import io.isotropy.autograd.nn.Parameter;
import io.isotropy.kernels.Activation;
import io.isotropy.kernels.Backend;
import io.isotropy.kernels.Backends;
import io.isotropy.tensor.IntTensor;
import io.isotropy.tensor.Philox;
import io.isotropy.tensor.Scope;
import io.isotropy.tensor.Shape;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TrainableBertTest {

    private static final PackedBatch BATCH = PackedBatch.of(List.of(new int[] {2, 9, 4, 3}, new int[] {2, 3}, new int[] {2, 39, 8, 8, 7, 3}));

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"reference", "cpu"})
    void givesTheStatesOfTheEncoderForInference(String name) throws IOException {
        Backend backend = Backends.byName(name);
        TinyBert.write(folder);
        TrainableBert bert = TrainableBert.load(folder, backend, 1, Function.identity());
        try (Scope _ = Scope.open();
                BertEncoder encoder = BertEncoder.load(folder, backend)) {
            float[] wanted = encoder.forward(BATCH).toArray();
            assertThat(bert.forward(BATCH, Mode.eval()).value().toArray()).containsExactly(wanted, within(1e-5f));
            assertThat(bert.forward(BATCH, Mode.train(1, 1)).value().toArray()).isNotEqualTo(wanted);
            assertThat(bert.entries()).hasSameSizeAs(bert.parameters().all()).anyMatch(entry -> entry.name().equals("pooler.dense.bias"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"reference", "cpu"})
    void givesTheSameStatesAndGradientsOfSomeTokensAlone(String name) throws IOException {
        Backend backend = Backends.byName(name);
        TrainableBert bert = TrainableBert.load(TinyBert.write(folder), backend, 1, Function.identity());
        int[] places = {1, 2, 6, 11};
        try (Scope _ = Scope.open()) {
            Var some = bert.forward(BATCH, RowSelection.of(bert.segments(BATCH), places), Mode.eval());
            Var all = bert.forward(BATCH, Mode.eval()).gather(IntTensor.of(backend, Shape.of(places.length), places));
            assertThat(some.value().toArray()).containsExactly(all.value().toArray());
            List<float[]> gradients = gradients(bert, some);
            List<float[]> wanted = gradients(bert, all);
            for (int i = 0; i < wanted.size(); i++) {
                assertThat(gradients.get(i)).as(bert.parameters().all().get(i).name()).containsExactly(wanted.get(i), within(2e-5f));
            }
        }
    }

    /** Of all parameters but the pooler's, which has none. */
    private static List<float[]> gradients(TrainableBert bert, Var states) {
        bert.parameters().clearGradients();
        states.times(states).sum().backward();
        return bert.parameters().all().stream()
                .map(parameter -> parameter.variable().gradient())
                .map(gradient -> gradient == null ? new float[0] : gradient.toArray())
                .toList();
    }

    @Test
    void gradientsAreThoseOfDifferences() {
        BertConfig config = new BertConfig(6, 4, 1, 2, 5, Activation.GELU, 4, 2, 1e-5f);
        TrainableBert bert = TrainableBert.create(config, BertDropout.NONE, Backends.reference(), 3);
        for (Parameter parameter : bert.parameters().all()) { // weights as small as BERT's own hide errors
            Initializer.normal(0.7f).fill(parameter.variable().value(), Philox.of(parameter.name().length()));
        }
        PackedBatch batch = PackedBatch.of(List.of(new int[] {1, 5, 3, 0}, new int[] {2, 1}));
        List<Var> parameters = bert.parameters().all().stream().map(Parameter::variable).toList();
        GradCheck.check("bert", 3, parameters, () -> bert.forward(batch, Mode.eval()));
    }

    @Test
    void namesATensorThatIsMissing() throws IOException {
        TinyBert.write(folder);
        TinyBert.rename(folder, name -> name.equals("encoder.layer.1.output.dense.bias") ? null : name);
        assertThatThrownBy(() -> TrainableBert.load(folder, Backends.reference(), 1, Function.identity()))
                .hasMessageContaining("model.safetensors has no tensor \"encoder.layer.1.output.dense.bias\"");
    }
}
