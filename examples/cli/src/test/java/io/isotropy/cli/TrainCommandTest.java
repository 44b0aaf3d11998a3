package io.isotropy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainCommandTest {

    static final List<String> LINES = List.of(
            "a man is playing the guitar", "the cat runs", "the red dog", "one two three", "four five six", "seven eight nine ten",
            "a cat plays", "a blue dog runs fast", "the man is running", "x y z", "green cat", "the guitar is red");

    @TempDir
    Path folder;

    private Path model;
    private Path lines;
    private Path triples;
    private Path scored;
    private Path labelled;

    @BeforeEach
    void writeData() throws IOException {
        model = TinyModel.write(folder.resolve("model"));
        lines = Files.write(folder.resolve("lines.txt"), LINES);
        List<String> three = new ArrayList<>(List.of("anchor\tpositive\tnegative"));
        List<String> scores = new ArrayList<>(List.of("score\tsentence1\tsentence2"));
        List<String> labels = new ArrayList<>(List.of("label\tpremise\thypothesis"));
        String[] names = {"entailment", "neutral", "contradiction"};
        for (int i = 0; i < LINES.size(); i++) {
            String other = LINES.get((i + 5) % LINES.size());
            three.add(LINES.get(i) + "\t" + LINES.get(i) + " .\t" + other);
            scores.add((i % 2 == 0 ? "5\t" + LINES.get(i) + " !" : i % 5 + "\t" + other) + "\t" + LINES.get(i));
            labels.add(names[i % 3] + "\t" + LINES.get(i) + "\t" + other);
        }
        triples = Files.write(folder.resolve("triples.tsv"), three);
        scored = Files.write(folder.resolve("scored.tsv"), scores);
        labelled = Files.write(folder.resolve("labelled.tsv"), labels);
    }

    private Run train(String objective, Path output, Path data, String... more) {
        List<String> arguments = new ArrayList<>(List.of("train", objective, "--train", data.toString(), "--output", output.toString(),
                "--learning-rate", "3e-3", "--logging-steps", "1"));
        if (!List.of(more).contains("--config") && !List.of(more).contains("--model")) {
            arguments.addAll(List.of("--model", model.toString()));
        }
        if (!List.of(more).contains("--batch-size")) {
            arguments.addAll(List.of("--batch-size", "4"));
        }
        arguments.addAll(Arrays.asList(more));
        return Run.of(arguments.toArray(String[]::new));
    }

    private String config(int vocabularySize) throws IOException {
        return Files.writeString(folder.resolve("small-" + vocabularySize + ".json"),
                        """
                        {"model_type": "bert", "vocab_size": %d, "hidden_size": 24, "num_hidden_layers": 1, "num_attention_heads": 3,
                         "intermediate_size": 40, "max_position_embeddings": 20}
                        """.formatted(vocabularySize))
                .toString();
    }

    static String digest(Path output) throws IOException {
        try {
            byte[] bytes = Files.readAllBytes(output.resolve("model.safetensors"));
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    /** The losses of all steps. */
    private static List<Double> losses(Path output) throws IOException {
        List<Double> losses = new ArrayList<>();
        for (String line : Files.readAllLines(output.resolve("metrics.tsv"))) {
            String[] fields = line.split("\t", -1);
            if (fields.length > 1 && fields[fields.length - 2].equals("loss")) {
                losses.add(Double.parseDouble(fields[fields.length - 1]));
            }
        }
        return losses;
    }

    private static void assertLearns(Path output, Run run) throws IOException {
        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.out()).startsWith("saved " + output);
        List<Double> losses = losses(output);
        int n = losses.size();
        assertThat(n).isGreaterThan(20);
        double first = losses.subList(0, 6).stream().mapToDouble(x -> x).average().orElseThrow();
        double last = losses.subList(n - 6, n).stream().mapToDouble(x -> x).average().orElseThrow();
        assertThat(last).isLessThan(0.8 * first);
        Run embed = Run.withInput("a man\n", "embed", "--model", output.toString());
        assertThat(embed.code()).as(embed.err()).isZero();
    }

    @Test
    void learnsByDropoutAndResumesToTheBit() throws IOException {
        Path whole = folder.resolve("whole");
        Run run = train("simcse", whole, lines, "--epochs", "20", "--save-steps", "7", "--save-total-limit", "0");
        assertLearns(whole, run);
        Path cut = folder.resolve("cut");
        Files.createDirectories(cut.resolve("checkpoint-21"));
        for (String file : List.of("metrics.tsv", "checkpoint-21/model.safetensors", "checkpoint-21/optimizer.safetensors")) {
            Files.copy(whole.resolve(file), cut.resolve(file));
        }
        Run resumed = train("simcse", cut, lines, "--epochs", "20", "--save-steps", "7", "--resume", "--threads", "1");
        assertThat(resumed.code()).as(resumed.err()).isZero();
        assertThat(resumed.err()).contains("goes on after step 21 of 60");
        assertThat(digest(cut)).isEqualTo(digest(whole));
    }

    @Test
    void learnsFromTriplesAndKeepsTheBest() throws IOException {
        Path output = folder.resolve("supervised");
        Run run = train("simcse", output, triples, "--supervised", "--epochs", "10", "--dev", scored.toString(), "--eval-steps", "5");
        assertLearns(output, run);
        assertThat(run.out()).contains("Spearman");
        assertThat(output.resolve("best.safetensors")).exists();
    }

    @Test
    void learnsTheObjectivesOfSentenceBert() throws IOException {
        assertLearns(folder.resolve("r"), train("sbert", folder.resolve("r"), scored, "--objective", "regression", "--epochs", "20"));
        assertLearns(folder.resolve("c"), train("sbert", folder.resolve("c"), labelled, "--objective", "classification", "--epochs", "20"));
        assertLearns(folder.resolve("t"), train("sbert", folder.resolve("t"), triples, "--objective", "triplet", "--epochs", "20"));
    }

    @Test
    void learnsToGuessMaskedTokens() throws IOException {
        Path output = folder.resolve("language");
        String config = config(80);
        assertLearns(output, train("mlm", output, lines, "--config", config, "--epochs", "150", "--mask-probability", "0.3"));
        Path more = folder.resolve("more");
        Run run = train("mlm", more, lines, "--model", output.toString(), "--whole-words", "--epochs", "2", "--mask-probability", "0.3");
        assertThat(run.code()).as(run.err()).isZero();
        assertThat(losses(more).getFirst()).isLessThan(0.8 * losses(output).getFirst()); // the head goes on from where it was
    }

    @Test
    void startsFromSizesAlone() throws IOException {
        Path output = folder.resolve("new");
        String config = config(80);
        Run run = train("simcse", output, lines, "--config", config, "--epochs", "1");
        assertThat(run.code()).as(run.err()).isZero();
        assertThat(output.resolve("tokenizer.json")).exists();
        assertThat(Run.withInput("a man\n", "embed", "--model", output.toString()).code()).isZero();
    }

    @Test
    void refusesWhatCannotBeTrained() throws IOException {
        Path out = folder.resolve("out");
        Path empty = Files.writeString(folder.resolve("empty.txt"), "\n\n");
        Path missing = Files.writeString(folder.resolve("missing.tsv"), "anchor\tpositive\na\tb\n");
        Path range = Files.writeString(folder.resolve("range.tsv"), "label\tpremise\thypothesis\n7\ta\tb\n");
        Path one = Files.writeString(folder.resolve("one.txt"), "a man\n");
        assertRefused(train("simcse", out, empty), "empty.txt", "no example");
        assertRefused(train("simcse", out, folder.resolve("none.txt")), "none.txt", "no such file");
        assertRefused(train("simcse", out, missing, "--supervised"), "missing.tsv", "negative");
        assertRefused(train("sbert", out, range, "--objective", "classification"), "range.tsv line 2", "\"7\"");
        assertRefused(train("simcse", out, one), "--train", "do not fill one batch");
        assertRefused(train("simcse", out, lines, "--batch-size", "1"), "--batch-size", "2 examples or more");
        assertRefused(train("simcse", out, lines, "--temperature", "0"), "temperature", "above 0");
        assertRefused(train("simcse", out, lines, "--pooling", "pooler"), "pooler", "cannot be trained");
        assertRefused(train("simcse", lines, lines), "--output", "is a file");
        assertRefused(train("mlm", out, lines, "--config", config(30)), "small-30.json", "vocab_size", "30");
        assertRefused(train("mlm", out, lines), "mask token");
    }

    private static void assertRefused(Run run, String... words) {
        assertThat(run.code()).as(run.err()).isEqualTo(2);
        assertThat(run.err()).hasLineCount(1).contains(words);
    }
}
