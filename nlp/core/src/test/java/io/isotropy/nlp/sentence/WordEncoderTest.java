package io.isotropy.nlp.sentence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.isotropy.kernels.Activation;
import io.isotropy.kernels.Backend;
import io.isotropy.kernels.Backends;
import io.isotropy.nlp.json.Json;
import io.isotropy.nlp.json.JsonWriter;
import io.isotropy.nlp.word.WhitespaceTokenizer;
import io.isotropy.nlp.word.WordVectors;
import io.isotropy.tensor.safetensors.SafetensorsEntry;
import io.isotropy.tensor.safetensors.SafetensorsWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WordEncoderTest {

    private static final Backend BACKEND = Backends.preferred();
    private static final List<String> TEXTS = List.of("A man runs.", "New York, new york", "\"don't\" run  fast!", "the");
    private static final String MODULE = "sentence_transformers.sentence_transformer.modules.";

    @TempDir
    Path folder;

    private static SafetensorsEntry sines(String name, double start, long... shape) {
        int size = 1;
        for (long dim : shape) {
            size *= (int) dim;
        }
        float[] values = new float[size];
        for (int i = 0; i < size; i++) {
            values[i] = (float) (Math.floor(Math.sin(start + 1.3 * i) * 100 + 0.5) / 100);
        }
        return SafetensorsEntry.of(name, shape, values);
    }

    private static void weights(Path folder, List<SafetensorsEntry> entries) throws IOException {
        SafetensorsWriter.write(folder.resolve("model.safetensors"), entries, Map.of("format", "pt"));
    }

    private void words(String... modules) throws IOException {
        new WhitespaceTokenizer(
                        List.of("PADDING_TOKEN", "a", "man", "runs", "New", "York", "don't", "fast"), Set.of("the"), false, false)
                .write(folder);
        Files.writeString(folder.resolve("wordembedding_config.json"), "{\"tokenizer_class\": \"" + MODULE
                + "tokenizer.whitespace.WhitespaceTokenizer\", \"update_embeddings\": false, \"max_seq_length\": 1000000}");
        weights(folder, List.of(sines("emb_layer.weight", 0.5, 8, 3)));
        List<Map<String, Object>> list = new ArrayList<>(List.of(Map.of("path", "", "type", MODULE + "word_embeddings.WordEmbeddings")));
        for (String module : modules) {
            list.add(Map.of("path", module, "type", "sentence_transformers.any." + module.substring(2)));
            Files.createDirectories(folder.resolve(module));
        }
        JsonWriter.write(folder.resolve("modules.json"), list);
    }

    private void pooling(String place, String modes) throws IOException {
        Files.writeString(folder.resolve(place).resolve("config.json"), "{\"embedding_dimension\": 4, \"pooling_mode\": " + modes + "}");
    }

    private void lstm(int layers, boolean bidirectional) throws IOException {
        Path place = folder.resolve("1_LSTM");
        Files.writeString(place.resolve("lstm_config.json"), "{\"embedding_dimension\": 3, \"hidden_dim\": 2, \"num_layers\": " + layers
                + ", \"dropout\": 0, \"bidirectional\": " + bidirectional + "}");
        List<SafetensorsEntry> entries = new ArrayList<>();
        for (String kind : List.of("bias_hh", "bias_ih", "weight_hh", "weight_ih")) {
            for (int layer = 0; layer < layers; layer++) {
                for (String direction : bidirectional ? List.of("", "_reverse") : List.of("")) {
                    String name = "encoder." + kind + "_l" + layer + direction;
                    double start = 0.1 + entries.size();
                    int inputs = layer == 0 ? 3 : 4;
                    entries.add(switch (kind) {
                        case "weight_hh" -> sines(name, start, 8, 2);
                        case "weight_ih" -> sines(name, start, 8, inputs);
                        default -> sines(name, start, 8);
                    });
                }
            }
        }
        weights(place, entries);
    }

    private void assertVectors(float[]... wanted) throws IOException {
        try (SentenceEncoder model = SentenceEncoder.load(folder, BACKEND)) {
            List<float[]> got = model.embed(TEXTS);
            for (int i = 0; i < wanted.length; i++) {
                assertThat(got.get(i)).as(TEXTS.get(i)).containsExactly(wanted[i], within(1e-6f));
            }
            assertThat(model.dimension()).isEqualTo(wanted[0].length);
        }
    }

    // The figures are those of sentence-transformers 6.0.1, but for a text without a known word, whose max pooling is −∞ there.

    @Test
    void readsLstmsOfTwoLayers() throws IOException {
        words("1_LSTM", "2_Pooling");
        lstm(2, true);
        pooling("2_Pooling", "[\"max\", \"mean\"]");
        assertVectors(
                new float[] {
                    0.23485804f, 0.14254917f, 0.3333932f, 0.09885043f, 0.14244805f, 0.12477642f, 0.27041522f, 0.09032911f},
                new float[] {
                    0.12659957f, 0.16297776f, 0.22374885f, 0.13474654f, 0.07211686f, 0.15320005f, 0.22022197f, 0.11503466f},
                new float[] {0.149196f, 0.11652058f, 0.25581196f, 0.07543383f, 0.07375f, 0.10070846f, 0.24955592f, 0.06175528f},
                new float[8]);
    }

    @Test
    void readsLstmsInOneDirection() throws IOException {
        words("1_LSTM", "2_Pooling");
        lstm(1, false);
        pooling("2_Pooling", "\"lasttoken\"");
        assertVectors(new float[] {-0.20412725f, 0.2054167f}, new float[] {-0.34487414f, -0.00516917f},
                new float[] {-0.6127834f, 0.1080335f}, new float[] {0, 0});
    }

    @Test
    void readsAveragesWithDenseLayers() throws IOException {
        words("1_Pooling", "2_Dense");
        pooling("1_Pooling", "\"mean_sqrt_len_tokens\"");
        Files.writeString(folder.resolve("2_Dense/config.json"), "{\"in_features\": 3, \"out_features\": 4, \"bias\": true}");
        weights(folder.resolve("2_Dense"), List.of(sines("linear.bias", 0.1, 4), sines("linear.weight", 1.1, 4, 3)));
        assertVectors(
                new float[] {-0.21362378f, 0.89961225f, 0.05063753f, -0.5981836f},
                new float[] {0.48925683f, 0.13067934f, 0.8450694f, -0.79097325f},
                new float[] {-0.51399577f, 0.8844115f, 0.46688896f, -0.8557312f},
                new float[] {0.099668f, 0.7573623f, 0.4053213f, -0.641077f});
    }

    private static TrainableWordEncoder trained(WordEncoderConfig config) {
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < 90; i++) {
            texts.add("w" + i % 40 + " v" + i % 17 + " u" + i);
        }
        return TrainableWordEncoder.create(config, WhitespaceTokenizer.learn(texts, 1, 0, config.hidden() == 0), 19, BACKEND, 5);
    }

    private static List<String> longAndShort() {
        List<String> texts = new ArrayList<>(List.of("", "nothing known", "w1"));
        for (int i = 0; i < 70; i++) {
            StringBuilder text = new StringBuilder();
            for (int j = 0; j <= i * 7 % 29; j++) {
                text.append(j % 3 == 0 ? "w" : j % 3 == 1 ? "v" : "u").append((i + j * j) % 40).append(' ');
            }
            texts.add(text.toString());
        }
        return texts;
    }

    @Test
    void loadsWhatItSavesWithOneResultHoweverItIsRun() throws IOException {
        List<WordEncoderConfig> configs = List.of(
                WordEncoderConfig.INFERSENT.withLstm(33, true),
                WordEncoderConfig.INFERSENT.withLstm(18, false).withPooling(Pooling.LAST),
                WordEncoderConfig.DAN.withDense(List.of(21, 34), Activation.RELU).withWordDropout(0.5f),
                WordEncoderConfig.DAN.withDense(List.of(), Activation.TANH));
        List<String> texts = longAndShort();
        for (int c = 0; c < configs.size(); c++) {
            Path place = folder.resolve("m" + c);
            TrainableWordEncoder trained = trained(configs.get(c));
            trained.save(place);
            trained.save(place); // over an earlier one
            List<float[]> before = trained.embed(texts);
            try (SentenceEncoder model = SentenceEncoder.load(place, BACKEND)) {
                assertThat(model.dimension()).isEqualTo(trained.dimension());
                BACKEND.setThreads(1);
                List<float[]> one = model.embed(texts);
                BACKEND.setThreads(Runtime.getRuntime().availableProcessors());
                List<float[]> all = model.embed(texts);
                for (int i = 0; i < texts.size(); i++) {
                    assertThat(one.get(i)).as(texts.get(i)).containsExactly(before.get(i), within(1e-6f));
                    assertThat(all.get(i)).as(texts.get(i)).isEqualTo(one.get(i)); // to the bit
                    assertThat(model.embed(texts.get(i))).as(texts.get(i)).isEqualTo(one.get(i));
                }
            }
        }
    }

    /** The names that sentence-transformers 6.0.1 writes. */
    @Test
    void writesTheLayoutOfSentenceTransformers() throws IOException {
        trained(WordEncoderConfig.INFERSENT.withLstm(4, true)).save(folder);
        List<Json> modules = Json.read(folder.resolve("modules.json")).asList();
        assertThat(modules).extracting(module -> module.get("path").asString() + " " + module.get("type").asString()).containsExactly(
                " " + MODULE + "word_embeddings.WordEmbeddings", "1_LSTM " + MODULE + "lstm.LSTM", "2_Pooling " + MODULE + "pooling.Pooling");
        assertThat(folder.resolve("1_LSTM/model.safetensors")).exists();
        Json lstm = Json.read(folder.resolve("1_LSTM/lstm_config.json"));
        assertThat(lstm.asMap().keySet()).containsExactly("embedding_dimension", "hidden_dim", "num_layers", "dropout", "bidirectional");
        assertThat(lstm.get("embedding_dimension").asInt()).isEqualTo(19);
    }

    @Test
    void takesVectorsOfAFile() throws IOException {
        WordVectors vectors = WordVectors.of(BACKEND, List.of("a", "B"), 2, 1, 2, 3, 4);
        for (boolean update : new boolean[] {false, true}) {
            TrainableWordEncoder model = TrainableWordEncoder.create(
                    WordEncoderConfig.DAN.withDense(List.of(), Activation.TANH), vectors, update, BACKEND, 1);
            assertThat(model.embed("a, B")).containsExactly(2, 3);
            assertThat(model.parameters().all()).hasSize(update ? 1 : 0);
            model.save(folder);
            try (SentenceEncoder read = SentenceEncoder.load(folder, BACKEND)) {
                assertThat(read.embed("a, B")).containsExactly(2, 3);
            }
        }
    }

    @Test
    void hasOptionsOfOtherModels() throws IOException {
        trained(WordEncoderConfig.INFERSENT.withLstm(4, true)).save(folder);
        try (SentenceEncoder model = SentenceEncoder.load(folder, BACKEND)) {
            assertThat(model.withMaxLength(2).embed("w1 w2 w3")).isEqualTo(model.embed("w1 w2"));
            assertThat(model.withMaxLength(2).encode(List.of("w1", "w1 w2 w3")).truncated()).containsExactly(1);
            assertThat(model.withPrefix("w1 ").embed("w2")).isEqualTo(model.embed("w1 w2"));
            assertThat(model.withPooling(Pooling.MEAN, Pooling.MAX).dimension()).isEqualTo(16);
            assertThat(model.countTokens("w1 zzz w2")).isEqualTo(2);
            assertThatThrownBy(() -> model.withPooling(Pooling.FIRST_LAST_AVERAGE)).hasMessageContaining("first_last_avg");
            assertThatThrownBy(model::tokenizer).hasMessageContaining("vectors of words");
        }
        assertThatThrownBy(() -> TrainableSentenceEncoder.load(folder, BACKEND, 1, null, 0)).hasMessageContaining("vectors of words");
    }

    @Test
    void refusesFoldersThatAreNotWhole() throws IOException {
        words("1_LSTM", "2_Pooling");
        lstm(1, true);
        pooling("2_Pooling", "\"pooler\"");
        assertRefused("pooler", "needs a BERT");
        pooling("2_Pooling", "\"max\"");
        Path sizes = folder.resolve("1_LSTM/lstm_config.json");
        Files.writeString(sizes, "{\"embedding_dimension\": 7, \"hidden_dim\": 2}");
        assertRefused("lstm_config.json line 1", "must be 3", "got 7");
        Files.writeString(sizes, "{\"word_embedding_dimension\": 3, \"hidden_dim\": 5}");
        assertRefused("1_LSTM", "encoder.weight_ih_l0", "[8, 3]");
        Files.writeString(sizes, "{\"word_embedding_dimension\": 3, \"hidden_dim\": 0}");
        assertRefused("\"hidden_dim\" must be 1 to");
        weights(folder, List.of(sines("emb_layer.weight", 0.5, 7, 3)));
        assertRefused("emb_layer.weight", "a row for each of the 8 words", "[7, 3]");
        Files.delete(folder.resolve("model.safetensors"));
        assertRefused("has no model.safetensors");
        words("1_LSTM");
        lstm(1, true);
        assertRefused("modules.json", "no module Pooling");
        words("1_CNN", "2_Pooling");
        pooling("2_Pooling", "\"max\"");
        assertRefused("any.CNN", "none of those known");
        Files.writeString(folder.resolve("wordembedding_config.json"), "{\"tokenizer_class\": \"x.PhraseTokenizer\"}");
        words("1_Pooling");
        pooling("1_Pooling", "\"max\"");
        Files.writeString(folder.resolve("wordembedding_config.json"), "{\"tokenizer_class\": \"x.PhraseTokenizer\"}");
        assertRefused("PhraseTokenizer");
    }

    private void assertRefused(String... words) {
        assertThatThrownBy(() -> SentenceEncoder.load(folder, BACKEND)).isInstanceOf(IOException.class).hasMessageContainingAll(words);
    }
}
