package io.isotropy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.isotropy.nlp.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TopicCommandsTest {

    @TempDir
    Path folder;

    private String corpus = "";
    private String output = "";

    @BeforeEach
    void writeCorpus() throws IOException {
        corpus = Files.writeString(folder.resolve("corpus.txt"),
                "the cat and a dog eat\nthe dog and the cat sleep\nrain falls and wind blows\nthe wind brings rain\n".repeat(10)).toString();
        output = folder.resolve("model").toString();
    }

    private Run train(String model, String... more) {
        List<String> words = new ArrayList<>(List.of("train", model, "--corpus", corpus, "--output", output));
        words.addAll(List.of(more));
        return Run.of(words.toArray(String[]::new));
    }

    @Test
    void trainsShowsAndEmbeds() {
        Run trained = train("lda", "--topics", "2", "--iterations", "60", "--stop-words", "english");
        assertThat(trained.err()).contains("40 texts with 130 words, 9 different ones; 0 without a known word")
                .contains("iteration 60 of 60, log-likelihood per word -").contains("saved " + output);
        assertThat(trained.code()).isZero();
        Run shown = Run.of("topics", "--model", output, "--top", "3", "--corpus", corpus);
        assertThat(shown.err()).isEmpty();
        assertThat(shown.out()).contains("SHARE").contains("rain").contains("dog").hasLineCount(5);
        Json json = Json.parse(Run.of("topics", "--model", output, "--json").out(), "");
        assertThat(json.get("topics").asList()).hasSize(2);
        Run embedded = Run.withInput("the cat\nzzz\n", "embed", "--model", output, "--format", "tsv");
        assertThat(embedded.out()).hasLineCount(2).endsWith("0.0\t0.0\n");
        assertThat(embedded.err()).contains("1 without a known word have the vector 0");
    }

    @Test
    void saysWhatIsWrong() throws IOException {
        fails(train("lda", "--topics", "1"), "the number of topics must be 2 to");
        fails(train("lda", "--stop-words", folder.resolve("none").toString()), "none: no such file");
        fails(train("lda", "--min-count", "99"), "has no word that comes 99 times or more");
        assertThat(Path.of(output)).doesNotExist();
        assertThat(train("bow").code()).isZero();
        fails(Run.of("topics", "--model", output), "has no topics; train lda makes one that does");
    }

    private static void fails(Run run, String message) {
        assertThat(run.err()).contains(message).hasLineCount(1);
        assertThat(run.code()).isEqualTo(2);
    }
}
