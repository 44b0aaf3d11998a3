package io.isotropy.nlp.bert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.isotropy.kernels.Backend;
import io.isotropy.kernels.Backends;
import io.isotropy.kernels.Pooling;
import io.isotropy.nlp.json.Json;
import io.isotropy.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Against PyTorch's numbers for the same weights (transformers 5.18, torch 2.13, eager attention). */
class BertEncoderTest {

    @TempDir
    Path folder;

    private static int[] ints(Json array) {
        return array.asList().stream().mapToInt(Json::asInt).toArray();
    }

    private static List<Json> texts() {
        return Json.parse(TinyBert.resource("golden.json"), "golden.json").get("texts").asList();
    }

    private static PackedBatch batch(List<Json> texts) {
        return PackedBatch.of(
                texts.stream().map(text -> ints(text.get("ids"))).toList(),
                texts.stream().map(text -> ints(text.get("types"))).toList());
    }

    @ParameterizedTest
    @ValueSource(strings = {"reference", "cpu"})
    void hiddenStatesAndPoolerEqualPyTorchs(String backend) throws IOException {
        List<Json> texts = texts();
        PackedBatch batch = batch(texts);
        try (BertEncoder encoder = BertEncoder.load(TinyBert.write(folder), Backends.byName(backend))) {
            List<Tensor> states = encoder.hiddenStates(batch);
            assertThat(states).hasSize(3);
            int size = encoder.config().hiddenSize();
            float[] pooled = encoder.pooled(batch).toArray();
            for (int s = 0; s < texts.size(); s++) {
                for (int layer = 0; layer < 3; layer++) {
                    List<Json> golden = texts.get(s).get("hidden").asList().get(layer).asList();
                    float[] ours = states.get(layer).toArray();
                    for (int i = 0; i < golden.size(); i++) {
                        assertThat((double) ours[batch.offsets()[s] * size + i])
                                .as("text %s layer %s element %s", s, layer, i)
                                .isCloseTo(golden.get(i).asDouble(), within(5e-6));
                    }
                }
                List<Json> golden = texts.get(s).get("pooler").asList();
                for (int i = 0; i < size; i++) {
                    assertThat((double) pooled[s * size + i]).isCloseTo(golden.get(i).asDouble(), within(5e-6));
                }
            }
        }
    }

    @Test
    void aTextsStatesDependNeitherOnItsNeighboursNorOnThreads() throws IOException {
        List<Json> texts = texts();
        Backend cpu = Backends.byName("cpu");
        int before = cpu.threads();
        try (BertEncoder encoder = BertEncoder.load(TinyBert.write(folder), cpu)) {
            float[] together = encoder.forward(batch(texts)).toArray();
            int at = 0;
            for (int threads : new int[] {1, 3}) {
                cpu.setThreads(threads);
                assertThat(encoder.forward(batch(texts)).toArray()).isEqualTo(together);
            }
            for (Json text : texts) {
                float[] alone = encoder.forward(batch(List.of(text))).toArray();
                assertThat(alone).isEqualTo(java.util.Arrays.copyOfRange(together, at, at + alone.length));
                at += alone.length;
            }
        } finally {
            cpu.setThreads(before);
        }
    }

    @Test
    void anEmptyBatchHasNoStates() throws IOException {
        try (BertEncoder encoder = BertEncoder.load(TinyBert.write(folder), Backends.byName("cpu"))) {
            assertThat(encoder.forward(PackedBatch.of(List.of())).toArray()).isEmpty();
        }
    }

    @Test
    void oldNamesAndThePrefixOfTrainingCheckpointsLoadTheSame() throws IOException {
        TinyBert.write(folder);
        PackedBatch batch = batch(texts());
        float[] plain;
        try (BertEncoder encoder = BertEncoder.load(folder, Backends.byName("cpu"))) {
            plain = encoder.forward(batch).toArray();
        }
        TinyBert.rename(folder, name -> "bert."
                + name.replace("LayerNorm.weight", "LayerNorm.gamma").replace("LayerNorm.bias", "LayerNorm.beta"));
        try (BertEncoder encoder = BertEncoder.load(folder, Backends.byName("cpu"))) {
            assertThat(encoder.forward(batch).toArray()).isEqualTo(plain);
            assertThat(encoder.hasPooler()).isTrue();
        }
    }

    @ParameterizedTest
    @EnumSource(Pooling.Mode.class)
    void vectorsArePooledStatesToTheBit(Pooling.Mode mode) throws IOException {
        PackedBatch batch = PackedBatch.of(List.of(new int[] {2, 9, 4, 3}, new int[0], new int[] {2, 3}, new int[] {2, 39, 8, 8, 7, 3}));
        try (BertEncoder encoder = BertEncoder.load(TinyBert.write(folder), Backends.byName("cpu"))) {
            assertThat(encoder.vectors(mode, batch).toArray()).containsExactly(encoder.pool(mode, encoder.forward(batch), batch).toArray());
        }
    }

    @Test
    void aCheckpointWithoutPoolerSaysSoOnlyWhenAsked() throws IOException {
        TinyBert.write(folder);
        TinyBert.rename(folder, name -> name.startsWith("pooler") ? null : name);
        PackedBatch batch = batch(texts());
        try (BertEncoder encoder = BertEncoder.load(folder, Backends.byName("cpu"))) {
            assertThat(encoder.forward(batch).toArray()).doesNotContain(Float.NaN);
            assertThatThrownBy(() -> encoder.pooled(batch)).hasMessageContaining("has no pooler");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"encoder.layer.1.output.dense.weight", "encoder.layer.0.intermediate.dense.bias"})
    void aMissingTensorIsNamed(String missing) throws IOException {
        TinyBert.write(folder);
        TinyBert.rename(folder, name -> name.equals(missing) ? null : name);
        assertThatThrownBy(() -> BertEncoder.load(folder, Backends.byName("cpu")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("model.safetensors has no tensor \"" + missing + "\"");
    }

    @Test
    void aConfigThatDoesNotFitTheWeightsIsNamedWithBothShapes() throws IOException {
        TinyBert.write(folder);
        Path config = folder.resolve("config.json");
        Files.writeString(config, Files.readString(config).replace("\"intermediate_size\": 40", "\"intermediate_size\": 48"));
        assertThatThrownBy(() -> BertEncoder.load(folder, Backends.byName("cpu")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("of shape [40, 24], but config.json says [48, 24]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"model_type\": \"roberta\"", "\"hidden_act\": \"silu\"", "\"num_attention_heads\": 7", "\"vocab_size\": 0"})
    void aConfigOfAnotherArchitectureIsRefusedWithFileAndLine(String line) throws IOException {
        TinyBert.write(folder);
        Path config = folder.resolve("config.json");
        String key = line.substring(0, line.indexOf(':'));
        Files.writeString(config, Files.readString(config).replaceFirst(key + ": [^,\\n]*", line));
        assertThatThrownBy(() -> BertEncoder.load(folder, Backends.byName("cpu")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("config.json line");
    }

    @Test
    void aFolderWithoutSafetensorsSaysWhatToDo() throws IOException {
        TinyBert.write(folder);
        Files.move(folder.resolve("model.safetensors"), folder.resolve("pytorch_model.bin"));
        assertThatThrownBy(() -> BertEncoder.load(folder, Backends.byName("cpu")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("safe_serialization=True");
    }
}
