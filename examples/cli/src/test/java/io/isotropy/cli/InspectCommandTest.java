package io.isotropy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.isotropy.nlp.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InspectCommandTest {

    @TempDir
    Path folder;

    private String model = "";
    private String pairs = "";
    private String corpus = "";

    @BeforeEach
    void write() throws IOException {
        model = TinyModel.write(folder.resolve("tiny")).toString();
        pairs = Files.writeString(folder.resolve("sts.tsv"),
                "score\tsentence1\tsentence2\n5\ta <b> cat\tthe cat\n0\tred\ta guitar\n4\ta dog\tdogs run\n4.5\tone\ttwo\n").toString();
        corpus = Files.writeString(folder.resolve("corpus.txt"), "a man\nthe guitar\ndogs run fast\none two three\nred , blue\n").toString();
    }

    @Test
    void tellsTheFiguresOfPairs() throws IOException {
        Run run = Run.of("inspect", "--model", model, "--sts", pairs);
        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.out()).containsPattern("vectors +8\n").containsPattern("positive pairs +2\n").containsPattern("mean norm +1\\.0000\n")
                .containsPattern("length and norm \\(ρ\\) +NaN\n").contains("WORD PIECES BY RANK");
        assertThat(run.err()).contains("isotropy: looked at 8 texts in ");
        Json json = Json.parse(Run.of("inspect", "--model", model, "--sts", pairs, "--json", "-q").out(), "json");
        Json space = json.get("spaces").asList().getFirst();
        assertThat(space.get("positives").asInt()).isEqualTo(2);
        assertThat(space.get("alignment").asDouble()).isBetween(0.0, 4.0);
        assertThat(space.get("singularValues").asList()).hasSize(TinyModel.DIMENSION);
        assertThat(json.get("words").get("bins").asList()).isNotEmpty();
    }

    @Test
    void aCorpusStandsForTheSpaceAndPairsForTheAlignment() throws IOException {
        Json both = Json.parse(Run.of("inspect", "--model", model, "--corpus", corpus, "--sts", pairs, "--json").out(), "json");
        assertThat(both.get("texts").asInt()).isEqualTo(5);
        Json space = both.get("spaces").asList().getFirst();
        assertThat(space.get("vectors").asInt()).isEqualTo(5);
        assertThat(space.get("positives").asInt()).isEqualTo(2);
        Json alone = Json.parse(Run.of("inspect", "--model", model, "--corpus", corpus, "--json").out(), "json").get("spaces").asList().getFirst();
        assertThat(alone.get("uniformity").asDouble()).isEqualTo(space.get("uniformity").asDouble());
        assertThat(alone.find("alignment")).isNull();
        assertThat(Run.of("inspect", "--model", model, "--corpus", corpus, "--limit", "3").out()).containsPattern("vectors +3\n");
    }

    @Test
    void theLastLayerIsWhatTheModelPools() throws IOException {
        Run run = Run.of("inspect", "--model", model, "--sts", pairs, "--layers", "--json", "--no-normalize");
        Json json = Json.parse(run.out(), "json");
        List<Json> layers = json.get("layers").asList();
        Json last = layers.get(layers.size() / 2 - 1);
        assertThat(last.get("pooling").asString()).isEqualTo("mean");
        Json space = json.get("spaces").asList().getFirst();
        for (String figure : List.of("meanCosine", "isoScore", "uniformity", "alignment")) {
            assertThat(last.get(figure).asDouble()).isEqualTo(space.get(figure).asDouble());
        }
        assertThat(layers.getFirst().get("layer").asInt()).isZero();
        assertThat(layers.getFirst().get("meanCosine").asDouble()).isNotEqualTo(space.get("meanCosine").asDouble());
    }

    @Test
    void thePageShowsAllChartsBeforeAndAfterARepair() throws IOException {
        String repaired = folder.resolve("repaired").toString();
        assertThat(Run.of("train", "all-but-the-top", "--model", model, "--corpus", corpus, "--output", repaired).code()).isZero();
        String page = folder.resolve("page.html").toString();
        Run run = Run.of("inspect", "--model", repaired, "--sts", pairs, "--layers", "--report", page);
        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.err()).contains("the report is " + page);
        assertThat(run.out().lines().findFirst().orElse("")).contains("before all-but-the-top").contains("after all-but-the-top");
        String html = Files.readString(Path.of(page));
        assertThat(html).contains("At a glance", "Principal components, ", "t-SNE, ", "Singular values", "<h3>Cosines", "Norm by frequency",
                "Spread by frequency", "Layer by layer", "What the figures mean", "<title>a &lt;b&gt; cat</title>").doesNotContain("<script");
    }

    @Test
    void oneTextAndEqualTextsHaveAPageToo() throws IOException {
        for (String text : List.of("cat\n", "cat\ncat\ncat\ncat\ncat\ncat\n")) {
            String file = Files.writeString(folder.resolve("few.txt"), text).toString();
            Run run = Run.of("inspect", "--model", model, "--corpus", file, "--layers", "--report", folder.resolve("few.html").toString());
            assertThat(run.code()).as(run.err()).isZero();
            assertThat(run.out()).containsPattern("alignment +NaN\n");
            assertThat(Files.readString(folder.resolve("few.html"))).doesNotContain("\"NaN", "NaN\"");
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "--limit 3| give texts with --corpus FILE, scored pairs with --sts FILE, or both",
        "--corpus CORPUS --limit 0| --limit must be 1 or more, got 0",
        "--corpus EMPTY| holds no text to look at",
        "--corpus missing.txt| missing.txt: no such file",
        "--sts CORPUS| corpus.txt"
    })
    void badInputIsRefusedInOneSentence(String options, String said) throws IOException {
        String empty = Files.writeString(folder.resolve("empty.txt"), "\n").toString();
        String[] words = ("inspect --model " + model + " " + options.replace("CORPUS", corpus).replace("EMPTY", empty)).split(" ");
        Run run = Run.of(words);
        assertThat(run.err()).contains(said).hasLineCount(1);
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
    }
}
