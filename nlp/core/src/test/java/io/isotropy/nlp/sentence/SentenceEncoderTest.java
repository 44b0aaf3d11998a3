package io.isotropy.nlp.sentence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.isotropy.kernels.Backends;
import io.isotropy.nlp.bert.BertEncoder;
import io.isotropy.nlp.bert.PackedBatch;
import io.isotropy.nlp.bert.TinyBert;
import io.isotropy.tensor.safetensors.SafetensorsEntry;
import io.isotropy.tensor.safetensors.SafetensorsWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SentenceEncoderTest {

    private static final String MODULES =
            """
            [{"idx":0,"name":"0","path":"","type":"sentence_transformers.models.Transformer"},
             {"idx":1,"name":"1","path":"1_Pooling","type":"sentence_transformers.models.Pooling"}%s]
            """;
    private static final String NORMALIZE =
            ",{\"idx\":2,\"name\":\"2\",\"path\":\"2_Normalize\",\"type\":\"sentence_transformers.models.Normalize\"}";
    private static final String DENSE =
            ",{\"idx\":2,\"name\":\"2\",\"path\":\"2_Dense\",\"type\":\"sentence_transformers.models.Dense\"}";

    @TempDir
    Path folder;

    @BeforeEach
    void writeModel() throws IOException {
        TinyBert.write(folder);
        Files.writeString(folder.resolve("modules.json"), MODULES.formatted(NORMALIZE));
        Files.createDirectories(folder.resolve("1_Pooling"));
        Files.writeString(
                folder.resolve("1_Pooling/config.json"),
                "{\"word_embedding_dimension\":24,\"pooling_mode_mean_tokens\":true}");
        Files.writeString(folder.resolve("sentence_bert_config.json"), "{\"max_seq_length\": 12, \"do_lower_case\": false}");
    }

    /** sentence-transformers 6 writes the tokenizer's limit alone; transformers writes 1e30 where there is none. */
    @Test
    void theLimitMayStandWithTheTokenizer() throws IOException {
        Files.writeString(folder.resolve("sentence_bert_config.json"), "{\"transformer_task\": \"feature-extraction\"}");
        Files.writeString(folder.resolve("tokenizer_config.json"), "{\"model_max_length\": 9}");
        try (SentenceEncoder model = SentenceEncoder.load(folder)) {
            assertThat(model.maxLength()).isEqualTo(9);
        }
        Files.writeString(folder.resolve("tokenizer_config.json"), "{\"model_max_length\": 1000000000000000019884624838656}");
        try (SentenceEncoder model = SentenceEncoder.load(folder)) {
            assertThat(model.maxLength()).isEqualTo(20);
        }
    }

    /** The states of one text's tokens, from the encoder itself. */
    private static float[][] states(BertEncoder encoder, int[] ids, int layer) {
        int size = encoder.config().hiddenSize();
        float[] all = encoder.hiddenStates(PackedBatch.of(List.of(ids))).get(layer).toArray();
        float[][] rows = new float[ids.length][];
        for (int i = 0; i < ids.length; i++) {
            rows[i] = Arrays.copyOfRange(all, i * size, (i + 1) * size);
        }
        return rows;
    }

    private static double[] expected(Pooling pooling, BertEncoder encoder, int[] ids) {
        float[][] last = states(encoder, ids, 2);
        float[][] first = states(encoder, ids, 1);
        int n = ids.length;
        double[] y = new double[last[0].length];
        for (int d = 0; d < y.length; d++) {
            double sum = 0;
            double weighted = 0;
            double both = 0;
            double max = Double.NEGATIVE_INFINITY;
            for (int i = 0; i < n; i++) {
                sum += last[i][d];
                weighted += (i + 1) * last[i][d];
                both += (first[i][d] + last[i][d]) / 2.0;
                max = Math.max(max, last[i][d]);
            }
            y[d] = switch (pooling) {
                case CLS -> last[0][d];
                case MEAN -> sum / n;
                case MAX -> max;
                case MEAN_SQRT_LEN -> sum / Math.sqrt(n);
                case WEIGHTED_MEAN -> weighted / (n * (n + 1) / 2.0);
                case LAST -> last[n - 1][d];
                case FIRST_LAST_AVERAGE -> both / n;
                case POOLER -> encoder.pooled(PackedBatch.of(List.of(ids))).get(0, d);
            };
        }
        return y;
    }

    @ParameterizedTest
    @EnumSource(Pooling.class)
    void everyPoolingIsItsFormula(Pooling pooling) throws IOException {
        try (SentenceEncoder model = SentenceEncoder.load(folder)) {
            SentenceEncoder raw = model.withNormalize(false).withPooling(pooling);
            for (String text : List.of("", "a man is playing the guitar", "red blue green one two three")) {
                double[] golden = expected(pooling, model.encoder(), model.tokenizer().ids(text));
                float[] vector = raw.embed(text);
                assertThat(vector).hasSize(golden.length);
                for (int d = 0; d < golden.length; d++) {
                    assertThat((double) vector[d]).isCloseTo(golden[d], within(2e-6));
                }
            }
        }
    }

    @Test
    void vectorsHaveUnitLengthAndDoNotDependOnNeighboursOrderOrThreads() throws IOException {
        Random random = new Random(3);
        String[] words = {"a", "man", "cat", "dog", "playing", "red", "blue", "zxy", "!"};
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            StringBuilder text = new StringBuilder();
            for (int w = random.nextInt(9); w > 0; w--) {
                text.append(words[random.nextInt(words.length)]).append(' ');
            }
            texts.add(text.toString());
        }
        int threads = Backends.preferred().threads();
        try (SentenceEncoder model = SentenceEncoder.load(folder)) {
            List<float[]> together = model.embed(texts);
            List<Integer> order = new ArrayList<>(java.util.stream.IntStream.range(0, texts.size()).boxed().toList());
            Collections.shuffle(order, random);
            Backends.preferred().setThreads(1);
            List<float[]> shuffled = model.embed(order.stream().map(texts::get).toList());
            for (int i = 0; i < order.size(); i++) {
                assertThat(shuffled.get(i)).isEqualTo(together.get(order.get(i)));
            }
            for (int i = 0; i < 20; i++) {
                float[] alone = model.embed(texts.get(i));
                assertThat(alone).isEqualTo(together.get(i));
                double norm = 0;
                for (float v : alone) {
                    norm += v * v;
                }
                assertThat(norm).isCloseTo(1, within(1e-6));
            }
            assertThat(model.embed(List.of())).isEmpty();
        } finally {
            Backends.preferred().setThreads(threads);
        }
    }

    @Test
    void aDenseModuleIsItsFormulaAndChangesTheDimension() throws IOException {
        Files.writeString(folder.resolve("modules.json"), MODULES.formatted(DENSE));
        Files.createDirectories(folder.resolve("2_Dense"));
        Files.writeString(
                folder.resolve("2_Dense/config.json"),
                "{\"in_features\":24,\"out_features\":3,\"bias\":true,\"activation_function\":\"torch.nn.modules.activation.Tanh\"}");
        float[] weight = new float[72];
        for (int i = 0; i < weight.length; i++) {
            weight[i] = (i % 7 - 3) * 0.1f;
        }
        float[] bias = {0.5f, -0.25f, 0f};
        SafetensorsWriter.write(
                folder.resolve("2_Dense/model.safetensors"),
                List.of(
                        SafetensorsEntry.of("linear.weight", new long[] {3, 24}, weight),
                        SafetensorsEntry.of("linear.bias", new long[] {3}, bias)),
                Map.of());
        try (SentenceEncoder model = SentenceEncoder.load(folder)) {
            assertThat(model.dimension()).isEqualTo(3);
            double[] mean = expected(Pooling.MEAN, model.encoder(), model.tokenizer().ids("a cat"));
            float[] vector = model.embed("a cat");
            for (int o = 0; o < 3; o++) {
                double sum = bias[o];
                for (int d = 0; d < 24; d++) {
                    sum += mean[d] * weight[o * 24 + d];
                }
                assertThat((double) vector[o]).isCloseTo(Math.tanh(sum), within(2e-6));
            }
        }
    }

    @Test
    void matryoshkaKeepsTheFirstComponentsAtUnitLength() throws IOException {
        try (SentenceEncoder model = SentenceEncoder.load(folder)) {
            float[] whole = model.embed("a red cat");
            float[] part = model.withDimension(5).embed("a red cat");
            assertThat(part).hasSize(5);
            double norm = 0;
            for (int i = 0; i < 5; i++) {
                norm += whole[i] * whole[i];
            }
            for (int i = 0; i < 5; i++) {
                assertThat((double) part[i]).isCloseTo(whole[i] / Math.sqrt(norm), within(1e-6));
            }
            assertThatThrownBy(() -> model.withDimension(25)).hasMessageContaining("1 to 24: got 25");
        }
    }

    @Test
    void aLongTextIsCutAndReported() throws IOException {
        try (SentenceEncoder model = SentenceEncoder.load(folder)) {
            String twelve = "a ".repeat(10);
            String thirteen = "a ".repeat(11);
            Embeddings embeddings = model.encode(List.of(thirteen, twelve, thirteen));
            assertThat(embeddings.truncated()).containsExactly(0, 2);
            assertThat(embeddings.tokens()).isEqualTo(36);
            assertThat(embeddings.vectors().get(0)).isEqualTo(embeddings.vectors().get(1));
            assertThat(model.countTokens(thirteen)).isEqualTo(13);
            assertThat(model.maxLength()).isEqualTo(12);
            assertThat(model.withMaxLength(20).encode(List.of(thirteen)).truncated()).isEmpty();
            assertThatThrownBy(() -> model.withMaxLength(21)).hasMessageContaining("at most the model's 20 positions");
            assertThatThrownBy(() -> model.encodeIds(List.of(new int[21]))).hasMessageContaining("at most 20 tokens: got 21");
        }
    }

    @Test
    void promptsComeFromTheFolder() throws IOException {
        Files.writeString(
                folder.resolve("config_sentence_transformers.json"),
                "{\"prompts\":{\"query\":\"red \",\"document\":\"\"},\"default_prompt_name\":\"query\"}");
        try (SentenceEncoder model = SentenceEncoder.load(folder)) {
            assertThat(model.prompts()).containsEntry("query", "red ");
            assertThat(model.embed("cat")).isEqualTo(model.withPrefix("").embed("red cat"));
        }
    }

    @Test
    void aPlainHuggingFaceFolderIsMeanPooledWithoutNormalization() throws IOException {
        Files.delete(folder.resolve("modules.json"));
        try (SentenceEncoder model = SentenceEncoder.load(folder)) {
            double[] golden = expected(Pooling.MEAN, model.encoder(), model.tokenizer().ids("a cat"));
            assertThat((double) model.embed("a cat")[3]).isCloseTo(golden[3], within(2e-6));
        }
    }

    @Test
    void foldersThatCannotBeUsedSayWhichFileAndWhy() throws IOException {
        assertThatThrownBy(() -> SentenceEncoder.load(folder.resolve("none")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("is not a folder");
        Files.writeString(folder.resolve("modules.json"), MODULES.formatted(DENSE.replace("2_Dense", "../elsewhere")));
        assertThatThrownBy(() -> SentenceEncoder.load(folder))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("must stay in the model's folder");
        Files.writeString(folder.resolve("modules.json"), MODULES.formatted(DENSE.replace("models.Dense", "models.CNN")));
        assertThatThrownBy(() -> SentenceEncoder.load(folder))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("\"sentence_transformers.models.CNN\" is none of those known");
        Files.writeString(folder.resolve("modules.json"), "[{\"idx\":0,");
        assertThatThrownBy(() -> SentenceEncoder.load(folder)).isInstanceOf(IOException.class).hasMessageContaining("modules.json");
        Files.writeString(folder.resolve("modules.json"), MODULES.formatted(""));
        Files.writeString(folder.resolve("1_Pooling/config.json"), "{\"pooling_mode_mean_tokens\":false}");
        assertThatThrownBy(() -> SentenceEncoder.load(folder))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("must set one of pooling_mode_cls_token");
    }

    @Test
    void aClosedModelRefusesToEmbedAndSoDoAllThatShareItsWeights() throws IOException {
        SentenceEncoder model = SentenceEncoder.load(folder);
        SentenceEncoder derived = model.withPrefix("red ").withDimension(5).withMaxLength(8).withPooling(Pooling.CLS);
        BertEncoder encoder = model.encoder();
        derived.close();
        derived.close();
        model.close();
        for (SentenceEncoder one : List.of(model, derived)) {
            assertThatThrownBy(() -> one.embed("a cat"))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("[embed] a closed model must not be used: got " + folder.getFileName());
            assertThatThrownBy(() -> one.layers(List.of("a cat"), Pooling.MEAN)).isInstanceOf(IllegalStateException.class);
        }
        assertThatThrownBy(() -> encoder.hiddenStates(PackedBatch.of(List.of(new int[] {1})))).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void closingWaitsForTheCallsInFlight() throws Exception {
        SentenceEncoder model = SentenceEncoder.load(folder);
        List<String> texts = java.util.stream.IntStream.range(0, 200).mapToObj(i -> "a cat ".repeat(1 + i % 5)).toList();
        List<float[]> expected = model.embed(texts);
        CountDownLatch begun = new CountDownLatch(3);
        try (var threads = Executors.newFixedThreadPool(3)) {
            List<Future<Integer>> calls = new ArrayList<>();
            for (int t = 0; t < 3; t++) {
                calls.add(threads.submit(() -> {
                    for (int call = 0; ; call++) {
                        List<float[]> vectors;
                        try {
                            vectors = model.embed(texts);
                        } catch (IllegalStateException e) {
                            return call;
                        }
                        for (int i = 0; i < vectors.size(); i++) {
                            assertThat(vectors.get(i)).isEqualTo(expected.get(i));
                        }
                        begun.countDown();
                    }
                }));
            }
            begun.await();
            model.close();
            for (Future<Integer> call : calls) {
                assertThat(call.get()).isPositive();
            }
        }
    }

    @Test
    void whatIsNullOrUnknownIsNamed() throws IOException {
        try (SentenceEncoder model = SentenceEncoder.load(folder)) {
            assertThatThrownBy(() -> model.embed(Arrays.asList("a", null)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("[embed] a text must not be null: got null at index 1");
            assertThatThrownBy(() -> model.embed((String) null)).hasMessageContaining("got null at index 0");
            assertThatThrownBy(() -> model.withPrefix(null)).hasMessageContaining("[withPrefix] the prefix must not be null");
            int known = model.encoder().config().vocabularySize();
            assertThatThrownBy(() -> model.encodeIds(List.of(new int[] {1}, new int[] {1, known})))
                    .hasMessage("[encodeIds] a token id must be 0 to " + (known - 1) + ": got " + known + " at 1 of text 1");
            assertThatThrownBy(() -> model.encodeIds(List.of(new int[] {-1}))).hasMessageContaining("got -1 at 0 of text 0");
            assertThat(model.encodeIds(List.of(new int[0])).getFirst()).containsOnly(0f);
            assertThat(model).hasToString("SentenceEncoder " + folder.getFileName() + ": vectors of 24, mean pooling, at most 12 tokens");
        }
    }
}
