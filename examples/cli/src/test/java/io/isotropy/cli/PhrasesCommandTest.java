package io.isotropy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PhrasesCommandTest {

    @TempDir
    Path folder;

    private String corpus = "";

    @BeforeEach
    void writeCorpus() throws IOException {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 40; i++) {
            text.append("They went to New York City by train ").append(i).append('\n').append("a new idea of the city number ").append(i)
                    .append('\n');
        }
        corpus = Files.writeString(folder.resolve("corpus.txt"), text).toString();
    }

    @Test
    void joinsWhatStandsTogether() throws IOException {
        Path output = folder.resolve("joined.txt");
        Run run = Run.of("phrases", "--corpus", corpus, "--threshold", "10", "--passes", "2", "--output", output.toString());
        assertThat(run.err()).contains("phrases in " + corpus + "; wrote " + output);
        assertThat(run.code()).isZero();
        assertThat(Files.readAllLines(output)).hasSize(80).first().asString().contains("new_york").endsWith(" 0");
    }

    @Test
    void listsPhrasesByScore() {
        Run run = Run.of("phrases", "--corpus", corpus, "--threshold", "5", "--list");
        assertThat(run.code()).isZero();
        assertThat(run.out().lines().findFirst()).hasValueSatisfying(line -> assertThat(line).matches("\\w+_\\w+\t\\d+\\.\\d{3}"));
        assertThat(run.out()).contains("new_york\t");
    }

    @Test
    void saysWhatIsWrong() {
        assertThat(Run.of("phrases", "--corpus", corpus, "--passes", "0").err()).contains("--passes and --min-count must be 1 or more");
        assertThat(Run.of("phrases", "--corpus", corpus, "--output", corpus).err()).contains(corpus + " is the input, which it would replace");
        Run missing = Run.of("phrases", "--corpus", folder.resolve("none.txt").toString());
        assertThat(missing.err()).contains("none.txt");
        assertThat(missing.code()).isEqualTo(2);
    }
}
