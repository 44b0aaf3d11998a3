package io.isotropy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What users get wrong, and what goes wrong on the way. */
class TrainFailuresTest {

    private static final List<String> LINES = TrainCommandTest.LINES;

    @TempDir
    Path folder;

    private Path model;
    private Path lines;
    private Path output;

    @BeforeEach
    void writeData() throws IOException {
        model = TinyModel.write(folder.resolve("model"));
        lines = Files.write(folder.resolve("lines.txt"), LINES);
        output = folder.resolve("output");
    }

    private Run simCse(String... more) {
        List<String> arguments = new ArrayList<>(List.of("train", "simcse", "--output", output.toString(), "--batch-size", "4"));
        List<String> given = Arrays.asList(more);
        if (!given.contains("--train")) {
            arguments.addAll(List.of("--train", lines.toString()));
        }
        if (!given.contains("--config")) {
            arguments.addAll(List.of("--model", model.toString()));
        }
        arguments.addAll(given);
        return Run.of(arguments.toArray(String[]::new));
    }

    private Run classify(Path data, String... more) {
        List<String> arguments = new ArrayList<>(List.of(
                "train", "sbert", "--objective", "classification", "--train", data.toString(), "--output", output.toString(),
                "--model", model.toString(), "--batch-size", "4", "--epochs", "1"));
        arguments.addAll(Arrays.asList(more));
        return Run.of(arguments.toArray(String[]::new));
    }

    private static void assertRefused(Run run, String... words) {
        assertThat(run.code()).as(run.err()).isEqualTo(2);
        assertThat(run.err()).hasLineCount(1).contains(words);
    }

    private String config(int size) throws IOException {
        return Files.writeString(folder.resolve("config-" + size + ".json"),
                        """
                        {"model_type": "bert", "vocab_size": 80, "hidden_size": %d, "num_hidden_layers": 1, "num_attention_heads": 3,
                         "intermediate_size": 40, "max_position_embeddings": 20}
                        """.formatted(size))
                .toString();
    }

    private Path labelled(String name, String... labels) throws IOException {
        List<String> rows = new ArrayList<>(List.of("label\tsentence1\tsentence2"));
        for (int i = 0; i < LINES.size(); i++) {
            rows.add(labels[i % labels.length] + "\t" + LINES.get(i) + "\t" + LINES.get((i + 5) % LINES.size()));
        }
        return Files.write(folder.resolve(name), rows);
    }

    @Test
    void startsFromAModelOrFromSizes() throws IOException {
        assertRefused(simCse("--config", config(24), "--model", model.toString()), "--model and --config cannot be given together");
        assertThat(output).doesNotExist();
    }

    @Test
    void takesTheClassesOfTheFile() throws IOException {
        Run names = classify(labelled("names.tsv", "same", "Other", "none"));
        assertThat(names.code()).as(names.err()).isZero();
        assertThat(names.err()).contains("the classes, by number: none, Other, same");
        output = folder.resolve("numbers");
        assertThat(classify(labelled("numbers.tsv", "3", "0", "2", "1")).err()).contains("by number: 0, 1, 2, 3");
        output = folder.resolve("nli");
        assertThat(classify(labelled("nli.tsv", "neutral", "entailment", "-")).err()).contains("contradiction, entailment, neutral");
    }

    @Test
    void refusesLabelsThatCannotBeLearnt() throws IOException {
        assertRefused(classify(labelled("gap.tsv", "0", "1", "7")), "gap.tsv line 4: the label 7 is out of range", "0 to 2");
        assertRefused(classify(labelled("negative.tsv", "0", "-1")), "negative.tsv line 3: the label -1 is out of range");
        assertRefused(classify(labelled("one.tsv", "yes")), "one.tsv line 2: all labels are \"yes\"", "two or more");
        assertRefused(classify(labelled("none.tsv", "-")), "none.tsv: holds no example", "12 rows");
        assertRefused(classify(labelled("other.tsv", "a", "b", "c"), "--labels", "a,b"), "other.tsv line 4: the label \"c\" is none of a (0), b (1)");
        assertRefused(classify(labelled("twice.tsv", "a", "b"), "--labels", "a,A"), "--labels", "each once");
    }

    @Test
    void readsTablesWithoutAHeader() throws IOException {
        List<String> rows = new ArrayList<>();
        for (int i = 0; i + 5 <= LINES.size(); i++) {
            rows.add(String.join("\t", LINES.subList(i, i + 5)));
        }
        String captions = Files.write(folder.resolve("captions.txt"), rows).toString();
        Run all = simCse("--train", captions, "--no-header", "--columns", "1,2,3,4,5", "--epochs", "1");
        assertThat(all.code()).as(all.err()).isZero();
        output = folder.resolve("triples");
        Run triples = simCse("--train", captions, "--no-header", "--columns", "2,3,5", "--supervised", "--epochs", "1");
        assertThat(triples.code()).as(triples.err()).isZero();
        output = folder.resolve("refused");
        assertRefused(simCse("--train", captions, "--supervised"), "captions.txt: must be a .tsv", "without a header");
        assertRefused(simCse("--train", captions, "--supervised", "--no-header", "--columns", "1,2"), "--columns", "anchor, positive, negative: got 2");
        assertRefused(simCse("--train", captions, "--no-header", "--columns", "first"), "--columns", "a number from 1", "\"first\"");
        assertRefused(simCse("--train", captions, "--no-header", "--columns", "6"), "captions.txt line 1: has 5 fields", "number 6");
        String named = labelled("named.tsv", "a", "b").toString();
        assertRefused(simCse("--train", named, "--columns", "sentence3"), "named.tsv line 1: the header must name a column sentence3");
        assertRefused(simCse("--train", named), "named.tsv line 1: the header must name a column text");
        output = folder.resolve("second");
        assertThat(simCse("--train", named, "--columns", "sentence2", "--epochs", "1").code()).isZero();
    }

