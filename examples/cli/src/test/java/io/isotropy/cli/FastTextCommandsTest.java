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

class FastTextCommandsTest {

    @TempDir
    Path folder;

    private String corpus = "";
    private String output = "";

    @BeforeEach
    void writeCorpus() throws IOException {
        corpus = Files.writeString(folder.resolve("corpus.txt"), "The cat sat on a mat.\nA dog sat on the log.\n".repeat(20)).toString();
        output = folder.resolve("model").toString();
    }

    private Run train(String... more) {
        List<String> words = new ArrayList<>(List.of(
                "train", "fasttext", "--corpus", corpus, "--output", output, "--sampling", "1"));
        words.addAll(List.of(more));
        if (!words.contains("--dim")) {
            words.addAll(List.of("--dim", "8"));
        }
        if (!words.contains("--bucket")) {
            words.addAll(List.of("--bucket", "500"));
        }
        return Run.of(words.toArray(String[]::new));
    }

    @Test
    void vectorsOfKnownAndUnknownWords() {
        Run trained = train("--model", "cbow", "--loss", "hs", "--epochs", "2");
        assertThat(trained.err()).hasLineCount(1).contains("fasttext: vectors of 8 components from 40 texts of ", " s (loss ", " words/s); saved " + output);
        assertThat(trained.code()).isZero();
        Run embedded = Run.withInput("the cat\n\ncatlike\n", "embed", "--model", output, "--format", "tsv", "--quiet");
        assertThat(embedded.err()).isEmpty();
        List<String> rows = embedded.out().lines().toList();
        assertThat(rows).hasSize(3);
        assertThat(rows.get(1)).matches("(0\\.0\t?){8}|(0\t?){8}");
        assertThat(rows.get(2)).doesNotMatch("(0\\.0\t?){8}|(0\t?){8}");
        assertThat(Path.of(output, "model.bin")).exists();
        for (String model : List.of(output, output + "/model.bin")) {
            assertThat(Run.of("neighbors", "--model", model, "--top", "3", "catlike").out()).hasLineCount(3).doesNotContain("catlike");
            assertThat(Run.of("analogy", "--model", model, "--top", "2", "cat", "cats", "dog").out()).hasLineCount(2);
        }
        String vec = folder.resolve("words.vec").toString();
        assertThat(Run.of("convert", output + "/model.bin", vec).code()).isZero();
        assertThat(Run.of("neighbors", "--model", vec, "--top", "2", "cat").out())
                .isEqualTo(Run.of("neighbors", "--model", output, "--top", "2", "cat").out());
    }

    @Test
    void deterministicModelsAreTheSame() throws IOException {
        assertThat(train("--deterministic", "--quiet").err()).isEmpty();
        byte[] first = Files.readAllBytes(Path.of(output, "model.bin"));
        assertThat(train("--deterministic", "--threads", "1", "--quiet").err()).isEmpty();
        assertThat(Files.readAllBytes(Path.of(output, "model.bin"))).isEqualTo(first);
    }

    private String labelled(String name, int copies) throws IOException {
        String rows = "animals\tthe cat sat on a mat\nmetals of all kinds\tcopper, zinc and iron\n"
                + "animals\ta dog sat on the log\nmetals of all kinds\tnickel is a metal as iron\n";
        return Files.writeString(folder.resolve(name), "label\ttext\n" + rows.repeat(copies)).toString();
    }

    @Test
    void refusesNumbersThatMeanNothing() throws IOException {
        for (Run run : new Run[] {train("--minn", "6", "--maxn", "3"), classifier("--minn", "6", "--maxn", "3", "--train", corpus)}) {
            assertThat(run.code()).as(run.err()).isEqualTo(2);
            assertThat(run.err()).hasLineCount(1).contains("(--minn)", "(--maxn), which is 0 for none: got 6 and 3");
        }
        assertThat(train("--loss", "hs", "--neg", "3").err()).contains("--negatives goes with --loss ns alone");
        Files.writeString(Path.of(corpus), "cat\n".repeat(9));
        Run alone = Run.of("train", "fasttext", "--corpus", corpus, "--output", output, "--sampling", "1e-30", "--bucket", "10", "--dim", "4");
        assertThat(alone.code()).as(alone.err()).isEqualTo(2);
        assertThat(alone.err()).hasLineCount(1).contains("no text has two words to learn from");
        assertThat(Path.of(output)).doesNotExist();
        for (String threshold : List.of("2", "NaN")) {
            assertThat(Run.of("classify", "--model", output, "--threshold", threshold, corpus).err()).contains("--threshold must be a probability, 0 to 1");
        }
    }

