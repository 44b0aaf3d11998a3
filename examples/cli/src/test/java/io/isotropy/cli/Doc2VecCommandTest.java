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

class Doc2VecCommandTest {

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
        List<String> words = new ArrayList<>(List.of("train", "doc2vec", "--corpus", corpus, "--output", output));
        words.addAll(List.of(more));
        return Run.of(words.toArray(String[]::new));
    }

    @ParameterizedTest
    @CsvSource({"dm, mean", "dm, sum", "dm, concatenation", "dbow, mean", "dbow-words, mean"})
    void trainsAndInfers(String model, String composition) {
        Run trained = train("--model", model, model.equals("dm") ? "--composition=" + composition : "--seed=1", "--dimension", "9", "--epochs", "2", "--threads", "2");
        assertThat(trained.code()).as(trained.err()).isZero();
        assertThat(trained.err()).hasLineCount(1).contains("doc2vec: vectors of 9 components from 60 texts of ", " s (loss ", " words/s); saved ");
        String once = Run.withInput("the cat and the dog\nzzz\n", "embed", "--model", output, "--format", "tsv").out();
        assertThat(once).hasLineCount(2).endsWith("0.0\t0.0\n");
        assertThat(Run.withInput("zzz\nthe cat and the dog\n", "embed", "--model", output, "--format", "tsv").out())
                .isEqualTo(once.lines().skip(1).findFirst().orElseThrow() + "\n" + once.lines().findFirst().orElseThrow() + "\n");
    }

    @Test
    void savesNothingThatIsNoNumber() {
        Run high = train("--alpha", "1e20");
        assertThat(high.code()).as(high.err()).isEqualTo(1);
        assertThat(high.err()).hasLineCount(1).contains("became no number", "the learning rate 1.0E20 is too high");
        assertThat(Path.of(output)).doesNotExist();
    }

    @Test
    void refusesWhatCannotBe() {
        for (String[] wrong : new String[][] {
            {"--model", "glove", "--model must be dm, dbow or dbow-words"}, {"--dimension", "0", "the dimension must be 1 to"},
            {"--min-alpha", "3", "the last learning rate must be 0 to the first"}, {"--min-count", "1000", "corpus.txt"}
        }) {
            Run run = train(wrong[0], wrong[1]);
            assertThat(run.code()).as(run.err()).isEqualTo(2);
            assertThat(run.err()).contains(wrong[2]).hasLineCount(1);
        }
        assertThat(train("--model", "dbow", "--window", "3").err()).contains("--window goes with --model dm or dbow-words alone");
    }
}
