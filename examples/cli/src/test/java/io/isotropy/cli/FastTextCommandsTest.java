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
        assertThat(trained.err()).contains("loss", "words/s", "s left", "saved " + output);
        assertThat(trained.code()).isZero();
        Run embedded = Run.withInput("the cat\n\ncatlike\n", "embed", "--model", output, "--format", "tsv", "--quiet");
        assertThat(embedded.err()).isEmpty();
        List<String> rows = embedded.out().lines().toList();
        assertThat(rows).hasSize(3);
        assertThat(rows.get(1)).matches("(0\\.0\t?){8}|(0\t?){8}");
        assertThat(rows.get(2)).doesNotMatch("(0\\.0\t?){8}|(0\t?){8}");
        assertThat(Path.of(output, "model.bin")).exists();
    }

    @Test
    void deterministicModelsAreTheSame() throws IOException {
        assertThat(train("--deterministic", "--quiet").err()).isEmpty();
        byte[] first = Files.readAllBytes(Path.of(output, "model.bin"));
        assertThat(train("--deterministic", "--threads", "1", "--quiet").err()).isEmpty();
        assertThat(Files.readAllBytes(Path.of(output, "model.bin"))).isEqualTo(first);
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
