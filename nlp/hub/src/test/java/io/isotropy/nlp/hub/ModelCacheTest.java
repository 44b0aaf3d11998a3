package io.isotropy.nlp.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelCacheTest {
    @TempDir
    Path folder;

    private static void make(Path folder) throws IOException {
        Files.writeString(folder.resolve("config.json"), "{}");
    }

    @Test
    void manyAtOnceMakeItOnce() throws Exception {
        ModelCache cache = new ModelCache(folder);
        AtomicInteger made = new AtomicInteger();
        Callable<Path> task = () -> cache.get("m", target -> {
            made.incrementAndGet();
            make(target);
        });
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var tasks = IntStream.range(0, 16).mapToObj(i -> task).collect(Collectors.toList());
            for (var result : threads.invokeAll(tasks)) {
                assertThat(result.get()).isEqualTo(cache.place("m"));
            }
        }
        assertThat(made).hasValue(1);
    }

    @Test
    void whoeverRenamesFirstWins() throws IOException {
        ModelCache cache = new ModelCache(folder);
        Path winner = cache.get("m", target -> {
            make(target);
            Files.createDirectories(cache.place("m")); // another process, where locks do nothing
            Files.writeString(cache.place("m").resolve("config.json"), "{\"first\": 1}");
        });
        assertThat(winner.resolve("config.json")).hasContent("{\"first\": 1}");
        assertThat(hidden()).containsExactly(".m.lock");
    }

    @Test
    void halfFinishedFoldersAreIgnoredAndCleared() throws IOException {
        Path half = folder.resolve("models/.m.tmp-killed");
        Files.createDirectories(half.resolve("1_Pooling"));
        make(half);
        Path ofAnother = Files.createDirectories(folder.resolve("models/.other.tmp-running"));
        ModelCache cache = new ModelCache(folder);
        assertThat(cache.find("m")).isNull();
        assertThat(cache.names()).isEmpty();
        assertThat(cache.get("m", ModelCacheTest::make)).isDirectory();
        assertThat(half).doesNotExist();
        assertThat(ofAnother).exists();
        assertThat(cache.names()).containsExactly("m");
    }

    @Test
    void aFailingMakerLeavesNothing() throws IOException {
        ModelCache cache = new ModelCache(folder);
        assertThatThrownBy(() -> cache.get("m", target -> {
                    make(target);
                    throw new IOException("No space left on device");
                }))
                .isInstanceOf(HubException.class)
                .hasMessageContaining("The model m could not be stored under " + folder.resolve("models"))
                .hasMessageContaining("No space left on device")
                .hasMessageContaining("ISOTROPY_CACHE");
        assertThat(hidden()).containsExactly(".m.lock");
        assertThat(cache.find("m")).isNull();
    }

    @Test
    void aReadOnlyCacheStillServesWhatItHas() throws IOException {
        ModelCache cache = new ModelCache(folder);
        Path place = cache.get("m", ModelCacheTest::make);
        Path models = folder.resolve("models");
        assumeThat(models.toFile().setWritable(false)).as("read-only folders").isTrue();
        try {
            assertThat(cache.get("m", target -> {
                        throw new AssertionError("made again");
                    }))
                    .isEqualTo(place);
            assumeThat(Files.isWritable(models)).as("the user may write to read-only folders").isFalse();
            assertThatThrownBy(() -> cache.get("n", ModelCacheTest::make))
                    .isInstanceOf(HubException.class)
                    .hasMessageContaining("no permission to write there");
        } finally {
            assertThat(models.toFile().setWritable(true)).isTrue();
        }
    }

    @Test
    void aCacheThatIsAFileGetsASentence() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "");
        ModelCache cache = new ModelCache(file);
        assertThatThrownBy(() -> cache.get("m", ModelCacheTest::make))
                .isInstanceOf(HubException.class)
                .hasMessageContaining("could not be stored");
    }

    @Test
    void aFolderThatIsNoModelIsInTheWay() throws IOException {
        Files.createDirectories(folder.resolve("models/m"));
        assertThatThrownBy(() -> new ModelCache(folder).get("m", ModelCacheTest::make))
                .isInstanceOf(HubException.class)
                .hasMessageContaining("is in the way");
    }

    @Test
    void pathsAreReturnedAsTheyAre() throws IOException {
        HubSettings settings = HubSettings.of(Map.of(), folder).withOffline(true);
        Path own = Files.createDirectories(folder.resolve("own"));
        assertThat(Hub.resolve(own.toString(), settings)).isEqualTo(own);
        Path file = Files.writeString(folder.resolve("file"), "");
        String none = folder.resolve("none").toString();
        for (String name : List.of(file.toString(), none, "", " ", "a/b/c", "../x", "\u0000")) {
            assertThatThrownBy(() -> Hub.resolve(name, settings)).as(name).isInstanceOf(HubException.class);
        }
        assertThat(folder.resolve(".cache")).doesNotExist();
    }

    @Test
    void theCacheIsWhereTheEnvironmentSays() {
        Path xdg = folder.resolve("xdg");
        assertThat(HubSettings.of(Map.of(), folder).cache()).isEqualTo(folder.resolve(".cache/isotropy"));
        assertThat(HubSettings.of(Map.of("XDG_CACHE_HOME", xdg.toString()), folder).cache())
                .isEqualTo(xdg.resolve("isotropy"));
        assertThat(HubSettings.of(Map.of("XDG_CACHE_HOME", "relative"), folder).cache())
                .isEqualTo(folder.resolve(".cache/isotropy"));
        Map<String, String> own = Map.of("ISOTROPY_CACHE", folder.resolve("own").toString(), "XDG_CACHE_HOME", "/x",
                "HF_ENDPOINT", " https://mirror ", "HF_TOKEN", "", "ISOTROPY_OFFLINE", "1");
        HubSettings settings = HubSettings.of(own, folder);
        assertThat(settings.cache()).isEqualTo(folder.resolve("own"));
        assertThat(settings.endpoint()).isEqualTo("https://mirror");
        assertThat(settings.token()).isNull();
        assertThat(settings.offline()).isTrue();
        assertThat(HubSettings.of(Map.of("ISOTROPY_OFFLINE", "0"), folder).offline()).isFalse();
    }

    @Test
    void namesOfTheCatalogueAreDistinctAndFound() {
        List<String> names = Models.known().stream()
                .flatMap(model -> Stream.concat(
                        Stream.of(model.name(), model.huggingFaceId()), model.aliases().stream()))
                .map(name -> name.toLowerCase(Locale.ROOT))
                .toList();
        assertThat(names).doesNotHaveDuplicates();
        assertThat(Models.find("sentence-transformers/all-MiniLM-L6-v2")).map(KnownModel::maxLength).hasValue(256);
        assertThat(Models.find("baai/BGE-small-en-v1.5")).map(KnownModel::pooling).hasValue(io.isotropy.nlp.sentence.Pooling.CLS);
        assertThat(Models.find("nonesuch")).isEmpty();
        assertThat(Models.known()).allMatch(model -> model.artifact().sha256().matches("[0-9a-f]{64}"));
    }

    private List<String> hidden() throws IOException {
        try (Stream<Path> all = Files.list(folder.resolve("models"))) {
            return all.map(path -> path.getFileName().toString())
                    .filter(name -> name.startsWith("."))
                    .toList();
        }
    }
}
