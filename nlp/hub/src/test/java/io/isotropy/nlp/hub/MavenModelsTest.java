package io.isotropy.nlp.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.isotropy.nlp.json.Json;
import io.isotropy.nlp.onnx.TinyOnnx;
import io.isotropy.tensor.safetensors.SafetensorsFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MavenModelsTest {
    @TempDir
    Path folder;

    private LocalServer server;
    private final byte[] jar = TestModels.jar();
    private final List<KnownModel> catalogue = List.of(TestModels.model(jar));

    @BeforeEach
    void start() throws IOException {
        server = new LocalServer();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void fetchesFromTheMirrorOfSettingsXmlAndConverts() throws IOException {
        server.serve(TestModels.JAR_PATH, jar);
        List<String> phases = new ArrayList<>();
        HubSettings settings = settings(server.url())
                .withProgress((phase, what, done, total) -> phases.add(phase + " " + (done == total)));
        Path model = Hub.resolve("TINY", settings, catalogue);

        assertThat(server.asked).contains(TestModels.JAR_PATH);
        assertThat(server.asked).as("the jar alone, without its pom").noneMatch(path -> path.endsWith(".pom"));
        assertThat(phases).contains("DOWNLOAD true", "UNPACK true", "CONVERT true");
        assertThat(model).isEqualTo(settings.cache().resolve("models").resolve("tiny-bert"));
        assertFolder(model);
        server.close();
        assertThat(Hub.resolve("tests/tiny-bert", settings, catalogue)).as("from the cache").isEqualTo(model);
    }

    private static void assertFolder(Path model) throws IOException {
        try (Stream<Path> files = Files.walk(model)) {
            assertThat(files.map(file -> model.relativize(file).toString().replace('\\', '/')))
                    .containsExactlyInAnyOrder(
                            "", "config.json", "model.safetensors", "tokenizer.json", "tokenizer_config.json",
                            "modules.json", "sentence_bert_config.json", "config_sentence_transformers.json",
                            "1_Pooling", "1_Pooling/config.json", "2_Normalize", "README.md");
        }
        Json config = Json.read(model.resolve("config.json"));
        assertThat(config.get("model_type").asString()).isEqualTo("bert");
        assertThat(config.get("hidden_size").asInt()).isEqualTo(8);
        assertThat(config.get("num_hidden_layers").asInt()).isEqualTo(2);
        assertThat(config.get("num_attention_heads").asInt()).isEqualTo(2);
        assertThat(config.get("intermediate_size").asInt()).isEqualTo(12);
        assertThat(config.get("hidden_act").asString()).isEqualTo("gelu");
        assertThat(config.get("vocab_size").asInt()).isEqualTo(30);
        assertThat(config.get("layer_norm_eps").asDouble()).isEqualTo(1e-12);
        assertThat(config.get("pad_token_id").asInt()).isZero();
        Json sentence = Json.read(model.resolve("sentence_bert_config.json"));
        assertThat(sentence.get("max_seq_length").asInt()).as("no more than there are positions").isEqualTo(16);
        assertThat(sentence.get("do_lower_case").asBoolean()).isFalse();
        assertThat(Json.read(model.resolve("tokenizer_config.json")).get("do_lower_case").asBoolean()).isFalse();
        Json pooling = Json.read(model.resolve("1_Pooling/config.json"));
        assertThat(pooling.get("pooling_mode_cls_token").asBoolean()).isTrue();
        assertThat(pooling.get("pooling_mode_mean_tokens").asBoolean()).isFalse();
        assertThat(pooling.get("word_embedding_dimension").asInt()).isEqualTo(8);
        assertThat(Json.read(model.resolve("modules.json")).asList())
                .extracting(module -> module.get("path").asString())
                .containsExactly("", "1_Pooling", "2_Normalize");
        assertThat(Files.readString(model.resolve("tokenizer.json"))).isEqualTo(TestModels.TOKENIZER);
        try (SafetensorsFile weights = SafetensorsFile.open(model.resolve("model.safetensors"))) {
            assertThat(weights.names()).hasSize(3 + 2 + 2 * 16 + 2);
            String name = "encoder.layer.1.intermediate.dense.weight";
            float[] values = weights.readFloats(name);
            assertThat(values).hasSize(12 * 8);
            for (int i = 0; i < values.length; i++) {
                assertThat(values[i]).isEqualTo(TinyOnnx.value(name, i / 8, i % 8));
            }
        }
    }

    @Test
    void aFileRepositoryWorksToo() throws IOException {
        Path file = folder.resolve("repository").resolve(TestModels.JAR_PATH.substring(1));
        Files.createDirectories(file.getParent());
        Files.write(file, jar);
        Path model = Hub.resolve("tiny", settings(folder.resolve("repository").toUri().toString()), catalogue);
        assertThat(model.resolve("model.safetensors")).exists();
    }

    @Test
    void offlineTakesWhatTheLocalRepositoryHasAndAsksNobody() throws IOException {
        HubSettings settings = settings(server.url()).withOffline(true);
        assertThatThrownBy(() -> Hub.resolve("tiny", settings, catalogue))
                .isInstanceOf(HubException.class)
                .hasMessageContaining("io.isotropy.tests:tiny:1.0")
                .hasMessageContaining(folder.resolve("m2").toString())
                .hasMessageContaining("offline mode forbids")
                .hasMessageContaining(settings.cache().resolve("models").resolve("tiny-bert").toString());
        assertNothingCached(settings);
        Path kept = folder.resolve("m2").resolve(TestModels.JAR_PATH.substring(1));
        Files.createDirectories(kept.getParent());
        Files.write(kept, jar);
        // as Maven notes it for a repository of another name, which Maven itself would not use here
        Files.writeString(kept.resolveSibling("_remote.repositories"), "tiny-1.0.jar>elsewhere=\n");
        assertThat(Hub.resolve("tiny", settings, catalogue).resolve("config.json")).exists();
        assertThat(server.asked).isEmpty();
    }

    @Test
    void anUnreachableRepositoryNamesArtifactAndWayOut() {
        HubSettings settings = settings(server.url());
        server.close();
        assertThatThrownBy(() -> Hub.resolve("tiny", settings, catalogue))
                .isInstanceOf(HubException.class)
                .hasMessageContaining("io.isotropy.tests:tiny:1.0")
                .hasMessageContaining("settings.xml")
                .hasMessageContaining("copy a folder with the model to");
        assertNothingCached(settings);
    }

    @Test
    void aFailureIsNotRemembered() {
        HubSettings settings = settings(server.url());
        assertThatThrownBy(() -> Hub.resolve("tiny", settings, catalogue)).isInstanceOf(HubException.class);
        server.serve(TestModels.JAR_PATH, jar);
        assertThat(Hub.resolve("tiny", settings, catalogue)).exists();
    }

    @Test
    void anotherJarThanThePublishedOneIsRefused() {
        byte[] changed = jar.clone();
        changed[jar.length / 2] ^= 1;
        server.serve(TestModels.JAR_PATH, changed);
        HubSettings settings = settings(server.url());
        assertThatThrownBy(() -> Hub.resolve("tiny", settings, catalogue))
                .isInstanceOf(HubException.class)
                .hasMessageContaining("is damaged or not the published io.isotropy.tests:tiny:1.0")
                .hasMessageContaining("Delete it");
        assertNothingCached(settings);
    }

    @Test
    void jarsWithoutAModelAreRefused() {
        byte[] noZip = "no zip".getBytes(StandardCharsets.UTF_8);
        byte[] tokenizer = TestModels.TOKENIZER.getBytes(StandardCharsets.UTF_8);
        Map<byte[], String> cases = Map.of(
                noZip, "is damaged",
                TestModels.jar(Map.of("a", noZip)), "has no entry tiny-tokenizer.json",
                TestModels.jar(Map.of("tiny.onnx", noZip, "tiny-tokenizer.json", tokenizer)), "ONNX file",
                TestModels.jar(Map.of("tiny.onnx", TinyOnnx.plain(), "tiny-tokenizer.json", noZip)), "not valid JSON");
        cases.forEach((bytes, message) -> {
            HubSettings settings = settings(server.url())
                    .withMaven(new MavenOptions(
                            folder.resolve("settings.xml"),
                            folder.resolve("global.xml"),
                            folder.resolve("m2-" + bytes.length)));
            server.serve(TestModels.JAR_PATH, bytes);
            assertThatThrownBy(() -> Hub.resolve("tiny", settings, List.of(TestModels.model(bytes))))
                    .isInstanceOf(HubException.class)
                    .hasMessageContaining(message);
            assertNothingCached(settings);
        });
    }

    @Test
    void whereMavenFailsTheEndpointIsAsked() {
        byte[] config = "{}".getBytes(StandardCharsets.UTF_8);
        String list = "{\"siblings\": [{\"rfilename\": \"config.json\"}, {\"rfilename\": \"model.safetensors\"}]}";
        server.serve("/api/models/tests/tiny-bert/revision/main", list.getBytes(StandardCharsets.UTF_8));
        server.serve("/tests/tiny-bert/resolve/main/config.json", config);
        server.serve("/tests/tiny-bert/resolve/main/model.safetensors", config);
        HubSettings settings = settings(server.url() + "/none").withEndpoint(server.url());
        Path model = Hub.resolve("tiny", settings, catalogue);
        assertThat(model.getFileName()).hasToString("tiny-bert");
        assertThat(model.resolve("model.safetensors")).hasBinaryContent(config);
    }

    @Test
    void listsModelsWithTheirState() {
        HubSettings settings = settings(server.url());
        assertThat(Models.list(settings, catalogue)).singleElement().satisfies(state -> {
            assertThat(state.cached()).isFalse();
            assertThat(state.bytes()).isEqualTo(jar.length);
        });
        server.serve(TestModels.JAR_PATH, jar);
        Path model = Hub.resolve("tiny", settings, catalogue);
        assertThat(Models.list(settings, catalogue)).singleElement().satisfies(state -> {
            assertThat(state.folder()).isEqualTo(model);
            assertThat(state.bytes()).isGreaterThan(4 * 30 * 8);
        });
        assertThat(Models.list(settings, List.of())).singleElement().satisfies(state -> {
            assertThat(state.name()).isEqualTo("tiny-bert");
            assertThat(state.known()).isNull();
        });
    }

    private HubSettings settings(String mirror) {
        try {
            Files.writeString(folder.resolve("settings.xml"), """
                    <settings><mirrors><mirror>
                      <id>company</id><mirrorOf>*</mirrorOf><url>%s</url>
                    </mirror></mirrors></settings>
                    """.formatted(mirror));
            Files.writeString(folder.resolve("global.xml"), "<settings/>");
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return HubSettings.of(Map.of(), folder)
                .withCache(folder.resolve("cache"))
                .withMaven(new MavenOptions(
                        folder.resolve("settings.xml"), folder.resolve("global.xml"), folder.resolve("m2")));
    }

    private static void assertNothingCached(HubSettings settings) {
        assertThat(new ModelCache(settings.cache()).names()).isEmpty();
        try (Stream<Path> left = Files.list(settings.cache().resolve("models"))) {
            assertThat(left).allMatch(path -> path.toString().endsWith(".lock"));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
