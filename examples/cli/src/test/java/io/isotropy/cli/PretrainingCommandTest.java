package io.isotropy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.isotropy.nlp.bert.FormulaBert;
import io.isotropy.nlp.bert.TinyBert;
import io.isotropy.nlp.json.Json;
import io.isotropy.tensor.safetensors.SafetensorsFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Masked language models, next sentences, TSDAE. */
class PretrainingCommandTest {

    private static final List<String> LINES = List.of(
            "a man is playing the guitar .", "the cat runs .", "the red dog .", "one two three .", "four five six .",
            "six five four .", "a cat is red .", "a blue dog runs .");

    @TempDir
    Path folder;

    private Path model;
    private Path lines;

    @BeforeEach
    void write() throws IOException {
        model = FormulaBert.write(folder.resolve("model"));
        lines = Files.write(folder.resolve("lines.txt"), LINES);
    }

    private Run train(String objective, Path output, Path data, String... more) {
        List<String> arguments = new ArrayList<>(List.of("train", objective, "--train", data.toString(), "--output", output.toString(),
                "--batch-size", "4", "--logging-steps", "1"));
        arguments.addAll(List.of(more).contains("--config") ? List.of() : List.of("--model", model.toString()));
        arguments.addAll(Arrays.asList(more));
        return Run.of(arguments.toArray(String[]::new));
    }

    private static double meanLoss(Path output, boolean last) throws IOException {
        List<Double> losses = new ArrayList<>();
        for (String line : Files.readAllLines(output.resolve("metrics.tsv"))) {
            String[] fields = line.split("\t", -1);
            if (fields.length > 1 && fields[fields.length - 2].equals("loss")) {
                losses.add(Double.parseDouble(fields[fields.length - 1]));
            }
        }
        int n = losses.size();
        assertThat(n).isGreaterThan(20);
        return (last ? losses.subList(n - 8, n) : losses.subList(0, 8)).stream().mapToDouble(x -> x).average().orElseThrow();
    }

    private static void assertLearns(Path output, Run run, double factor) throws IOException {
        assertThat(run.code()).as(run.err()).isZero();
        assertThat(meanLoss(output, true)).isLessThan(factor * meanLoss(output, false));
    }

    private static List<String> tensors(Path output) throws IOException {
        try (SafetensorsFile file = SafetensorsFile.open(output.resolve("model.safetensors"))) {
            return List.copyOf(file.names());
        }
    }

    private void assertSameBytesOnAnyThreads(String objective, Path data, String... more) throws IOException {
        byte[][] bytes = new byte[2][];
        for (int i = 0; i < 2; i++) {
            Path output = folder.resolve("threads" + i);
            List<String> arguments = new ArrayList<>(List.of(more));
            arguments.addAll(List.of("--threads", "" + (i + 1), "--epochs", "3", "--hidden-dropout", "0.1", "--attention-dropout", "0.1"));
            Run run = train(objective, output, data, arguments.toArray(String[]::new));
            assertThat(run.code()).as(run.err()).isZero();
            bytes[i] = Files.readAllBytes(output.resolve("model.safetensors"));
        }
        assertThat(bytes[0]).isEqualTo(bytes[1]);
    }

    private Path documents() throws IOException {
        List<String> text = new ArrayList<>();
        for (int document = 0; document < 12; document++) {
            boolean numbers = document % 2 == 0;
            for (int i = 0; i < 6; i++) {
                text.add(numbers ? "one two three four ." : "the red dog runs .");
            }
            text.add("");
        }
        return Files.write(folder.resolve("documents.txt"), text);
    }

    @Test
    void learnsWhatSentenceIsNext() throws IOException {
        Path output = folder.resolve("next");
        String config = Files.writeString(folder.resolve("small.json"),
                        """
                        {"model_type": "bert", "vocab_size": 60, "hidden_size": 24, "num_hidden_layers": 1, "num_attention_heads": 3,
                         "intermediate_size": 40, "max_position_embeddings": 20}
                        """)
                .toString();
        Run run = train("mlm", output, documents(), "--next-sentence", "--passes", "2", "--epochs", "50", "--learning-rate", "1e-2",
                "--config", config);
        assertLearns(output, run, 0.4);
        assertThat(tensors(output)).contains("cls.seq_relationship.weight", "bert.pooler.dense.weight", "cls.predictions.bias");
        Run fill = Run.of("fill-mask", "--model", output.toString(), "the red [MASK] runs.", "--json", "--top-k", "1");
        assertThat(fill.code()).as(fill.err()).isZero();
        Json guess = Json.parse(fill.out(), "out").get("masks").asList().getFirst().asList().getFirst();
        assertThat(guess.get("token_str").asString()).isEqualTo("dog");
        assertThat(guess.get("sequence").asString()).isEqualTo("the red dog runs.");
        assertThat(guess.get("score").asDouble()).isBetween(0.5, 1.0);
        assertSameBytesOnAnyThreads("mlm", documents(), "--next-sentence", "--whole-words");
    }

