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

class Word2VecCommandTest {

    @TempDir
    Path folder;

    private String corpus = "";
    private String output = "";

    @BeforeEach
    void writeCorpus() throws IOException {
        corpus = Files.writeString(folder.resolve("corpus.txt"),
                "The cat and a dog eat.\nThe dog and the cat sleep.\nRain falls and wind blows.\n".repeat(20)).toString();
        output = folder.resolve("model").toString();
    }

    private Run train(String... more) {
        List<String> words = new ArrayList<>(List.of("train", "word2vec", "--corpus", corpus, "--output", output));
        words.addAll(List.of(more));
        return Run.of(words.toArray(String[]::new));
    }

    @Test
    void trainsAndEmbeds() throws IOException {
        Run trained = train("--model", "skipgram", "--dimension", "12", "--epochs", "3", "--negative", "3", "--threads", "2");
        assertThat(trained.code()).as(trained.err()).isZero();
        assertThat(trained.err()).hasLineCount(1).matches(
                "(?s)isotropy: word2vec: vectors of 12 components from 60 texts of .*corpus.txt in \\S+ s \\(loss \\S+, \\S+ words/s\\); saved .*");
        assertThat(Files.readString(Path.of(output, "isotropy.json"))).contains("\"sg\": 1").contains("\"negative\": 3");
        Run embedded = Run.withInput("the cat\nzzz\n", "embed", "--model", output, "--format", "tsv");
        assertThat(embedded.out()).hasLineCount(2).endsWith("0.0\t0.0\n");
    }

    @Test
    void isDeterministicOnDemand() throws IOException {
        assertThat(train("--hs", "--deterministic", "--threads", "1", "-q").code()).isZero();
        byte[] once = Files.readAllBytes(Path.of(output, "vectors.bin"));
        assertThat(train("--hs", "--deterministic", "--threads", "3", "-q").code()).isZero();
        assertThat(Files.readAllBytes(Path.of(output, "vectors.bin"))).isEqualTo(once);
    }

    @Test
    void refusesWhatCannotBe() throws IOException {
        fails(train("--model", "glove"), "--model must be cbow or skipgram");
        fails(train("--negative", "0"), "without hierarchical softmax there must be negative samples");
        fails(train("--window", "0"), "the window must be 1 to");
        fails(train("--threads", "0"), "--threads must be 1 to");
        assertThat(train("--epochs", "0").err()).startsWith("isotropy train word2vec: the number of epochs must be 1 or more");
        fails(train("--model", "skipgram", "--no-cbow-mean"), "--cbow-mean goes with --model cbow alone; leave it out");
        fails(train("--hs", "--ns-exponent", "1"), "--ns-exponent goes with negative samples");
        fails(train("--min-count", "1000"), "corpus.txt");
        Files.writeString(Path.of(corpus), "\n\n");
        fails(train(), "corpus.txt");
    }

    @Test
    void savesNothingThatIsNoNumber() {
        Run high = train("--alpha", "1e30");
        assertThat(high.code()).as(high.err()).isEqualTo(1);
        assertThat(high.err()).hasLineCount(1).contains("became no number", "the learning rate 1.0E30 is too high; try a tenth of it");
        fails(train("--sample", "1e-30"), "no text has two words to learn from: raise the threshold");
        assertThat(Path.of(output)).doesNotExist();
    }

    private static void fails(Run run, String message) {
        assertThat(run.code()).as(run.err()).isEqualTo(2);
        assertThat(run.err()).contains(message).hasLineCount(1);
    }
}
