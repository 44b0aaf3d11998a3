package io.isotropy.autograd.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.isotropy.autograd.Var;
import io.isotropy.kernels.Backends;
import io.isotropy.tensor.Scope;
import io.isotropy.tensor.Shape;
import io.isotropy.tensor.safetensors.SafetensorsFile;
import io.isotropy.tensor.safetensors.SafetensorsWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ParametersTest {

    private static Linear head(Parameters parameters) {
        return Linear.create(parameters.at("head", 1), 3, 2);
    }

    @Test
    void valuesDependOnSeedAndNameAlone() {
        Parameters one = Parameters.create(Backends.preferred(), 5);
        Linear alone;
        try (Scope _ = Scope.open()) {
            alone = head(one); // outlives the scope
        }
        Parameters two = Parameters.create(Backends.preferred(), 5);
        LayerNorm norm = LayerNorm.create(two.at("norm"), 3, 1e-5f);
        Linear later = head(two);
        assertThat(later.weight().value().toArray()).containsExactly(alone.weight().value().toArray());
        assertThat(later.weight().value().toArray()[0]).isNotEqualTo(later.weight().value().toArray()[1]);
        assertThat(norm.weight().value().toArray()).containsExactly(1, 1, 1);
        Linear other = head(Parameters.create(Backends.preferred(), 6));
        assertThat(other.weight().value().toArray()).isNotEqualTo(alone.weight().value().toArray());
        assertThat(two.all()).extracting(Parameter::name)
                .containsExactly("norm.weight", "norm.bias", "head.1.weight", "head.1.bias");
        assertThat(two.all()).extracting(Parameter::decay).containsExactly(false, false, true, false);
        assertThat(two.at("head").all()).hasSize(2);
        assertThat(two.size()).isEqualTo(3 + 3 + 6 + 2);
        assertThat(two.get("head.1.bias")).isSameAs(later.bias());
        assertThatThrownBy(() -> head(two))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("[parameters] a name can be taken once: got name head.1.weight");
    }

    @Test
    void loadsWhatItSaved(@TempDir Path folder) throws IOException {
        Path path = folder.resolve("model.safetensors");
        Parameters parameters = Parameters.create(Backends.preferred(), 5);
        float[] saved = head(parameters).weight().value().toArray();
        SafetensorsWriter.write(path, parameters.entries(), Map.of());
        try (SafetensorsFile file = SafetensorsFile.open(path)) {
            ParameterSource source = ParameterSource.of(file);
            Linear loaded = Parameters.load(Backends.preferred(), source, ParametersTest::head);
            assertThat(loaded.weight().value().toArray()).containsExactly(saved);
            assertThatThrownBy(() -> Parameters.load(
                            Backends.preferred(), source, scope -> Linear.create(scope.at("head", 1), 2, 3)))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("model.safetensors: has tensor \"head.1.weight\" of shape [2, 3]");
            assertThatThrownBy(() -> Parameters.load(Backends.preferred(), source, scope -> Linear.create(scope, 3, 2)))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("has no tensor 'weight'");
            Linear fresh = Parameters.loadOrCreate(
                    Backends.preferred(), source, 1, scope -> Linear.create(scope.at("new"), 3, 2));
            assertThat(fresh.weight().requiresGradient()).isTrue();
            parameters.get("head.1.weight").value().fill(0);
            parameters.read(source);
            assertThat(parameters.get("head.1.weight").value().toArray()).containsExactly(saved);
        }
    }

    @Test
    void whatIsFixedIsSavedButNotTrained(@TempDir Path folder) throws IOException {
        Path path = folder.resolve("model.safetensors");
        Parameters parameters = Parameters.create(Backends.preferred(), 5);
        float[] order = parameters.at("a").fixed("order", Shape.of(4), Initializer.uniform(1)).toArray();
        parameters.at("a").bias("b", Shape.of(1), Initializer.zeros());
        assertThat(parameters.all()).extracting(Parameter::name).containsExactly("a.b");
        assertThat(parameters.size()).isEqualTo(1);
        assertThatThrownBy(() -> parameters.bias("a.order", Shape.of(1), Initializer.zeros()))
                .hasMessage("[parameters] a name can be taken once: got name a.order");
        SafetensorsWriter.write(path, parameters.entries(), Map.of());
        try (SafetensorsFile file = SafetensorsFile.open(path)) {
            float[] loaded = Parameters.load(Backends.preferred(), ParameterSource.of(file),
                    scope -> scope.at("a").fixed("order", Shape.of(4), Initializer.zeros())).toArray();
            assertThat(loaded).containsExactly(order);
        }
        assertThat(parameters.at("a").random()).isEqualTo(Parameters.create(Backends.preferred(), 5).at("a").random());
        assertThat(parameters.at("b").random()).isNotEqualTo(parameters.at("a").random());
    }

    @Test
    void initializersHaveTheirSpread() {
        Parameters parameters = Parameters.create(Backends.preferred(), 5);
        Shape shape = Shape.of(100, 50);
        Map<String, Initializer> all = Map.of(
                "normal", Initializer.normal(0.02f), "truncated", Initializer.truncatedNormal(0.02f),
                "uniform", Initializer.uniform(0.1f), "xavier", Initializer.xavierUniform(),
                "he", Initializer.heNormal(), "linear", Initializer.linearDefault());
        Map<String, Double> deviations = Map.of(
                "normal", 0.02, "truncated", 0.02 * 0.8796, "uniform", 0.1 / Math.sqrt(3),
                "xavier", Math.sqrt(2 / 150.0), "he", 0.2, "linear", Math.sqrt(1 / 150.0));
        all.forEach((name, initializer) -> {
            Var weight = parameters.weight(name, shape, initializer);
            double spread = Math.sqrt(weight.value().flatten().variance(0, 0).item());
            assertThat(spread / deviations.get(name)).as(name).isBetween(0.96, 1.04);
            assertThat(Math.abs(weight.value().mean().item())).as(name).isLessThan((float) (0.05 * deviations.get(name)));
        });
    }
}
