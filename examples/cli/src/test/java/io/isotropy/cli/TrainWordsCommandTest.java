package io.isotropy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands that train encoders by natural language inference. */
class TrainWordsCommandTest {

    @TempDir
    Path folder;

    private Path pairs;
    private Path scored;
    private Path vectors;

    @BeforeEach
    void writeData() throws IOException {
        String[] names = {"entailment", "neutral", "contradiction"};
        String[] words = {"yes", "perhaps", "never"};
        List<String> rows = new ArrayList<>(List.of("label\tpremise\thypothesis"));
        for (int i = 0; i < 48; i++) {
            rows.add(names[i % 3] + "\tA man plays " + i % 7 + ".\tHe " + words[i % 3] + " plays the guitar " + i % 5);
        }
        pairs = Files.write(folder.resolve("pairs.tsv"), rows);
        scored = Files.write(folder.resolve("scored.tsv"), List.of(
                "score\tsentence1\tsentence2", "5\ta man\ta man", "0\ta man\tguitar never", "3\tthe man plays\tman plays 1"));
        vectors = Files.write(folder.resolve("vectors.txt"), List.of("man 1 0 0", "plays 0 1 0", "yes 0 0 1", "perhaps 1 1 0",
                "never -1 0 1", "guitar .5 .5 .5"));
    }

    private Run train(String model, Path output, String... more) {
        List<String> arguments = new ArrayList<>(List.of("train", model, "--train", pairs.toString(), "--output", output.toString(),
                "--batch-size", "12", "--classifier", "16", "--logging-steps", "1"));
        if (!List.of(more).contains("--epochs")) {
            arguments.addAll(List.of("--epochs", "12", "--learning-rate", "1e-2"));
        }
        arguments.addAll(Arrays.asList(more));
        return Run.of(arguments.toArray(String[]::new));
    }

