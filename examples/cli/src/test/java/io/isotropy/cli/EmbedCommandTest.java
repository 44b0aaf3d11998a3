package io.isotropy.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.isotropy.kernels.Backends;
import io.isotropy.nlp.json.Json;
import io.isotropy.nlp.sentence.SentenceEncoder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EmbedCommandTest {

    @TempDir
    static Path model;

    @TempDir
    Path folder;

    @BeforeAll
    static void writeModel() throws IOException {
        TinyModel.write(model);
    }

    private static Run embed(String input, String... options) {
        return embed(input.getBytes(StandardCharsets.UTF_8), options);
    }

    private static Run embed(byte[] input, String... options) {
        return Run.withInput(input, arguments(options));
    }

    private static String[] arguments(String... options) {
        return Stream.concat(Stream.of("embed", "--model", model.toString()), Stream.of(options)).toArray(String[]::new);
    }

    /** Refused: code, one sentence, no result. */
    private static void assertRefused(Run run, int code, String... parts) {
        assertThat(run.err()).contains(parts).startsWith("isotropy embed: ");
        assertThat(run.err().lines()).hasSize(1);
        assertThat(run.code()).isEqualTo(code);
        assertThat(run.bytes()).isEmpty();
    }

    private static List<Json> rows(Run run) {
        return run.out().lines().map(line -> Json.parse(line, "row")).toList();
    }

    private static float[] vector(Json row) {
        List<Json> numbers = row.get("embedding").asList();
        float[] vector = new float[numbers.size()];
        for (int i = 0; i < vector.length; i++) {
            vector[i] = (float) numbers.get(i).asDouble();
        }
        return vector;
    }

    @Test
    void givesTheModelsVectorsInOrder() throws IOException {
        List<String> texts = List.of("a man is playing.", "", "  the cat ", "play \"fast\" \\ é中🙂\t\u0001", "dogs");
        Run run = embed(String.join("\n", texts) + "\n");
        assertThat(run.code()).isZero();
        assertThat(rows(run)).extracting(row -> row.get("text").asString()).isEqualTo(texts);
        try (SentenceEncoder encoder = SentenceEncoder.load(model)) {
            List<float[]> expected = encoder.embed(texts);
            for (int i = 0; i < texts.size(); i++) {
                assertThat(vector(rows(run).get(i))).isEqualTo(expected.get(i));
            }
        }
        assertThat(run.err()).startsWith("isotropy: 5 texts, ").contains("none was cut", "5 vectors of 24 in stdout");
        assertThat(embed("a\n", "--quiet").err()).isEmpty();
    }

    @Test
    void readsLinesOfBothSystemsAndAByteOrderMark() {
        Run plain = embed("a man\n\ndog");
        assertThat(embed("\uFEFFa man\r\n\r\ndog\r\n").out()).isEqualTo(plain.out());
        assertThat(rows(plain)).hasSize(3);
    }

    @Test
    void readsJsonLines() {
        Run run = embed("{\"id\": 1, \"text\": \"a \\\"man\\\"\\nis\"}\n{\"text\": \"\\ud83d\"}\n", "--input-format", "jsonl");
        assertThat(run.code()).isZero();
        assertThat(rows(run)).extracting(row -> row.get("text").asString()).containsExactly("a \"man\"\nis", "\ud83d");
        assertThat(run.out()).contains("\\ud83d");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "text", "{\"text\": 3}", "{\"texts\": \"a\"}", "{\"text\": \"a\"", "[\"a\"]", "{\"text\": null}"})
    void refusesOtherJsonLines(String line) throws IOException {
        Path input = Files.writeString(folder.resolve("in.jsonl"), "{\"text\": \"a\"}\n" + line + "\n");
        assertRefused(
                embed("", "--input", input.toString(), "--input-format", "jsonl"), 2, "in.jsonl line 2: ", "{\"text\": \"…\"}");
        assertThat(embed("", "--input", input.toString(), "--input-format", "jsonl").err()).doesNotContain("Source", "REDACTED");
    }

    @Test
    void unpacksStdinAsFiles() throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write("a man\ndog\n".getBytes(StandardCharsets.UTF_8));
        }
        assertThat(Run.withInput(packed.toByteArray(), "embed", "--model", model.toString()).out()).isEqualTo(embed("a man\ndog\n").out());
    }

    @Test
    void refusesUtf16WithoutAMark() {
        byte[] text = "the dog is fast.\na man\n".getBytes(StandardCharsets.UTF_16LE);
        assertRefused(Run.withInput(text, "embed", "--model", model.toString()), 2, "stdin line 1: has a zero byte", "save the file as UTF-8");
        assertThat(embed("a man \0 in a row\n").code()).isZero();
    }

    @Test
    void writesNumPyArrays() throws IOException {
        Path file = folder.resolve("vectors.npy");
        Run run = embed("a man\n\nthe dog is fast.\n", "--format", "npy", "--output", file.toString());
        assertThat(run.code()).isZero();
        assertThat(run.bytes()).isEmpty();
        byte[] bytes = Files.readAllBytes(file);
        assertThat(bytes).hasSize(128 + 3 * 24 * 4);
        assertThat(Arrays.copyOf(bytes, 10)).containsExactly(0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0, 118, 0);
        assertThat(new String(bytes, 10, 118, StandardCharsets.US_ASCII).stripTrailing())
                .isEqualTo("{'descr': '<f4', 'fortran_order': False, 'shape': (3, 24), }");
        assertThat(bytes[127]).isEqualTo((byte) '\n');
        float[] last = new float[24];
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).position(128 + 2 * 24 * 4).asFloatBuffer().get(last);
        assertThat(last).isEqualTo(vector(rows(embed("the dog is fast.\n")).getFirst()));
        assertThat(embed("a man\n\nthe dog is fast.\n", "--format", "npy").bytes()).isEqualTo(bytes);
        assertThat(files(folder)).containsExactly("vectors.npy");
    }

    @Test
    void takesTheFormatFromTheNameOfTheOutput() throws IOException {
        for (String format : List.of("npy", "tsv", "jsonl")) {
            Path named = folder.resolve("named." + (format.equals("npy") ? "NPY" : format));
            Path asked = folder.resolve("asked.txt");
            assertThat(embed("a man\n", "--output", named.toString()).code()).isZero();
            assertThat(embed("a man\n", "--output", asked.toString(), "--format", format).code()).isZero();
            assertThat(named).hasSameBinaryContentAs(asked);
        }
        Path lines = folder.resolve("lines.npy");
        assertThat(embed("a man\n", "--output", lines.toString(), "--format", "jsonl").code()).isZero();
        assertThat(Files.readString(lines)).startsWith("{\"text\":");
        assertRefused(embed("a man\n", "--output", folder.resolve("v.csv").toString()), 2, "v.csv", ".jsonl, .npy or .tsv", "--format");
    }

    @Test
    void writesTabSeparatedNumbers() {
        String[] lines = embed("a man\n\n", "--format", "tsv").out().split("\n");
        assertThat(lines).hasSize(2);
        float[] expected = vector(rows(embed("a man\n")).getFirst());
        String[] numbers = lines[0].split("\t");
        assertThat(numbers).hasSize(24);
        for (int i = 0; i < 24; i++) {
            assertThat(Float.parseFloat(numbers[i])).isEqualTo(expected[i]);
        }
    }

    @Test
    void nothingGivesNothing() {
        assertThat(embed("").out()).isEmpty();
        assertThat(embed("").code()).isZero();
        assertThat(new String(embed("", "--format", "npy").bytes(), StandardCharsets.ISO_8859_1)).contains("(0, 24)");
    }

    @Test
    void vectorsDependOnTheirTextsAlone() throws IOException {
        long seed = 5;
        Random random = new Random(seed);
        String[] words = {"a", "man", "is", "playing", "the", "guitar", "dogs", "fast", ",", "red"};
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < 2100; i++) { // more than one window
            StringBuilder text = new StringBuilder();
            for (int n = random.nextInt(14); n > 0; n--) {
                text.append(words[random.nextInt(words.length)]).append(' ');
            }
            texts.add(text.toString());
        }
        int threads = Backends.preferred().threads();
        try {
            byte[] one = npy(texts, "--threads", "1");
            assertThat(npy(texts, "--threads", "2")).as("seed " + seed).isEqualTo(one);
            List<Integer> order = new ArrayList<>();
            for (int i = 0; i < texts.size(); i++) {
                order.add(i);
            }
            Collections.shuffle(order, random);
            byte[] shuffled = npy(order.stream().map(texts::get).toList(), "--threads", "2");
            for (int i = 0; i < texts.size(); i++) {
                assertThat(row(shuffled, i)).as("seed " + seed).isEqualTo(row(one, order.get(i)));
            }
            assertThat(row(npy(texts.subList(77, 78)), 0)).isEqualTo(row(one, 77));
        } finally {
            Backends.preferred().setThreads(threads);
        }
    }

    private byte[] npy(List<String> texts, String... options) {
        String[] all = Stream.concat(Stream.of("--format", "npy"), Stream.of(options)).toArray(String[]::new);
        return embed(String.join("\n", texts) + "\n", all).bytes();
    }

    private static byte[] row(byte[] npy, int index) {
        return Arrays.copyOfRange(npy, 128 + index * 96, 128 + (index + 1) * 96);
    }

    @Test
    void cutsALineOfTenMegabytesAndSaysSo() {
        Run run = embed("dog\n" + "a man is ".repeat(1_200_000) + "\nman\n", "--format", "tsv");
        assertThat(run.code()).isZero();
        assertThat(run.out().lines()).hasSize(3);
        assertThat(run.err()).contains("3 texts", "1 cut at 12 tokens");
        assertThat(run.out().split("\n")[1])
                .isEqualTo(embed("a man is ".repeat(4) + "\n", "--format", "tsv").out().strip());
    }

    @Test
    void takesTheOptionsOfTheModel() {
        assertThat(vector(rows(embed("a\n", "--dimension", "8")).getFirst())).hasSize(8);
        double norm = 0;
        for (float x : vector(rows(embed("a man\n", "--no-normalize")).getFirst())) {
            norm += x * x;
        }
        assertThat(Math.abs(norm - 1)).isGreaterThan(1e-3);
        assertThat(embed("a man\n", "--normalize").out()).isEqualTo(embed("a man\n").out());
        assertThat(vector(rows(embed("man\n", "--prefix", "a ")).getFirst()))
                .isEqualTo(vector(rows(embed("a man\n")).getFirst()));
        assertThat(embed("a man\n", "--pooling", "cls").out()).isNotEqualTo(embed("a man\n").out());
        assertThat(embed("a man is playing\n", "--max-length", "4").err()).contains("1 cut at 4 tokens");
    }

    @Test
    void refusesBadOptions() {
        assertRefused(embed("a\n", "--dimension", "25"), 2, "--dimension: size must be 1 to 24");
        assertRefused(embed("a\n", "--dimension", "x"), 2, "'x'");
        assertRefused(embed("a\n", "--pooling", "best"), 2, "--pooling: \"best\" is no pooling");
        assertRefused(embed("a\n", "--max-length", "1"), 2, "--max-length: the maximum length must leave room");
        assertRefused(embed("a\n", "--max-length", "9999"), 2, "--max-length: max must be at most");
        assertRefused(embed("a\n", "--threads", "0"), 2, "--threads must be 1 to");
        assertRefused(embed("a\n", "--format", "csv"), 2, "--format", "csv");
        assertRefused(embed("a\n", "--inptu", "x"), 2, "did you mean --input");
    }

    @Test
    void refusesInputThatIsNotUtf8AndKeepsTheOldResult() throws IOException {
        Path input = folder.resolve("in.txt");
        byte[] bytes = ("man\n".repeat(3000) + "caf?\n").getBytes(StandardCharsets.ISO_8859_1);
        bytes[bytes.length - 2] = (byte) 0xE9;
        Files.write(input, bytes);
        Path output = Files.writeString(folder.resolve("out.jsonl"), "old");
        Run run = embed("", "--input", input.toString(), "--output", output.toString());
        assertRefused(run, 2, "in.txt line 3001: the byte 0xE9 at place 4 is not UTF-8");
        assertThat(output).hasContent("old");
        assertThat(files(folder)).containsExactly("in.txt", "out.jsonl");
    }

    @Test
    void refusesInputThatIsNotThere() {
        assertRefused(embed("", "--input", folder.resolve("none.txt").toString()), 2, "none.txt does not exist");
        assertRefused(embed("", "--input", folder.toString()), 2, "is a folder");
        assertRefused(embed("", "--input", ""), 2, "--input is empty");
    }

    @Test
    void refusesOutputThatCannotBeWritten() throws IOException {
        Path texts = Files.writeString(folder.resolve("texts.txt"), "a\n");
        Path link = Files.createSymbolicLink(folder.resolve("link.txt"), texts);
        assertRefused(embed("", "--input", texts.toString(), "--output", link.toString()), 2, "link.txt is the input, which it would replace");
        assertThat(texts).hasContent("a");
        assertRefused(embed("a\n", "--output", folder.toString()), 2, "is a folder");
        Path missing = folder.resolve("none").resolve("out.jsonl");
        assertRefused(embed("a\n", "--output", missing.toString()), 2, "its folder does not exist");
        Path file = Files.writeString(folder.resolve("file"), "");
        assertRefused(embed("a\n", "--output", file.resolve("out.jsonl").toString()), 2, "cannot be written");
        Path locked = Files.createDirectory(folder.resolve("locked"));
        assumeThat(locked.toFile().setWritable(false) && !Files.isWritable(locked))
                .as("folders can be write-protected for this user")
                .isTrue();
        assertRefused(embed("a\n", "--output", locked.resolve("out.jsonl").toString()), 2, "cannot be written");
    }

    @Test
    void followsALinkToTheOldResult() throws IOException {
        Path real = Files.writeString(folder.resolve("real.tsv"), "old");
        Path link = Files.createSymbolicLink(folder.resolve("link.tsv"), real);
        assertThat(embed("a\n", "--format", "tsv", "--output", link.toString()).code()).isZero();
        assertThat(link).isSymbolicLink();
        assertThat(Files.readString(real)).contains("\t");
    }

    @ParameterizedTest
    @ValueSource(strings = {"jsonl", "npy", "tsv"})
    void reportsAFullDisk(String format) {
        Path full = Path.of("/dev/full");
        assumeThat(full).as("the device /dev/full is there").exists();
        assertRefused(
                embed("a\n", "--output", full.toString(), "--format", format), 1, "cannot write /dev/full: ", "No space left");
    }

    @ParameterizedTest
    @ValueSource(strings = {"jsonl", "npy", "tsv"})
    void isQuietWhenThePipeIsClosed(String format) {
        OutputStream closed = new OutputStream() {
            @Override
            public void write(int value) throws IOException {
                throw new IOException("Broken pipe");
            }
        };
        Run run = Run.to(closed, "a\n".getBytes(StandardCharsets.UTF_8), arguments("--format", format));
        assertThat(run.code()).isZero();
        assertThat(run.err()).isEmpty();
    }

    @Test
    void leavesNothingBehindWhenItIsEnded() throws Exception {
        Path output = Files.writeString(folder.resolve("out.jsonl"), "old");
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
                System.getProperty("java.class.path"), Isotropy.class.getName()));
        command.addAll(List.of(arguments("--output", output.toString())));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            long end = System.nanoTime() + 60_000_000_000L;
            while (files(folder).size() < 2 && System.nanoTime() < end) {
                Thread.sleep(20);
            }
            assertThat(files(folder)).hasSize(2);
            process.destroy(); // SIGTERM, while it waits for stdin
            assertThat(process.waitFor()).isNotZero();
        } finally {
            process.destroyForcibly();
        }
        assertThat(files(folder)).containsExactly("out.jsonl");
        assertThat(output).hasContent("old");
    }

    @Test
    void anOldReaderSeesNoHalfOfAResult() throws IOException {
        Path output = folder.resolve("out.jsonl");
        ByteArrayOutputStream seen = new ByteArrayOutputStream();
        Run run = embed("a\nb\n", "--output", output.toString());
        assertThat(run.code()).isZero();
        Files.copy(output, seen);
        assertThat(seen.toString(StandardCharsets.UTF_8).lines()).hasSize(2);
        assertThat(files(folder)).containsExactly("out.jsonl");
    }

    private static List<String> files(Path folder) throws IOException {
        try (Stream<Path> list = Files.list(folder)) {
            return list.map(path -> path.getFileName().toString()).sorted().toList();
        }
    }
}
