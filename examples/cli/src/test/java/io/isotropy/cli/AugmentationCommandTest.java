package io.isotropy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.isotropy.nlp.bert.FormulaBert;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What makes the positives of {@code train simcse}. */
class AugmentationCommandTest {

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

    private Run train(Path output, Path data, String... more) {
        List<String> arguments = new ArrayList<>(List.of("train", "simcse", "--train", data.toString(), "--output", output.toString(),
                "--model", model.toString(), "--logging-steps", "1", "--learning-rate", "1e-2"));
        arguments.addAll(List.of(more).contains("--batch-size") ? List.of() : List.of("--batch-size", "4"));
        arguments.addAll(Arrays.asList(more));
        return Run.of(arguments.toArray(String[]::new));
    }

    private static List<Double> losses(Path output, Run run) throws IOException {
        assertThat(run.code()).as(run.err()).isZero();
        List<Double> losses = new ArrayList<>();
        for (String line : Files.readAllLines(output.resolve("metrics.tsv"))) {
            String[] fields = line.split("\t", -1);
            if (fields.length > 1 && fields[fields.length - 2].equals("loss")) {
                losses.add(Double.parseDouble(fields[fields.length - 1]));
            }
        }
        return losses;
    }

    private static double mean(List<Double> losses) {
        return losses.stream().mapToDouble(x -> x).average().orElseThrow();
    }

    /** Without dropout, two passes over one text are the same, and only what was changed can make losses differ. */
    @Test
    void everyAugmentationMakesOtherPositivesAndLearns() throws IOException {
        Set<Double> first = new HashSet<>();
        for (String name : List.of("dropout", "crop", "deletion", "delete-one", "insertion", "swap", "synonym", "cutoff-token", "cutoff-feature")) {
            Path output = folder.resolve(name);
            List<Double> losses = losses(output, train(output, lines, "--augmentation", name, "--epochs", "50"));
            int n = losses.size();
            assertThat(mean(losses.subList(n - 8, n))).as(name).isLessThan(0.5 * mean(losses.subList(0, 8)));
            assertThat(first.add(losses.getFirst())).as(name).isTrue();
        }
    }

    @Test
    void readsBackTranslations() throws IOException {
        List<String> rows = new ArrayList<>(List.of("text\tbacktranslation"));
        LINES.forEach(line -> rows.add(line + "\t" + line.replace("the", "a")));
        Path pairs = Files.write(folder.resolve("pairs.tsv"), rows);
        Path output = folder.resolve("out");
        List<Double> losses = losses(output, train(output, pairs, "--augmentation", "back-translation", "--epochs", "25"));
        assertThat(losses.getLast()).isLessThan(0.8 * losses.getFirst());
    }

    @Test
    void addsTheLossOfMaskedTokensOnAnyThreads() throws IOException {
        List<List<Double>> all = new ArrayList<>();
        byte[][] bytes = new byte[2][];
        for (int i = 0; i < 2; i++) {
            Path output = folder.resolve("masked" + i);
            all.add(losses(output, train(output, lines, "--mlm-weight", "1", "--mlm-probability", "0.3", "--threads", "" + (i + 1),
                    "--hidden-dropout", "0.1", "--attention-dropout", "0.1", "--augmentation", "cutoff-token", "--epochs", "25")));
            bytes[i] = Files.readAllBytes(output.resolve("model.safetensors"));
        }
        assertThat(bytes[0]).isEqualTo(bytes[1]);
        Path plain = folder.resolve("plain");
        List<Double> without = losses(plain, train(plain, lines, "--hidden-dropout", "0.1", "--attention-dropout", "0.1",
                "--augmentation", "cutoff-token", "--epochs", "1"));
        List<Double> with = all.getFirst();
        assertThat(with.getFirst() - without.getFirst()).isBetween(2.0, 5.0); // about log 24
        int n = with.size();
        assertThat(mean(with.subList(n - 8, n))).isLessThan(mean(with.subList(0, 8)) - 1.0); // more than the contrast alone can give
    }

    @Test
    void refusesWhatDoesNotFit() throws IOException {
        Path out = folder.resolve("out");
        assertRefused(train(out, lines, "--supervised", "--augmentation", "crop"), "--augmentation crop", "--supervised");
        assertRefused(train(out, lines, "--augmentation", "crop", "--augmentation-share", "1"), "--augmentation-share", "below 1");
        assertRefused(train(out, lines, "--augmentation", "back-translation"), "lines.txt", "columns");
        assertRefused(train(out, lines, "--augmentation", "nonsense"), "--augmentation", "cutoff-token");
        assertRefused(train(out, lines, "--augmentation", "synonym", "--wordnet", folder.toString()), "data.noun", "does not exist");
        assertRefused(train(out, lines, "--mlm-weight", "-1"), "--mlm-weight must be 0 or more");
        assertRefused(train(out, lines, "--mlm-weight", "1", "--mlm-probability", "1"), "--mlm-probability", "between 0 and 1");
        assertRefused(train(out, lines, "--batch-size", "1"), "2 examples or more, since its negatives are the other examples");
    }

    private static void assertRefused(Run run, String... words) {
        assertThat(run.code()).as(run.err()).isEqualTo(2);
        assertThat(run.err()).hasLineCount(1).contains(words);
    }
}