    private static void assertLearns(Path output, Run run) throws IOException {
        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.out()).startsWith("saved " + output);
        List<Double> losses = new ArrayList<>();
        for (String line : Files.readAllLines(output.resolve("metrics.tsv"))) {
            String[] fields = line.split("\t", -1);
            if (fields.length > 1 && fields[fields.length - 2].equals("loss")) {
                losses.add(Double.parseDouble(fields[fields.length - 1]));
            }
        }
        assertThat(losses.getLast()).isLessThan(0.5 * losses.getFirst());
        Run embed = Run.withInput("a man plays\n\n", "embed", "--model", output.toString());
        assertThat(embed.code()).as(embed.err()).isZero();
        assertThat(embed.out()).hasLineCount(2);
    }

    private static byte[] weights(Path output, String file) throws IOException {
        return Files.readAllBytes(output.resolve(file));
    }

    @Test
    void trainsInferSentFromRandomVectorsAndResumesToTheBit() throws IOException {
        Path whole = folder.resolve("whole");
        String[] sizes = {"--hidden", "10", "--word-dimension", "8", "--save-steps", "20", "--save-total-limit", "0"};
        assertLearns(whole, train("infersent", whole, sizes));
        Path cut = folder.resolve("cut");
        Files.createDirectories(cut.resolve("checkpoint-20"));
        for (String file : List.of("metrics.tsv", "checkpoint-20/model.safetensors", "checkpoint-20/optimizer.safetensors")) {
            Files.copy(whole.resolve(file), cut.resolve(file));
        }
        List<String> again = new ArrayList<>(List.of(sizes));
        again.addAll(List.of("--resume", "--threads", "1"));
        Run resumed = train("infersent", cut, again.toArray(String[]::new));
        assertThat(resumed.code()).as(resumed.err()).isZero();
        assertThat(resumed.err()).contains("goes on after step 20 of 48");
        for (String file : List.of("model.safetensors", "1_LSTM/model.safetensors")) {
            assertThat(weights(cut, file)).as(file).isEqualTo(weights(whole, file));
        }
        Run other = train("infersent", cut, "--hidden", "10", "--word-dimension", "9", "--resume");
        assertThat(other.code()).as("another length of vectors does not fit the checkpoint").isNotZero();
    }

    @Test
    void trainsInferSentOnVectorsOfAFile() throws IOException {
        Path output = folder.resolve("fixed");
        Run run = train("infersent", output, "--hidden", "10", "--vectors", vectors.toString(), "--pooling", "last", "--unidirectional",
                "--dev", scored.toString(), "--dev-nli", pairs.toString());
        assertLearns(output, run);
        assertThat(run.err()).contains("spearman", "accuracy");
        assertThat(run.out()).contains("Spearman").containsPattern(" after 48 steps in \\S+ s \\(\\S+ examples/s\\), loss ").hasLineCount(1);
        assertThat(run.err()).doesNotContain("done");
        Run sts = Run.of("eval", "sts", "--model", output.toString(), scored.toString());
        assertThat(sts.code()).as(sts.err()).isZero();
        assertThat(Run.of("similarity", "--model", output.toString(), "a man", "man plays").code()).isZero();
    }

    @Test
    void takesTheVectorsOfAModelsFolder() {
        Path mean = folder.resolve("mean");
        assertThat(Run.of("train", "mean", "--vectors", vectors.toString(), "--output", mean.toString()).code()).isZero();
        Path output = folder.resolve("on-a-folder");
        Run run = train("infersent", output, "--hidden", "4", "--vectors", mean.toString(), "--max-steps", "1");
        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.out()).contains(" after 1 step in ");
        String missing = Run.of("train", "use", "--train", pairs.toString(), "--output", output.toString()).err();
        assertThat(missing).contains("'--form=dan|transformer'");
    }

    @Test
    void trainsBothFormsOfUse() throws IOException {
        Path dan = folder.resolve("dan");
        Run run = train("use", dan, "--form", "dan", "--dense", "16,12", "--activation", "relu", "--word-dimension", "8",
                "--word-dropout", "0.1", "--dev-nli", pairs.toString(), "--epochs", "60", "--learning-rate", "1e-2");
        assertLearns(dan, run);
        assertThat(run.out()).contains("accuracy");
        Path bigrams = folder.resolve("bigrams");
        assertLearns(bigrams, train("use", bigrams, "--form", "dan", "--dense", "16", "--word-dimension", "8", "--bigrams",
                "--epochs", "30", "--learning-rate", "1e-2"));
        assertThat(Files.readString(bigrams.resolve("whitespacetokenizer_config.json"))).contains("\"man plays\"", "\"bigrams\"");
        Path config = Files.writeString(folder.resolve("small.json"),
                """
                {"model_type": "bert", "vocab_size": 80, "hidden_size": 16, "num_hidden_layers": 1, "num_attention_heads": 2,
                 "intermediate_size": 24, "max_position_embeddings": 20, "hidden_dropout_prob": 0}
                """);
        Path transformer = folder.resolve("transformer");
        assertLearns(transformer, train("use", transformer, "--form", "transformer", "--config", config.toString(),
                "--epochs", "40", "--learning-rate", "3e-3"));
        assertThat(Files.readString(transformer.resolve("1_Pooling/config.json")))
                .containsPattern("\"pooling_mode_mean_sqrt_len_tokens\": *true");
    }

    @Test
    void refusesWhatCannotBeTrained() throws IOException {
        Path out = folder.resolve("out");
        Path bad = Files.writeString(folder.resolve("bad.vec"), "3 2\na 1 2\nb 1\n");
        assertRefused(train("infersent", out, "--vectors", bad.toString()), "bad.vec line 3", "2 numbers");
        assertRefused(train("infersent", out, "--vectors", folder.resolve("none.txt").toString()), "none.txt", "no such folder or file");
        assertRefused(train("infersent", out, "--vectors", vectors.toString(), "--word-dimension", "9"), "--word-dimension", "--vectors");
        assertRefused(train("infersent", out, "--hidden", "0"), "--hidden", "above 0");
        assertRefused(train("infersent", out, "--hidden", "4", "--nonlinear", "--classifier-dropout", "1"), "dropout", "below 1");
        assertRefused(train("infersent", out, "--max-words", "-1"), "--max-words", "0 or more");
        assertRefused(train("use", out, "--form", "transformer"), "--config");
        assertRefused(train("use", out, "--form", "dan", "--config", "x.json"), "--config", "transformer");
        assertRefused(train("use", out, "--form", "dan", "--dense", "0"), "dense", "above 0");
        assertRefused(train("use", out, "--form", "dan", "--bigrams", "--vectors", vectors.toString()), "--bigrams", "--vectors");
        assertRefused(train("infersent", out, "--dev-nli", scored.toString()), "scored.tsv", "label");
    }

    private static void assertRefused(Run run, String... words) {
        assertThat(run.code()).as(run.err()).isEqualTo(2);
        assertThat(run.err()).hasLineCount(1).contains(words);
    }
}
