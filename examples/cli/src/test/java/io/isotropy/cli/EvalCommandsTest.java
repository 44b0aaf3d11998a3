package io.isotropy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.isotropy.nlp.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EvalCommandsTest {

    @TempDir
    static Path folder;

    private static String one = "";
    private static String two = "";

    @BeforeAll
    static void writeModels() throws IOException {
        one = TinyModel.write(folder.resolve("one")).toString();
        two = TinyModel.write(folder.resolve("two")).toString();
    }

    private static String file(String name, String text) throws IOException {
        Path path = folder.resolve(name);
        Files.createDirectories(path.getParent());
        return Files.writeString(path, text).toString();
    }

    private static String labelled(String name) throws IOException {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 8; i++) {
            text.append("A\tthe cat ").append(i).append("\nB\ta dog runs ").append(i).append("\nC\tsun\n");
        }
        return file(name, text.toString());
    }

    private static String retrieval() throws IOException {
        file("beir/corpus.jsonl", "{\"_id\": \"d1\", \"text\": \"the cat\"}\n{\"_id\": \"d2\", \"text\": \"a dog\"}\n");
        file("beir/queries.jsonl", "{\"_id\": \"q1\", \"text\": \"the cat\"}\n{\"_id\": \"q2\", \"text\": \"a dog\"}\n");
        file("beir/qrels.tsv", "query-id\tcorpus-id\tscore\nq1\td1\t1\nq2\td2\t1\n");
        return folder.resolve("beir").toString();
    }

    @Test
    void modelsSideBySide() throws IOException {
        String data = labelled("colours.tsv");
        Run run = Run.of("eval", "transfer", "--c", "1", "--folds", "3", "--resamples", "50", "--model", one, "--model", two, data);
        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.out()).startsWith("TASK").contains("DIFFERENCE [95 %]").contains("colours  accuracy").contains("+0.00 [+0.00, +0.00]");
        assertThat(run.err()).contains("isotropy: 1 task, 2 models in");
    }

    @Test
    void retrievalFindsATextByItself() throws IOException {
        Run run = Run.of("eval", "retrieval", "--json", "--model", one, retrieval());
        assertThat(run.code()).as(run.err()).isZero();
        Json result = Json.parse(run.out(), "out");
        assertThat(result.get("task_name").asString()).isEqualTo("beir-retrieval");
        Json scores = result.get("scores").get("test").asList().getFirst();
        assertThat(scores.get("main_score").asDouble()).isEqualTo(1);
        assertThat(scores.get("ndcg_at_10").asDouble()).isEqualTo(1);
        assertThat(scores.get("hf_subset").asString()).isEqualTo("default");
    }

    @Test
    void prefixesChangeWhatIsFound() throws IOException {
        Run run = Run.of("eval", "retrieval", "--json", "--query-prefix", "a dog a dog a dog ", "--model", one, retrieval());
        assertThat(Json.parse(run.out(), "out").get("scores").get("test").asList().getFirst().get("recall_at_1").asDouble()).isEqualTo(0.5);
    }

    @Test
    void allTasksOfAFolder() throws IOException {
        retrieval();
        labelled("all/colours.tsv");
        file("all/pairs.tsv", "score\tsentence1\tsentence2\n1\tthe cat\ta dog\n5\tthe cat\tthe cat\n3\tsun\tthe sun\n");
        file("all/nli.tsv", "label\tpremise\thypothesis\n" + "yes\tthe cat\tcat\nno\tthe cat\tdog\n".repeat(4));
        file("all/years/STS.input.x.txt", "the cat\tcat\na dog\tsun\n");
        file("all/years/STS.gs.x.txt", "4\n1\n");
        Run run = Run.of("eval", "all", "--c", "1", "--folds", "2", "--starts", "2", "--model", one, "--output", folder.resolve("results").toString(),
                folder.resolve("all").toString());
        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.out()).contains("colours    accuracy", "colours    v_measure", " ± ", "nli        accuracy", "pairs      cosine_spearman", "mean of 2");
        Path files = folder.resolve("results/one/no_revision_available");
        assertThat(files.resolve("pairs-sts.json")).exists();
        assertThat(Json.read(files.resolve("colours-cluster.json")).get("scores").get("test").asList().getFirst().get("v_measure_std").asDouble())
                .isNotNegative();
    }

    @Test
    void badInputIsOneSentence() throws IOException {
        String data = labelled("few.tsv");
        assertRefused("no more folds than rows", "transfer", "--folds", "99", data);
        assertRefused("--folds, --c", "transfer", "--folds", "1", data);
        assertRefused("--test goes with one FILE", "transfer", "--test", data, data, data);
        assertRefused("is no folder", "retrieval", data);
        assertRefused("has no corpus.jsonl", "retrieval", Files.createDirectories(folder.resolve("none")).toString());
        assertRefused("holds no data that is known", "all", folder.resolve("none").toString());
        assertRefused("--starts must be 1 or more", "cluster", "--starts", "0", data);
        assertRefused("--resamples", "cluster", "--resamples", "0", data);
        assertRefused("is a folder without STS.input.X.txt", "sts", folder.resolve("none").toString());
        assertRefused("is a file; give a folder", "cluster", "--output", data, data);
        Run twice = Run.of("embed", "--model", one, "--model", two, "--max-length", "5");
        assertThat(twice.code()).isEqualTo(2);
        assertThat(twice.err()).contains("--model is given 2 times; this command takes one");
    }

    private static void assertRefused(String sentence, String... args) {
        String[] all = new String[args.length + 3];
        all[0] = "eval";
        all[1] = args[0];
        all[2] = "--model=" + one;
        System.arraycopy(args, 1, all, 3, args.length - 1);
        Run run = Run.of(Arrays.copyOf(all, args.length + 2));
        assertThat(run.code()).as(run.err()).isEqualTo(2);
        assertThat(run.err()).contains(sentence).doesNotContain("internal error");
        assertThat(run.out()).isEmpty();
    }
}
