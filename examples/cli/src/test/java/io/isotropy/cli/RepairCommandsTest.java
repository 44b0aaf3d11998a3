package io.isotropy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RepairCommandsTest {

    @TempDir
    Path folder;

    private String base = "";
    private String corpus = "";
    private String output = "";

    @BeforeEach
    void write() throws IOException {
        base = TinyModel.write(folder.resolve("tiny")).toString();
        corpus = Files.writeString(folder.resolve("corpus.txt"),
                "a man\nthe guitar\ndogs run fast\n\none two three\nred , blue\ncat\nplay !\nx y z\n").toString();
        output = folder.resolve("model").toString();
    }

    private Run train(String repair, String... more) {
        List<String> words = new ArrayList<>(List.of("train", repair, "--model", base, "--output", output));
        words.addAll(List.of(more));
        return Run.of(words.toArray(String[]::new));
    }

    @ParameterizedTest
    @CsvSource({
        "whitening, 'tiny+whitening: 4 components of 24; effective rank ', 4",
        "all-but-the-top, 'tiny+all-but-the-top: without the mean and 1 of 24 directions, which had ', 24"
    })
    void whatIsMadeEmbeds(String repair, String said, int dimension) throws IOException {
        String[] more = repair.equals("whitening") ? new String[] {"--corpus", corpus, "--dimension", "4", "--pooling", "first_last_avg"}
                : new String[] {"--corpus", corpus};
        Run trained = train(repair, more);
        assertThat(trained.err()).contains(said).contains("from 8 vectors in ").endsWith("; saved " + output + "\n").hasLineCount(1);
        assertThat(trained.code()).isZero();
        Run embedded = Run.withInput("a cat\na dog\n", "embed", "--model", output, "--format", "tsv");
        assertThat(embedded.out().lines().findFirst().orElse("").split("\t")).hasSize(dimension);
        assertThat(embedded.err()).contains("2 vectors of " + dimension);
        assertThat(Run.of("similarity", "--model", output, "a cat", "a cat").out()).contains("1.0000");
        String pairs = Files.writeString(folder.resolve("sts.tsv"), "5\ta cat\tthe cat\n0\tred\ta cat\n3\ta dog\ta cat\n").toString();
        assertThat(Run.of("eval", "sts", "--model", output, pairs).out()).contains("sts.tsv");
        assertThat(train(repair, "--sts", pairs, "--no-normalize").err()).contains("from 6 vectors").contains("saved");
    }

    @Test
    void aFlowSaysWhatItLearnt() throws IOException {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            lines.add("a man plays the guitar ".repeat(1 + i % 7).substring(i % 5));
        }
        String texts = Files.write(folder.resolve("texts.txt"), lines).toString();
        Run trained = train("flow", "--corpus", texts, "--pooling", "first_last_avg", "--depth", "2", "--batch-size", "8");
        assertThat(trained.err()).contains("tiny+flow: bert-flow of ").contains("40 vectors in ").contains("log-likelihood of 2 held out")
                .endsWith("; saved " + output + "\n");
        assertThat(trained.code()).isZero();
        assertThat(trained.err()).as("of a folder that is gone").doesNotContain("checkpoint");
        assertThat(Run.of("similarity", "--model", output, "a cat", "a cat").out()).contains("1.0000");
        Run cut = train("flow", "--corpus", texts, "--depth", "1", "--epochs", "100000", "--max-steps", "2");
        assertThat(cut.code()).as(cut.err()).isZero();
        Run refused = train("flow", "--corpus", texts, "--kind", "planar");
        assertThat(refused.code()).isEqualTo(2);
        assertThat(refused.err()).contains("--kind must be bert-flow, nice, realnvp or glow, got planar");
    }

    @Test
    void someThingsMayBeChangedAfterwards() {
        assertThat(train("whitening", "--corpus", corpus, "--dimension", "5").code()).isZero();
        String[] embed = {"embed", "--model", output, "--format", "tsv", "--quiet"};
        String all = Run.withInput("a cat\n", embed).out();
        Run fewer = Run.withInput("a cat\n", "embed", "--model", output, "--format", "tsv", "--quiet", "--dimension", "2", "--no-normalize");
        assertThat(fewer.out().split("\t")).hasSize(2);
        Run prefixed = Run.withInput("cat\n", "embed", "--model", output, "--format", "tsv", "--quiet", "--prefix", "a ");
        assertThat(prefixed.out()).isEqualTo(all);
        assertThat(Run.withInput("a cat\n", "embed", "--model", output, "--max-length", "3", "--format", "tsv", "--quiet").out())
                .isNotEqualTo(all);
    }

    @Test
    void sentenceTransformersGetsAFolder() {
        String python = folder.resolve("python").toString();
        Run trained = train("whitening", "--corpus", corpus, "--sentence-transformers", python);
        assertThat(trained.err()).endsWith(", for sentence-transformers " + python + "\n");
        String ours = Run.withInput("a cat\n", "embed", "--model", output, "--format", "tsv", "--quiet").out();
        String theirs = Run.withInput("a cat\n", "embed", "--model", python, "--format", "tsv", "--quiet").out();
        String[] a = ours.strip().split("\t");
        String[] b = theirs.strip().split("\t");
        assertThat(b).hasSameSizeAs(a);
        for (int i = 0; i < a.length; i++) {
            assertThat(Double.parseDouble(b[i]) - Double.parseDouble(a[i])).isBetween(-1e-5, 1e-5);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "whitening | one of --corpus and --sts is needed",
        "whitening --corpus @ --sts @ | one of --corpus and --sts is needed",
        "whitening --corpus @ --dimension 25 | --dimension must be at most the model's 24, got 25",
        "whitening --corpus @ --tolerance 1 | tolerance must be 0 to below 1",
        "whitening --corpus @ --pooling middle | \"middle\" is no pooling",
        "whitening --corpus @ --pooling pooler --sentence-transformers % | sentence-transformers does not know",
        "whitening --corpus @ --sentence-transformers @ | is a file; name a folder for the model",
        "all-but-the-top --corpus @ --components 24 | --components must be 0 to 23",
        "all-but-the-top --corpus nowhere.txt | nowhere.txt"
    })
    void whatCannotBeIsRefusedAndNothingIsLeft(String line, String complaint) {
        String[] words = line.replace("@", corpus).replace("%", folder.resolve("python").toString()).split(" ");
        Run run = train(words[0], java.util.Arrays.copyOfRange(words, 1, words.length));
        assertThat(run.err()).contains(complaint).hasLineCount(1);
        assertThat(run.code()).isEqualTo(2);
        assertThat(Path.of(output)).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(strings = {"tiny", "tiny/inside", "."})
    void theBaseIsSafe(String place) {
        output = folder.resolve(place).toString();
        assertThat(train("whitening", "--corpus", corpus).err()).contains("overlaps the folder of --model");
    }

    @Test
    void otherFoldersAreSafe() throws IOException {
        Files.createDirectories(Path.of(output));
        Files.writeString(Path.of(output, "letter.txt"), "dear all");
        assertThat(train("whitening", "--corpus", corpus).err()).contains("holds something else already");
        assertThat(Path.of(output, "letter.txt")).hasContent("dear all");
    }

    @Test
    void thePoolingStays() {
        assertThat(train("whitening", "--corpus", corpus).code()).isZero();
        Run run = Run.of("similarity", "--model", output, "--pooling", "cls", "a", "b");
        assertThat(run.err()).contains("--pooling: whitening was fitted to the pooling that " + output + " has; fit another to this one");
        assertThat(run.code()).isEqualTo(2);
        assertThat(Run.of("similarity", "--model", output, "--dimension", "99", "a", "b").err()).contains("--dimension: size must be 1 to");
    }
}