    @Test
    void doesNotMixRuns() throws IOException {
        assertThat(simCse("--epochs", "1").code()).isZero();
        byte[] weights = Files.readAllBytes(output.resolve("model.safetensors"));
        assertRefused(simCse("--epochs", "1"), "has a checkpoint of step 3", "--resume");
        assertRefused(simCse("--epochs", "1", "--resume", "--learning-rate", "1e-3"), "checkpoint-3: was made with learning_rate 5.0E-5, now it is 0.001");
        assertRefused(simCse("--epochs", "1", "--resume", "--pooling", "cls"), "checkpoint-3: was made with pooling mean, now it is cls");
        Files.move(output.resolve("checkpoint-3"), folder.resolve("away"));
        assertRefused(simCse("--epochs", "1"), "holds another model");
        assertThat(output.resolve("model.safetensors")).hasBinaryContent(weights);
    }

    @Test
    void namesWhatWasMeasured() throws IOException {
        String scored = Files.writeString(folder.resolve("scored.tsv"),
                "score\tsentence1\tsentence2\n5\ta cat\ta cat\n0\tthe red dog\tone two three\n3\ta man\tthe man\n").toString();
        assertThat(simCse("--epochs", "1", "--dev", scored).out()).contains(": Spearman ");
        Run again = simCse("--epochs", "1", "--resume");
        assertThat(again.code()).as(again.err()).isZero();
        assertThat(again.out()).isEqualTo("saved " + output + " after 3 steps\n");
    }

    @Test
    void refusesOptionsThatNothingReads() throws IOException {
        assertRefused(simCse("--hard-negative-weight", "1"), "--hard-negative-weight goes with --supervised alone; leave it out");
        assertRefused(simCse("--mlm-probability", "0.3"), "--mlm-probability goes with --mlm-weight above 0 alone");
        assertRefused(simCse("--early-stopping-patience", "2"), "--early-stopping-patience goes with --dev alone");
        assertRefused(simCse("--wordnet", folder.toString()), "--wordnet goes with --augmentation insertion or synonym alone");
        assertRefused(classify(labelled("names.tsv", "a", "b"), "--margin", "2"), "--margin goes with --objective triplet alone");
        assertRefused(simCse("--epochs", "0"), "--epochs: num_train_epochs must be above 0");
        assertThat(output).doesNotExist();
    }

    @Test
    void refusesToResumeWithOtherSizes() throws IOException {
        assertThat(simCse("--config", config(24), "--epochs", "1").code()).isZero();
        String own = Files.readString(output.resolve("config.json"));
        assertRefused(simCse("--config", config(48), "--epochs", "1", "--resume"), "config-48.json is not that of the run");
        assertThat(output.resolve("config.json")).hasContent(own);
        assertThat(simCse("--config", config(24), "--epochs", "1", "--resume").code()).isZero();
    }

    @Test
    void saysThatACheckpointIsDamaged() throws IOException {
        assertThat(simCse("--epochs", "1").code()).isZero();
        for (String name : List.of("model.safetensors", "optimizer.safetensors")) {
            Path file = output.resolve("checkpoint-3").resolve(name);
            byte[] whole = Files.readAllBytes(file);
            Files.write(file, Arrays.copyOf(whole, whole.length / 2));
            assertRefused(simCse("--epochs", "1", "--resume"), "checkpoint-3: is damaged", name, "delete it");
            Files.write(file, whole);
        }
        assertThat(simCse("--epochs", "1", "--resume").code()).isZero();
    }

    @Test
    void stopsWhereTheLossIsNotANumber() throws IOException {
        Run run = simCse("--learning-rate", "1e30", "--save-steps", "1", "--epochs", "9");
        assertThat(run.code()).isEqualTo(1);
        assertThat(run.err().lines().reduce("", (_, last) -> last))
                .contains("the loss of step 2 is NaN", "the value of", "in encoder.layer.0", "a lower learning rate", "the checkpoint of step 1 is intact");
        assertThat(output.resolve("checkpoint-1/model.safetensors")).exists();
        try (Stream<Path> files = Files.list(output)) {
            assertThat(files.map(file -> String.valueOf(file.getFileName()))).noneMatch(name -> name.startsWith(".") || name.equals("model.safetensors"));
        }
    }

    @Test
    void refusesAnOutputThatCannotBeMade() {
        output = lines.resolve("below");
        assertRefused(simCse(), "--output", "cannot be made");
    }

    @Test
    void readsCompressedInput() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream packed = new GZIPOutputStream(bytes)) {
            packed.write((String.join("\n", LINES) + "\n").getBytes(StandardCharsets.UTF_8));
        }
        String file = Files.write(folder.resolve("lines.gz"), bytes.toByteArray()).toString();
        for (String command : List.of("embed", "tokenize")) {
            Run plain = Run.of(command, "--quiet", "--model", model.toString(), "--input", lines.toString());
            Run packed = Run.of(command, "--quiet", "--model", model.toString(), "--input", file);
            assertThat(packed.code()).as(packed.err()).isZero();
            assertThat(packed.out()).isEqualTo(plain.out()).hasLineCount(LINES.size());
        }
        String cut = Files.write(folder.resolve("cut.gz"), Arrays.copyOf(bytes.toByteArray(), bytes.size() / 2)).toString();
        assertRefused(Run.of("embed", "--quiet", "--model", model.toString(), "--input", cut), "cut.gz line ", "damaged or cut short");
    }
}