    private Run classifier(String... more) {
        List<String> words = new ArrayList<>(List.of("train", "classifier", "--output", output, "--dim", "8", "--bucket", "500", "--lr", "1"));
        words.addAll(List.of(more));
        return Run.of(words.toArray(String[]::new));
    }

    @Test
    void labelsOfTexts() throws IOException {
        String table = labelled("train.tsv", 20);
        for (String loss : List.of("softmax", "hs", "ns", "ova")) {
            Run trained = classifier("--train", table, "--loss", loss, "--word-ngrams", "2", "--tokenizer", "words", "--epochs", "30");
            assertThat(trained.err()).contains("words/s", "saved " + output);
            Run found = Run.withInput("A DOG on a log\niron, zinc\n", "classify", "--model", output, "--top", "2");
            List<String> lines = found.out().lines().toList();
            assertThat(lines).hasSize(2);
            assertThat(lines.get(0)).as(loss).matches("animals\t[01]\\.\\d{6}\tmetals_of_all_kinds\t0\\.\\d{6}");
            assertThat(lines.get(1)).as(loss).startsWith("metals_of_all_kinds\t");
            Run scores = Run.of("eval", "classify", "--model", output, labelled("test.tsv", 1));
            assertThat(scores.out()).contains("PRECISION@1", "100.00");
        }
        String lines = Files.writeString(folder.resolve("lines.txt"), "__label__a __label__b one two\n__label__b three\n".repeat(9)).toString();
        assertThat(classifier("--train", lines, "--quiet", "--deterministic").err()).isEmpty();
        assertThat(Run.of("classify", "--model", output + "/model.bin", "--threshold", "0.4", lines).out()).hasLineCount(18);
    }

    @Test
    void saysWhatIsWrongWithClassifiers() throws IOException {
        fails(classifier("--train", corpus), "has no label; put __label__");
        String table = labelled("train.tsv", 2);
        fails(classifier("--train", table, "--min-count", "99"), "has no word that comes 99 times or more");
        fails(classifier("--train", table, "--loss", "hinge"), "--loss must be softmax, hs, ns or ova");
        fails(classifier("--train", table, "--columns", "text"), "--columns must be two");
        fails(classifier("--train", table, "--columns", "kind,text"), "must name a column");
        fails(Run.of("classify", "--model", folder.resolve("none").toString(), corpus), "does not exist");
        assertThat(train("--quiet").code()).isZero();
        fails(Run.of("classify", "--model", output, corpus), "which gives vectors but no labels");
        assertThat(classifier("--train", table, "--quiet").code()).isZero();
        fails(Run.of("eval", "classify", "--model", output, corpus), "no text has one of the 2 labels");
        fails(Run.of("classify", "--model", output, "--top", "0", corpus), "--top must be 1 or more");
        fails(Run.of("classify", "--model", corpus, corpus), "is no model of fastText");
    }

    @Test
    void saysWhatIsWrong() throws IOException {
        fails(train("--min-count", "99"), "has no word that comes 99 times or more");
        fails(train("--min-count", "0"), "--min-count, --max-terms: ");
        fails(train("--model", "glove"), "--model must be skipgram or cbow");
        fails(train("--loss", "softmax"), "--loss must be ns or hs");
        fails(train("--dim", "0"), "the dimension must be 1");
        fails(train("--bucket", "0"), "n-grams need a number of buckets above 0");
        fails(train("--lr", "-1"), "--learning-rate: the learning rate must be above 0");
        Path empty = Files.writeString(folder.resolve("empty.txt"), "\n");
        fails(Run.of("train", "fasttext", "--corpus", empty.toString(), "--output", output), "holds no word");
        assertThat(Path.of(output)).doesNotExist();
        Files.createDirectories(Path.of(output));
        Files.writeString(Path.of(output, "isotropy.json"), "{\"model\": \"fasttext\", \"tokenizer\": \"words\"}");
        fails(Run.withInput("a\n", "embed", "--model", output), "model.bin is missing");
        Files.writeString(Path.of(output, "model.bin"), "text");
        fails(Run.withInput("a\n", "embed", "--model", output), "is no model of fastText");
    }

    private static void fails(Run run, String message) {
        assertThat(run.err()).contains(message).hasLineCount(1);
        assertThat(run.code()).isEqualTo(2);
    }
}
