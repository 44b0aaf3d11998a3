package io.isotropy.nlp.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HuggingFaceTest {
    private static final String LIST = "/api/models/org/m-1/revision/main";
    private static final String FILES = "/org/m-1/resolve/main/";
    private static final byte[] WEIGHTS = new byte[200_001];

    @TempDir
    Path folder;

    private LocalServer server;
    private HubSettings settings;

    @BeforeEach
    void start() throws IOException {
        for (int i = 0; i < WEIGHTS.length; i++) {
            WEIGHTS[i] = (byte) (i * 31);
        }
        server = new LocalServer();
        settings = HubSettings.of(Map.of(), folder)
                .withCache(folder.resolve("cache"))
                .withEndpoint(server.url() + "/")
                .withTimeout(Duration.ofSeconds(5));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void fetchesTheNeededFilesOnly() throws IOException {
        model("config.json", "modules.json", "tokenizer.json", "vocab.txt", "1_Pooling/config.json",
                "2_Dense/config.json", "2_Dense/model.safetensors", "onnx/model.onnx", "onnx/config.json",
                "pytorch_model.bin", "adapter.safetensors", ".gitattributes", "README.md", "model.safetensors");
        server.serve(FILES + "modules.json", text("""
                [{"path": ""}, {"path": "1_Pooling"}, {"path": "2_Dense"}, {"path": "3_Normalize"}]"""));
        Path model = resolve();
        assertThat(model).isEqualTo(folder.resolve("cache/models/org--m-1"));
        assertThat(files(model)).containsExactlyInAnyOrder(
                "config.json", "modules.json", "tokenizer.json", "vocab.txt", "1_Pooling/config.json",
                "2_Dense/config.json", "2_Dense/model.safetensors", "model.safetensors");
        assertThat(model.resolve("model.safetensors")).hasBinaryContent(WEIGHTS);
        int asked = server.asked.size();
        assertThat(resolve()).as("from the cache").isEqualTo(model);
        assertThat(Hub.resolve("org/m-1", settings.withOffline(true).withEndpoint(null))).isEqualTo(model);
        assertThat(server.asked).hasSize(asked);
    }

    @Test
    void takesShardsWhereThereIsNoSingleFile() throws IOException {
        model("config.json", "model.safetensors.index.json", "model-00001-of-00002.safetensors",
                "model-00002-of-00002.safetensors", "consolidated.safetensors");
        assertThat(files(resolve())).containsExactlyInAnyOrder("config.json", "model.safetensors.index.json",
                "model-00001-of-00002.safetensors", "model-00002-of-00002.safetensors");
    }

    @Test
    void anotherRevisionHasAnotherPlace() throws IOException {
        server.serve("/api/models/org/m-1/revision/refs/pr/1", list("config.json", "model.safetensors"));
        server.serve("/org/m-1/resolve/refs/pr/1/config.json", text("{}"));
        server.serve("/org/m-1/resolve/refs/pr/1/model.safetensors", WEIGHTS);
        Path model = Hub.resolve("org/m-1", settings.withRevision("refs/pr/1"));
        assertThat(model).isEqualTo(folder.resolve("cache/models/org--m-1@refs--pr--1"));
        assertThatThrownBy(() -> Hub.resolve("org/m-1", settings.withRevision("../x")))
                .isInstanceOf(HubException.class);
    }

    @Test
    void theTokenGoesToTheEndpointAndNotBeyond() throws IOException {
        try (LocalServer storage = new LocalServer()) {
            model("config.json", "model.safetensors");
            server.on(FILES + "model.safetensors", LocalServer.status(302, "Location", storage.url() + "/blob?x=1",
                    "X-Linked-Size", "" + WEIGHTS.length, "X-Linked-ETag", '"' + TestModels.sha256(WEIGHTS) + '"'));
            storage.serve("/blob", WEIGHTS, "ETag", '"' + "0".repeat(64) + '"');
            Path model = Hub.resolve("org/m-1", settings.withToken("secret"));
            assertThat(model.resolve("model.safetensors")).hasBinaryContent(WEIGHTS);
            assertThat(server.tokens).isNotEmpty().containsOnly("Bearer secret");
            assertThat(storage.tokens).containsExactly("null");
            assertThat(settings.withToken("secret").toString()).doesNotContain("secret");
        }
    }

    @Test
    void relativeRedirectsWorkAndLoopsEnd() throws IOException {
        model("config.json", "model.safetensors");
        server.on(FILES + "model.safetensors", LocalServer.status(307, "Location", "/elsewhere"));
        server.serve("/elsewhere", WEIGHTS);
        assertThat(resolve().resolve("model.safetensors")).hasBinaryContent(WEIGHTS);
        server.on("/api/models/org/loop/revision/main", LocalServer.status(302, "Location", "loop"));
        server.on("/api/models/org/loop/revision/loop", LocalServer.status(302, "Location", "loop"));
        assertThatThrownBy(() -> Hub.resolve("org/loop", settings))
                .isInstanceOf(HubException.class)
                .hasMessageContaining("redirects more than 5 times");
    }

    @ParameterizedTest
    @CsvSource({
        "401, set HF_TOKEN",
        "403, set HF_TOKEN",
        "404, has no org/m-1 at revision main",
        "429, try again in 17 s",
        "500, try again later",
        "503, try again later",
        "418, failed on org/m-1"
    })
    void refusalsSayWhatToDo(int status, String message) {
        server.on(LIST, LocalServer.status(status, "Retry-After", "17"));
        assertRefused(message);
        model("config.json", "model.safetensors");
        server.on(FILES + "model.safetensors", LocalServer.status(status, "Retry-After", "17"));
        assertRefused(message);
    }

    @Test
    void aTruncatedBodyIsNoticed() {
        model("config.json", "model.safetensors");
        server.on(FILES + "model.safetensors", exchange -> {
            exchange.sendResponseHeaders(200, WEIGHTS.length);
            exchange.getResponseBody().write(WEIGHTS, 0, 1000);
            exchange.getResponseBody().flush();
        });
        assertRefused("The download of model.safetensors of org/m-1");
    }

    @Test
    void aSizeOtherThanAnnouncedIsNoticed() {
        model("config.json", "model.safetensors");
        server.serve(FILES + "model.safetensors", WEIGHTS, "X-Linked-Size", "" + (WEIGHTS.length + 1));
        assertRefused("200001 bytes came, 200002 were announced");
        server.serve(FILES + "model.safetensors", WEIGHTS, "X-Linked-Size", "7");
        assertRefused("more bytes came, 7 were announced");
    }

    @Test
    void aWrongChecksumIsNoticed() {
        model("config.json", "model.safetensors");
        server.serve(FILES + "model.safetensors", WEIGHTS, "ETag", '"' + "ab".repeat(32) + '"');
        assertRefused("its SHA-256 is " + TestModels.sha256(WEIGHTS) + ", " + "ab".repeat(32) + " was announced");
    }

    @Test
    @Timeout(30)
    void silenceEndsTheDownload() {
        settings = settings.withTimeout(Duration.ofSeconds(1));
        model("config.json", "model.safetensors");
        server.on(FILES + "model.safetensors", exchange -> {
            exchange.sendResponseHeaders(200, WEIGHTS.length);
            exchange.getResponseBody().write(WEIGHTS, 0, 1000);
            exchange.getResponseBody().flush();
            try {
                Thread.sleep(20_000);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        assertRefused("nothing came for 1 s");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"../evil.json", "/etc/evil.json", "a/../../evil.json", "a\\\\b.json",
                "c:evil.json", "", "./x.json", "a//b"})
    void namesThatLeadOutOfTheFolderCondemnTheList(String name) throws IOException {
        model("config.json", "model.safetensors");
        server.serve(LIST, text("{\"siblings\": [{\"rfilename\": \"config.json\"},"
                + " {\"rfilename\": \"model.safetensors\"}, {\"rfilename\": \"" + name + "\"}]}"));
        assertRefused("leads out of its folder");
        assertThat(server.asked).containsExactly(LIST);
    }

    @Test
    void moduleFoldersCannotLeadOut() throws IOException {
        model("config.json", "modules.json", "model.safetensors");
        server.serve(FILES + "modules.json", text("[{\"path\": \"../..\"}, {\"path\": \"\"}]"));
        assertThat(files(resolve())).containsExactlyInAnyOrder("config.json", "modules.json", "model.safetensors");
    }

    @Test
    void listsThatCannotBeUsedAreRefused() {
        server.serve(LIST, text("<html>"));
        assertRefused("is not understood");
        server.serve(LIST, text("{\"siblings\": 3}"));
        assertRefused("is not understood");
        server.serve(LIST, list("model.safetensors"));
        assertRefused("has no config.json");
        server.serve(LIST, list("config.json", "pytorch_model.bin"));
        assertRefused("only weights in pickle format");
    }

    @Test
    void withoutAnEndpointOrOfflineTheSentenceSaysHow() {
        assertThatThrownBy(() -> Hub.resolve("org/m-1", settings.withEndpoint(null)))
                .isInstanceOf(HubException.class)
                .hasMessageContaining("set HF_ENDPOINT");
        assertThatThrownBy(() -> Hub.resolve("org/m-1", settings.withOffline(true)))
                .isInstanceOf(HubException.class)
                .hasMessageContaining("offline mode forbids");
        assertThatThrownBy(() -> Hub.resolve("org/m-1", settings.withEndpoint("huggingface")))
                .isInstanceOf(HubException.class)
                .hasMessageContaining("is not a URL");
        assertThat(server.asked).isEmpty();
        server.close();
        assertRefused("No answer from " + server.url());
    }

    private void assertRefused(String message) {
        assertThatThrownBy(this::resolve).isInstanceOf(HubException.class).hasMessageContaining(message);
        try (Stream<Path> left = Files.list(folder.resolve("cache/models"))) {
            assertThat(left).as("nothing half-written").allMatch(path -> path.toString().endsWith(".lock"));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private Path resolve() {
        return Hub.resolve("org/m-1", settings);
    }

    private void model(String... names) {
        server.serve(LIST, list(names));
        for (String name : names) {
            server.serve(FILES + name, name.endsWith(".safetensors") ? WEIGHTS : text("{}"), "ETag", "\"0123abcd\"");
        }
    }

    private static byte[] list(String... names) {
        return text(Stream.of(names)
                .map(name -> "{\"rfilename\": \"" + name + "\"}")
                .collect(Collectors.joining(", ", "{\"siblings\": [", "]}")));
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static List<String> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> folder.relativize(file).toString().replace('\\', '/'))
                    .toList();
        }
    }
}
