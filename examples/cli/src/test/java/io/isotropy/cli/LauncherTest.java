package io.isotropy.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script {@code isotropy} in a built tree whose path has spaces, started by way of a link. */
class LauncherTest {

    @TempDir
    static Path folder;

    private static Path target;
    private static Path link;
    private static Path model;
    private static byte[] expected = {};

    private record Result(int code, byte[] out, String err) {}

    @BeforeAll
    static void buildTree() throws IOException {
        assumeThat(File.separatorChar).as("a system with bash").isEqualTo('/');
        Path tree = folder.resolve("a tree");
        target = tree.resolve("examples/cli/target");
        Path lib = Files.createDirectories(target.resolve("lib"));
        int number = 0;
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            Path from = Path.of(entry);
            if (Files.isDirectory(from)) {
                jar(from, lib.resolve("isotropy-" + number++ + ".jar"));
            } else if (Files.exists(from)) {
                Files.copy(from, lib.resolve(number++ + ".jar"));
            }
        }
        Files.createFile(target.resolve("built"));
        Path script = tree.resolve("isotropy");
        Files.copy(Path.of("../../isotropy"), script);
        assertThat(script.toFile().setExecutable(true)).isTrue();
        link = Files.createSymbolicLink(folder.resolve("a link"), Path.of("a tree/isotropy"));
        model = TinyModel.write(folder.resolve("a model"));
        expected = Run.withInput("a man\n".getBytes(StandardCharsets.UTF_8), "embed", "--model", model.toString()).bytes();
        assertThat(expected).isNotEmpty();
    }

    private static void jar(Path classes, Path file) throws IOException {
        try (JarOutputStream jar = new JarOutputStream(Files.newOutputStream(file));
                Stream<Path> all = Files.walk(classes)) {
            for (Path path : all.filter(Files::isRegularFile).toList()) {
                jar.putNextEntry(new JarEntry(classes.relativize(path).toString()));
                Files.copy(path, jar);
                jar.closeEntry();
            }
        }
    }

    private record Started(Process process, Path out, Path err) {
        Result result() throws IOException, InterruptedException {
            assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
            return new Result(process.exitValue(), Files.readAllBytes(out), Files.readString(err));
        }
    }

    private static Started start() throws IOException {
        return start(new ProcessBuilder(link.toString(), "embed", "--quiet", "--model", model.toString()));
    }

    private static Started start(ProcessBuilder builder) throws IOException {
        Path out = Files.createTempFile(folder, "out", "");
        Path err = Files.createTempFile(folder, "err", "");
        builder.environment().put("JAVA25_HOME", System.getProperty("java.home"));
        builder.environment().remove("ISOTROPY_JAVA_OPTS");
        Process process = builder.redirectOutput(out.toFile()).redirectError(err.toFile()).start();
        try (OutputStream in = process.getOutputStream()) {
            in.write("a man\n".getBytes(StandardCharsets.UTF_8));
        }
        return new Started(process, out, err);
    }

    /** The vector, the code of success, and no word of the JVM's among the results. */
    private static String assertRight(Result result) {
        assertThat(result.code()).as(result.err()).isZero();
        assertThat(result.out()).isEqualTo(expected);
        return result.err();
    }

    private static List<Path> archives() throws IOException {
        try (Stream<Path> files = Files.list(target)) {
            return files.filter(file -> String.valueOf(file.getFileName()).endsWith(".jsa")).toList();
        }
    }

    private static void removeArchives() throws IOException {
        for (Path archive : archives()) {
            Files.delete(archive);
        }
    }

    @Test
    void twoFirstStartsMakeOneArchiveThatLaterOnesUse() throws IOException, InterruptedException {
        removeArchives();
        Started first = start();
        Started second = start();
        String said = assertRight(first.result()) + assertRight(second.result());
        assertThat(said.split("preparing fast starts", -1)).as(said).hasSize(2);
        assertThat(archives()).singleElement().satisfies(archive -> assertThat(Files.size(archive)).isGreaterThan(1 << 20));
        try (Stream<Path> files = Files.list(target)) {
            assertThat(files.map(file -> String.valueOf(file.getFileName())))
                    .containsExactlyInAnyOrder("lib", "built", ".lock", String.valueOf(archives().getFirst().getFileName()));
        }
        assertThat(assertRight(start().result())).doesNotContain("preparing");
    }

    /** The bytes of the argument come from bash: this JVM's own locale may not be able to pass them on. */
    @Test
    void readsArgumentsAsUtf8WhereNoLocaleIsSet() throws IOException, InterruptedException {
        ProcessBuilder builder =
                new ProcessBuilder("bash", "-c", "exec \"$0\" similarity --model \"$1\" $'\\xc3\\xa4' b", link.toString(), model.toString());
        builder.environment().keySet().removeAll(List.of("LANG", "LC_CTYPE"));
        builder.environment().put("LC_ALL", "C");
        Result result = start(builder).result();
        assertThat(result.code()).as(result.err()).isZero();
        assertThat(new String(result.out(), StandardCharsets.UTF_8)).contains("ä").doesNotContain("\uFFFD");
    }

    @Test
    void anArchiveThatIsBrokenOrOfOtherJarsHarmsNothing() throws IOException, InterruptedException {
        removeArchives();
        assertRight(start().result());
        Path archive = archives().getFirst();
        byte[] whole = Files.readAllBytes(archive);
        Files.delete(archive);
        Files.write(archive, Arrays.copyOf(whole, whole.length / 2));
        assertThat(assertRight(start().result())).doesNotContain("cds", "archive");
        Files.write(archive, "not an archive".getBytes(StandardCharsets.UTF_8));
        assertThat(assertRight(start().result())).doesNotContain("cds", "archive");
        // The archive older, not the jar newer: a jar from the future would outdate the archives of other tests.
        Instant written = Files.getLastModifiedTime(target.resolve("lib/isotropy-0.jar")).toInstant();
        Files.setLastModifiedTime(archive, FileTime.from(written.minusSeconds(5)));
        assertThat(assertRight(start().result())).contains("preparing fast starts");
    }

    @Test
    void aTreeWithoutAnArchiveThatCannotBeWrittenRuns() throws IOException, InterruptedException {
        removeArchives();
        assumeThat(target.toFile().setWritable(false)).isTrue();
        try {
            assumeThat(Files.isWritable(target)).as("a user whom permissions bind").isFalse();
            assertThat(assertRight(start().result())).doesNotContain("preparing");
            assertThat(archives()).isEmpty();
        } finally {
            assertThat(target.toFile().setWritable(true)).isTrue();
        }
    }

    /** The options that the JVM of a command has, by its help. */
    private static String options(String... command) throws IOException, InterruptedException {
        Path out = Files.createTempFile(folder, "options", "");
        List<String> line = new ArrayList<>(List.of(link.toString()));
        line.addAll(List.of(command));
        line.add("--help");
        ProcessBuilder builder = new ProcessBuilder(line).redirectErrorStream(true).redirectOutput(out.toFile());
        builder.environment().put("JAVA25_HOME", System.getProperty("java.home"));
        builder.environment().put("ISOTROPY_JAVA_OPTS", "-XX:+PrintCommandLineFlags");
        Process process = builder.start();
        assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
        return Files.readString(out);
    }

    @Test
    void trainingOnWordsAndClassifyingHaveASmallNursery() throws IOException, InterruptedException {
        String small = "-XX:MaxNewSize=33554432 ";
        assertThat(options("train", "classifier")).contains(small, "Usage");
        assertThat(options("train", "word2vec")).contains(small, "Usage");
        assertThat(options("classify")).contains(small, "Usage");
        assertThat(options("train", "simcse")).contains("-XX:+UseSerialGC", "Usage").doesNotContain(small);
    }
}
