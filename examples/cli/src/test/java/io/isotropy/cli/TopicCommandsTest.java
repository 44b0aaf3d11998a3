package io.isotropy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.isotropy.nlp.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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
                .contains("lda: vectors of 2 components from 40 texts of ", " s (log-likelihood per word -", " tokens/s); saved ").contains("saved " + output);
        assertThat(trained.code()).isZero();
        Run shown = Run.of("topics", "--model", output, "--top", "3", "--corpus", corpus);
        assertThat(shown.err()).isEmpty();
        assertThat(shown.out()).contains("SHARE").contains("C_NPMI").contains("rain").contains("dog").hasLineCount(6);
        Json json = Json.parse(Run.of("topics", "--model", output, "--json").out(), "");
        assertThat(json.get("topics").asList()).hasSize(2);
        Run evaluated = Run.of("eval", "topics", "--model", output, "--corpus", corpus, "--json");
        assertThat(evaluated.err()).isEmpty();
        Json figures = Json.parse(evaluated.out(), "");
        assertThat(figures.get("words").asInt()).isEqualTo(130);
        assertThat(figures.get("completionPerplexity").asDouble()).isBetween(3.0, 9.0);
        assertThat(figures.get("leftToRightPerplexity").asDouble()).isBetween(3.0, 9.0);
        Run embedded = Run.withInput("the cat\nzzz\n", "embed", "--model", output, "--format", "tsv");
        assertThat(embedded.out()).hasLineCount(2).endsWith("0.0\t0.0\n");
        assertThat(embedded.err()).contains("1 without a known word have the vector 0");
    }

    @ParameterizedTest
    @ValueSource(strings = {"lda --method online --topics 2 --passes 5 --chunksize 10 --alpha auto", "plsa --topics 2 --iterations 20",
        "lda --topics 2 --iterations 20 --optimize-interval 5 --optimize-burn-in 5 --threads 2"})
    void everyMethodTrains(String command) {
        String[] words = command.split(" ");
        Run trained = train(words[0], Arrays.copyOfRange(words, 1, words.length));
        assertThat(trained.err()).contains("tokens/s").contains("saved " + output);
        assertThat(trained.code()).isZero();
        assertThat(Run.of("topics", "--model", output).out()).contains("SHARE").hasLineCount(3);
        assertThat(Run.of("eval", "topics", "--model", output, "--corpus", corpus).out()).contains("completion perplexity");
        assertThat(Run.withInput("the cat\n", "embed", "--model", output, "--format", "tsv", "--quiet").out()).hasLineCount(1);
    }

    @Test
    void saysWhatIsWrong() throws IOException {
        fails(train("lda", "--topics", "1"), "the number of topics must be 2 to");
        fails(train("lda", "--method", "online", "--decay", "2"), "decay must be 0 to 1");
        fails(train("lda", "--alpha", "auto"), "--alpha must be a number, the sum over topics, for --method gibbs");
        fails(train("plsa", "--cooling", "1"), "the cooling must be between 0 and 1");
        fails(train("lda", "--stop-words", folder.resolve("none").toString()), "none: no such file");
        fails(train("lda", "--min-count", "99"), "has no word that comes 99 times or more");
        fails(train("lda", "--method", "online", "--beta", "1"), "--beta goes with --method gibbs alone; leave it out");
        fails(train("lda", "--passes", "7"), "--passes goes with --method online alone");
        fails(train("lda", "--use-symmetric-alpha"), "--use-symmetric-alpha goes with --optimize-interval alone");
        fails(train("plsa", "--held-out", "0", "--cooling", "0.5", "--topics", "2"), "--cooling goes with --held-out above 0 alone");
        fails(train("plsa", "--topics", "100000", "--quiet"), "the number of topics must be at most that of the 40 texts with known words and of the 12 words");
        assertThat(Path.of(output)).doesNotExist();
        assertThat(train("lda", "--topics", "2", "--iterations", "2", "--quiet").err()).isEmpty();
        Path unknown = Files.writeString(folder.resolve("unknown.txt"), "zzz\n");
        fails(Run.of("eval", "topics", "--model", output, "--corpus", unknown.toString()), "unknown.txt: has no word that the model knows");
        fails(Run.of("topics", "--model", output, "--top", "0"), "--top must be 1 or more");
        output = folder.resolve("bag").toString();
        assertThat(train("bow").code()).isZero();
        fails(Run.of("topics", "--model", output), "has no topics; train lda makes one that does");
    }

    private static void fails(Run run, String message) {
        assertThat(run.err()).contains(message).hasLineCount(1);
        assertThat(run.code()).isEqualTo(2);
    }
}