    @Test
    void goesOnFromAMaskedLanguageModel() throws IOException {
        Path output = folder.resolve("simcse");
        Run run = train("simcse", output, lines, "--epochs", "1", "--hidden-dropout", "0.1", "--no-mlp");
        assertThat(run.code()).as(run.err()).isZero();
        assertThat(tensors(output)).contains("embeddings.word_embeddings.weight", "pooler.dense.bias").noneMatch(name -> name.startsWith("cls."));
        assertThat(Run.withInput("a man\n", "embed", "--model", output.toString()).code()).isZero();
    }

    @Test
    void learnsToSayTheWholeText() throws IOException {
        for (String[] more : new String[][] {{}, {"--no-tied"}}) {
            Path output = folder.resolve("tsdae" + more.length);
            List<String> arguments = new ArrayList<>(List.of(more));
            arguments.addAll(List.of("--epochs", "60", "--learning-rate", "1e-2", "--deletion", "0.4"));
            assertLearns(output, train("tsdae", output, lines, arguments.toArray(String[]::new)), 0.5);
            assertThat(tensors(output)).contains("encoder.layer.1.output.dense.bias")
                    .noneMatch(name -> name.startsWith("cls.") || name.startsWith("decoder."));
            assertThat(Files.readString(output.resolve("1_Pooling/config.json"))).contains("\"pooling_mode_cls_token\": true");
            assertThat(Run.withInput("a man\n", "embed", "--model", output.toString()).code()).isZero();
        }
        assertSameBytesOnAnyThreads("tsdae", lines);
    }

    @Test
    void readsTextsFromStdinAndWritesTables() {
        Run run = Run.withInput("the [MASK]\n[MASK] is [MASK]\n", "fill-mask", "--model", model.toString(), "--top-k", "2");
        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.out()).contains("PROBABILITY").hasLineCount(3 + 5);
    }

    @Test
    void refusesWhatItCannotDo() throws IOException {
        String[] here = {"fill-mask", "--model", model.toString()};
        assertRefused(Run.of(here[0], here[1], here[2], "no mask"), "\"no mask\"", "must have the token [MASK]");
        assertRefused(Run.of(here[0], here[1], here[2], "--top-k", "0", "[MASK]"), "--top must be 1 or more");
        Path encoder = TinyBert.write(folder.resolve("encoder"));
        assertRefused(Run.of("fill-mask", "--model", encoder.toString(), "[MASK]"), "encoder has no head", "train mlm");
        Path out = folder.resolve("out");
        assertRefused(train("mlm", out, lines, "--next-sentence"), "two documents are needed, an empty line between them");
        assertRefused(train("mlm", out, documents(), "--next-sentence", "--passes", "0"), "number of passes must be 1 or more");
        Path table = Files.writeString(folder.resolve("table.tsv"), "text\na\n");
        assertRefused(train("mlm", out, table, "--next-sentence"), "table.tsv", "empty line between documents");
        Path unnamed = Files.writeString(folder.resolve("unnamed.tsv"), "a\tb\nc\td\n");
        assertRefused(train("tsdae", out, unnamed), "unnamed.tsv", "column text or sentence");
        assertRefused(train("tsdae", out, Files.writeString(folder.resolve("empty.txt"), "\n")), "empty.txt", "no example");
        assertRefused(train("tsdae", out, lines, "--deletion", "1"), "--deletion", "below 1");
        assertRefused(train("tsdae", out, lines, "--decoder", model.toString()), "--no-tied");
        assertRefused(train("tsdae", out, lines, "--no-tied", "--decoder", encoder.toString()), "--decoder", "the same sizes");
        assertRefused(train("tsdae", out, lines, "--hidden-dropout", "1"), "--hidden-dropout must be 0 or more and below 1");
    }

    private static void assertRefused(Run run, String... words) {
        assertThat(run.code()).as(run.err()).isEqualTo(2);
        assertThat(run.err()).hasLineCount(1).contains(words);
    }
}
