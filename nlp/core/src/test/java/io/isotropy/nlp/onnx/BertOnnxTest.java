package io.isotropy.nlp.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BertOnnxTest {
    @TempDir
    Path folder;

    @Test
    void readsFactsAndEveryWeightInCheckpointLayout() throws IOException {
        try (BertOnnx model = BertOnnx.open(file(TinyOnnx.plain()))) {
            assertThat(model.facts()).isEqualTo(new BertFacts(8, 2, 2, 12, 30, 16, 2, 1e-12, true, false));
            assertThat(model.weights()).hasSize(3 + 2 + 2 * 16 + 2);
            assertAllValues(model);
            BertWeight up = model.weight("encoder.layer.1.intermediate.dense.weight");
            assertThat(up.shape()).isEqualTo(List.of(12, 8));
            float[] row = new float[9];
            up.row(11, row);
            assertThat(row[7]).isEqualTo(TinyOnnx.value(up.name(), 11, 7));
            assertThatThrownBy(() -> up.row(12, row)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> up.row(0, new float[7])).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> model.weight("x")).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void multipliesQuantizedWeightsOut() throws IOException {
        try (BertOnnx model = BertOnnx.open(file(TinyOnnx.quantized()))) {
            assertThat(model.facts()).isEqualTo(new BertFacts(8, 2, 2, 12, 30, 16, 2, 1e-12, true, true));
            for (BertWeight weight : model.weights()) {
                float[] values = weight.toArray();
                for (int i = 0; i < values.length; i++) {
                    float expected = TinyOnnx.value(weight.name(), i / weight.columns(), i % weight.columns());
                    // columns of double scale are rounded to 1/32: half a step off at most
                    assertThat(Math.abs(values[i] - expected)).as("%s %d", weight, i).isLessThanOrEqualTo(1 / 64f);
                }
            }
            float[] table = model.weight("embeddings.word_embeddings.weight").toArray();
            for (int i = 0; i < table.length; i++) {
                assertThat(table[i]).isEqualTo(TinyOnnx.value("embeddings.word_embeddings.weight", i / 8, i % 8));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "embeddings.word_embeddings.weight",
                "embeddings.LayerNorm.bias",
                "encoder.layer.0.intermediate.dense.weight",
                "encoder.layer.1.attention.self.key.weight",
                "encoder.layer.1.output.LayerNorm.weight"
            })
    void aMissingWeightIsNamed(String name) throws IOException {
        Path file = file(TinyOnnx.without(name));
        assertThatThrownBy(() -> BertOnnx.open(file))
                .isInstanceOf(OnnxException.class)
                .hasMessageStartingWith(file.toString())
                .hasMessageContaining(name);
    }

    @Test
    void everyTruncationGetsOneSentence() throws IOException {
        byte[] whole = TinyOnnx.plain();
        for (int length = 0; length < whole.length; length += length < 300 ? 1 : 97) {
            Path file = file(Arrays.copyOf(whole, length));
            int cut = length;
            assertThatThrownBy(() -> BertOnnx.open(file))
                    .as("cut to %d of %d bytes", cut, whole.length)
                    .isInstanceOf(OnnxException.class)
                    .hasMessageStartingWith(file.toString());
        }
    }

    @Test
    void noiseIsRefusedOrReadButNeverBreaksTheReader() throws IOException {
        byte[] whole = TinyOnnx.plain();
        for (int seed = 0; seed < 2000; seed++) {
            Random random = new Random(seed);
            byte[] noisy = whole.clone();
            for (int flip = 0; flip <= seed % 5; flip++) {
                noisy[random.nextInt(noisy.length)] = (byte) random.nextInt();
            }
            try (BertOnnx model = BertOnnx.open(file(noisy))) {
                assertThat(model.weights()).as("seed %d", seed).isNotEmpty();
            } catch (OnnxException e) {
                assertThat(e.getMessage()).as("seed %d", seed).contains("model.onnx: ");
            } catch (RuntimeException | Error e) {
                throw new AssertionError("seed " + seed, e);
            }
        }
    }

    @Test
    void aHugeClaimIsRefusedBeforeAnythingIsAllocated() throws IOException {
        byte[] claim = TinyOnnx.message(out -> {
            out.writeTag(7, 2);
            out.writeUInt64NoTag(Long.MAX_VALUE);
        });
        assertThatThrownBy(() -> BertOnnx.open(file(claim)))
                .isInstanceOf(OnnxException.class)
                .hasMessageContaining("graph claims 9223372036854775807 bytes, 0 are left");
    }

    @Test
    void otherFilesAreCalledWhatTheyAre() throws IOException {
        assertThatThrownBy(() -> BertOnnx.open(file(new byte[0]))).hasMessageContaining("holds no model graph");
        assertThatThrownBy(() -> BertOnnx.open(file("<html>not found</html>".getBytes(StandardCharsets.UTF_8))))
                .isInstanceOf(OnnxException.class)
                .hasMessageContaining("ONNX file");
        byte[] empty = TinyOnnx.message(out -> out.writeByteArray(7, new byte[0]));
        assertThatThrownBy(() -> BertOnnx.open(file(empty)))
                .hasMessageContaining("not a BERT encoder: the weight embeddings.word_embeddings.weight is missing");
        byte[] roberta = TinyOnnx.message(out -> out.writeByteArray(
                7, TinyOnnx.message(graph -> graph.writeByteArray(1, TinyOnnx.node("CumSum", "", List.of("m"), "p")))));
        assertThatThrownBy(() -> BertOnnx.open(file(roberta))).hasMessageContaining("a RoBERTa encoder");
    }

    private static void assertAllValues(BertOnnx model) {
        for (BertWeight weight : model.weights()) {
            float[] values = weight.toArray();
            for (int i = 0; i < values.length; i++) {
                assertThat(values[i])
                        .as("%s %d", weight, i)
                        .isEqualTo(TinyOnnx.value(weight.name(), i / weight.columns(), i % weight.columns()));
            }
        }
    }

    private Path file(byte[] bytes) throws IOException {
        return Files.write(folder.resolve("model.onnx"), bytes);
    }
}
