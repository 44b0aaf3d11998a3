package io.isotropy.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.isotropy.kernels.Backends;
import io.isotropy.nlp.json.Json;
import io.isotropy.nlp.sentence.SentenceEncoder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class CommandsTest {

    @TempDir
    Path folder;

    private Path model;

    @BeforeEach
    void writeModel() throws IOException {
        model = TinyModel.write(folder.resolve("model"));
    }

    static List<String> commands() {
        List<String> names = new ArrayList<>();
        collect("", Isotropy.commands(Streams.system(), ""), names);
        return names;
    }

    private static void collect(String path, CommandLine command, List<String> names) {
        names.add(path.strip());
        command.getSubcommands().forEach((name, sub) -> collect(path + " " + name, sub, names));
    }

    private static String[] words(String command, String... more) {
        List<String> words = new ArrayList<>(command.isEmpty() ? List.of() : List.of(command.split(" ")));
        words.addAll(List.of(more));
        return words.toArray(String[]::new);
    }

    /** One that takes many values does not take what looks like an option for one of them; a negative number is a value. */
    @Test
    void misspeltOptionsAreNoValues() {
        Run misspelt = Run.of("train", "whitening", "--sts", "a.tsv", "--dimensoin", "8", "--output", "out");
        assertThat(misspelt.code()).isEqualTo(2);
        assertThat(misspelt.err()).contains("Unknown option: '--dimensoin'");
        Run negative = Run.of("train", "word2vec", "--ns-exponent", "-0.5", "--corpus", folder.resolve("none").toString(), "--output", "out");
        assertThat(negative.err()).contains("none").doesNotContain("exponent");
    }

    @ParameterizedTest
    @MethodSource("commands")
    void everyCommandHelps(String command) {
        Run help = Run.of(words(command, "--help"));
        assertThat(help.code()).isZero();
        assertThat(help.out()).contains("Usage: isotropy", "Example", "isotropy ");
        Run unknown = Run.of(words(command, "--hepl", "a", "b"));
        assertThat(unknown.code()).isEqualTo(2);
        assertThat(unknown.err()).hasLineCount(1).contains("--hepl", "did you mean ", "--help?");
        assertThat(Run.of(words(command, "--version")).out()).startsWith("isotropy ").hasLineCount(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "eval", "bench"})
    void aGroupAloneIsAnError(String command) {
        Run run = Run.of(words(command));
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).hasLineCount(1).contains("subcommand");
    }

    @Test
    void misspelledCommandsAreGuessed() {
        Run run = Run.of("tokenzie");
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains("tokenize").hasLineCount(1);
    }

    @Test
    void tokenizesAsTheModelDoesWithoutItsWeights() throws IOException {
        String long_ = "a man is playing the guitar ".repeat(3).strip();
        List<int[]> expected;
        try (SentenceEncoder encoder = SentenceEncoder.load(model)) {
            expected = List.of(encoder.tokenizer().ids("dogs play?"), encoder.tokenizer().ids(""), encoder.tokenizer().ids(long_));
        }
        Files.delete(model.resolve("model.safetensors"));
        Path output = folder.resolve("ids.jsonl");
        Run run = Run.withInput("dogs play?\n\n" + long_ + "\n", "tokenize", "--model", model.toString(), "--output",
                output.toString());
        assertThat(run.err()).isEmpty();
        List<Json> rows = Files.readAllLines(output).stream().map(line -> Json.parse(line, "row")).toList();
        assertThat(rows).hasSize(3);
        for (int i = 0; i < 3; i++) {
            int[] ids = rows.get(i).get("ids").asList().stream().mapToInt(Json::asInt).toArray();
            assertThat(ids).isEqualTo(expected.get(i));
            assertThat(rows.get(i).get("tokens").asList()).hasSameSizeAs(rows.get(i).get("ids").asList());
        }
        assertThat(rows.get(0).get("tokens").asList()).extracting(Json::asString)
                .containsExactly("[CLS]", "dog", "##s", "play", "[UNK]", "[SEP]");
        assertThat(rows.get(2).get("ids").asList()).hasSize(TinyModel.MAX_LENGTH);
        Run cut = Run.withInput("dogs play?\n", "tokenize", "--model", model.toString(), "--max-length", "3");
        assertThat(cut.out()).contains("\"tokens\":[\"[CLS]\",\"dog\",\"[SEP]\"]");
        assertThat(Run.withInput("", "tokenize", "--model", model.toString(), "--max-length", "1").err()).contains("--max-length: ").hasLineCount(1);
    }

    @Test
    void tokenizesWithTheFoldersDefaultPrompt() throws IOException {
        Files.writeString(model.resolve("config_sentence_transformers.json"),
                "{\"prompts\": {\"q\": \"the \"}, \"default_prompt_name\": \"q\"}");
        Run run = Run.withInput("cat\n", "tokenize", "--model", model.toString());
        assertThat(run.out()).contains("\"tokens\":[\"[CLS]\",\"the\",\"cat\",\"[SEP]\"]");
    }

    @Test
    void comparesTexts() {
        Run table = Run.of("similarity", "--model", model.toString(), "a man", "a man", "dogs are fast");
        assertThat(table.code()).isZero();
        assertThat(table.out().lines()).hasSize(4);
        assertThat(table.out()).contains("1.0000").contains("dogs are fast");
        Json json = Json.parse(
                Run.of("similarity", "--model", model.toString(), "--json", "a man", "a man", "dogs").out(), "out");
        List<Json> rows = json.get("cosine").asList();
        assertThat(rows).hasSize(3);
        assertThat(rows.get(0).asList().get(1).asDouble()).isCloseTo(1, within(1e-6));
        assertThat(rows.get(0).asList().get(2).asDouble()).isEqualTo(rows.get(2).asList().get(0).asDouble()).isLessThan(1);
        assertThat(json.get("texts").asList().get(2).asString()).isEqualTo("dogs");
        Run one = Run.of("similarity", "a man");
        assertThat(one.code()).isEqualTo(2);
        assertThat(one.err()).hasLineCount(1);
    }

    @Test
    void listsModels() throws IOException {
        TinyModel.write(folder.resolve("cache/models/someone--tiny"));
        String cache = folder.resolve("cache").toString();
        String table = Run.of("models", "--cache", cache).out();
        assertThat(table).contains("NAME", "LICENCE", "all-MiniLM-L6-v2", "someone--tiny");
        Json json = Json.parse(Run.of("models", "--json", "--cache", cache).out(), "out");
        Json first = json.asList().getFirst();
        assertThat(first.get("dimension").asInt()).isEqualTo(384);
        assertThat(first.get("cached").asBoolean()).isFalse();
        Json last = json.asList().getLast();
        assertThat(last.get("name").asString()).isEqualTo("someone--tiny");
        assertThat(last.get("cached").asBoolean()).isTrue();
        assertThat(Run.of("similarity", "a", "b", "--model", "someone/tiny", "--cache", cache, "--offline").code()).isZero();
    }

    @Test
    void evaluatesPairs() throws IOException {
        Path one = Files.writeString(folder.resolve("one.tsv"),
                "score\tsentence1\tsentence2\n5\ta man\ta man\n1\ta man\tdogs\n\tx\ty\n3\tthe cat\tthe red cat\n");
        Path flat = Files.writeString(folder.resolve("flat.tsv"), "2\ta\tb\n2\tc\td\n");
        Run table = Run.of("eval", "sts", "--model", model.toString(), one.toString(), flat.toString());
        assertThat(table.code()).as(table.err()).isZero();
        assertThat(table.out()).contains("one.tsv", "flat.tsv", "NaN", "wmean");
        assertThat(table.err()).contains("flat.tsv has no correlation: all its scores", "5 pairs in ").doesNotContain("one.tsv");
        Json json = Json.parse(
                Run.of("eval", "sts", "--json", "--model", model.toString(), one.toString(), flat.toString()).out(), "out");
        Json first = json.get("files").asList().getFirst();
        assertThat(first.get("pairs").asInt()).isEqualTo(3);
        assertThat(first.get("noScore").asInt()).isEqualTo(1);
        assertThat(json.get("files").asList().getLast().find("pearson")).isNull();
        assertThat(json.get("mean").get("pearson").asDouble()).isEqualTo(first.get("pearson").asDouble());
        assertThat(json.get("all").get("spearman").asDouble()).isBetween(-1.0, 1.0);
    }

    @Test
    void refusesFilesWithoutPairs() throws IOException {
        Path bad = Files.writeString(folder.resolve("bad.tsv"), "score\tsentence1\tsentence2\n5\ta man\n");
        for (String file : List.of(bad.toString(), folder.toString(), folder.resolve("none.tsv").toString())) {
            Run run = Run.of("eval", "sts", "--model", model.toString(), file);
            assertThat(run.code()).as(run.err()).isEqualTo(2);
            assertThat(run.err()).hasLineCount(1).contains(file);
        }
    }

    @Test
    void measuresSpeed() {
        int threads = Backends.preferred().threads();
        String[] model = {"--model", this.model.toString()};
        for (String[] what : new String[][] {words("gemm"), words("encode", model), words("tokenize", model)}) {
            String[] args = Arrays.copyOf(words("bench", what), what.length + 4);
            args[what.length + 1] = "--json";
            args[what.length + 2] = "--time-scale";
            args[what.length + 3] = "0.0001";
            Run run = Run.of(args);
            assertThat(run.code()).as(run.err()).isZero();
            for (Json result : Json.parse(run.out(), "out").get("results").asList()) {
                assertThat(result.get("median").asDouble()).isPositive();
                assertThat(result.get("threads").asInt()).isPositive();
            }
        }
        assertThat(Backends.preferred().threads()).isEqualTo(threads);
        assertThat(Run.of("bench", "encode", "--time-scale", "0.0001", "--model", this.model.toString()).out())
                .contains("sentences/s", "ms", "MEDIAN");
    }

    @Test
    void tellsWhatRunsHere() {
        assertThat(Run.of("info").out()).contains("java", "backends reference", Backends.preferred().description());
        Json json = Json.parse(Run.of("info", "--json").out(), "out");
        assertThat(json.get("backend").asString()).isEqualTo(Backends.preferred().name());
        assertThat(json.get("backends").asMap()).containsKeys("cpu", "reference");
    }

    @Test
    void showsStackTracesWhenAsked() {
        java.io.ByteArrayOutputStream err = new java.io.ByteArrayOutputStream();
        Streams streams = new Streams(java.io.InputStream.nullInputStream(), java.io.OutputStream.nullOutputStream(),
                new java.io.PrintStream(err, true, java.nio.charset.StandardCharsets.UTF_8), false,
                java.util.Map.of("ISOTROPY_DEBUG", "1"));
        assertThat(Isotropy.run(streams, "embed", "--input", "/no/such/file")).isEqualTo(2);
        assertThat(err.toString(java.nio.charset.StandardCharsets.UTF_8)).contains("does not exist", "\tat io.isotropy.cli");
    }
}
