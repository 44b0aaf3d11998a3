package io.isotropy.nlp.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.isotropy.nlp.logistic.CrossValidation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TasksTest {

    private static final CrossValidation FOLDS = new CrossValidation(3, 3, List.of(1.0, 8.0), 5);
    private static final WordCountModel MODEL = new WordCountModel(List.of("red", "blue", "green", "not"));

    @TempDir
    Path folder;

    private Path file(String name, String text) throws IOException {
        Path path = folder.resolve(name);
        Files.createDirectories(path.getParent());
        return Files.writeString(path, text);
    }

    private static String colours(String... labels) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 12; i++) {
            for (String label : labels) {
                text.append(label.toUpperCase(Locale.ROOT)).append('\t').append("a ").append((label + " ").repeat(1 + i % 3)).append(i).append('\n');
            }
        }
        return text.toString();
    }

    @Test
    void transferByCrossValidation() throws IOException {
        LabelledFile file = LabelledFile.read(file("colours.tsv", colours("red", "blue", "green") + "\tno label\n-\tnone\n"), false);
        assertThat(file.skipped()).isEqualTo(2);
        TaskResult result = new TransferTask("colours", file, null, FOLDS).evaluate(MODEL, TaskProgress.NONE);
        assertThat(result.kind()).isEqualTo(TaskKind.TRANSFER);
        assertThat(result.scores()).containsEntry("accuracy", 1.0).containsEntry("f1", 1.0);
        assertThat(result.remarks()).containsExactly("2 lines have no label and are left out");
    }

    @Test
    void classesThatCannotBeLearnt() throws IOException {
        LabelledFile rare = LabelledFile.read(file("rare.tsv", colours("red", "blue") + "GREEN\tgreen\n"), false);
        TaskResult result = new TransferTask("rare", rare, null, FOLDS).evaluate(MODEL, TaskProgress.NONE);
        assertThat(result.main()).isCloseTo(24 / 25.0, within(1e-12));
        assertThat(result.remarks()).containsExactly("1 classes have fewer texts than there are folds, 3");
        LabelledFile one = LabelledFile.read(file("one.tsv", colours("red")), false);
        assertThat(new TransferTask("one", one, null, FOLDS).evaluate(MODEL, TaskProgress.NONE).remarks())
                .containsExactly("there is but one class to learn, which any model predicts");
        LabelledFile train = LabelledFile.read(file("train.tsv", colours("red", "blue")), false);
        LabelledFile test = LabelledFile.read(file("test.tsv", "label\ttext\nRED\tred\nBLUE\tblue\nGREEN\tgreen\nRED\tblue\n"), false);
        TaskResult split = new TransferTask("split", train, test, FOLDS).evaluate(MODEL, TaskProgress.NONE);
        assertThat(split.main()).isEqualTo(0.5);
        assertThat(split.remarks()).containsExactly("1 classes of the test are not in the training and count as wrong");
        // sklearn.metrics.f1_score(average="macro"): gold R B G R; predicted R B ? B, ? being R or B
        assertThat(split.scores().get("f1")).isBetween(0.35, 0.5);
    }

    @Test
    void inferenceTakesPairs() throws IOException {
        StringBuilder text = new StringBuilder("source\tlabel\tpremise\thypothesis\n");
        for (int i = 0; i < 15; i++) {
            String colour = List.of("red", "blue", "green").get(i % 3);
            String other = List.of("blue", "green", "red").get(i % 3);
            text.append("x\tentailment\ta " + colour + "\tb " + colour + "\nx\tcontradiction\ta " + colour + "\tb not " + other + "\n");
        }
        LabelledFile pairs = LabelledFile.read(file("nli.tsv", text.toString()), true);
        TaskResult result = new TransferTask("nli", pairs, null, FOLDS).evaluate(MODEL, TaskProgress.NONE);
        assertThat(result.kind()).isEqualTo(TaskKind.NLI);
        assertThat(result.main()).isEqualTo(1);
        assertThat(((Resampled.Mean) result.items()).values()).hasSize(30).containsOnly(1);
    }

    @Test
    void clusters() throws IOException {
        LabelledFile file = LabelledFile.read(file("colours.tsv", colours("red", "blue", "green")), false);
        TaskResult result = new ClusterTask("colours", file, 4, 1).evaluate(MODEL, TaskProgress.NONE);
        assertThat(result.main()).isGreaterThan(0.5);
        assertThat(result.scores().get("v_measure_std")).isNotNegative();
        assertThat(result.items()).isNull();
        LabelledFile one = LabelledFile.read(file("one.tsv", "A\tred\nA\tblue\n"), false);
        assertThat(new ClusterTask("one", one, 1, 1).evaluate(MODEL, TaskProgress.NONE).remarks()).containsExactly(
                "there is but one class, which any clustering finds");
    }

    @Test
    void stsSaysWhatIsUndefined() {
        List<StsFile.Pair> pairs = List.of(new StsFile.Pair(1, "x", "y"), new StsFile.Pair(2, "y", "z"));
        TaskResult result = new StsTask("flat", List.of(new StsFile("f", pairs, 2))).evaluate(MODEL, TaskProgress.NONE);
        assertThat(result.main()).isNaN();
        assertThat(result.remarks()).containsExactly("2 lines have no score and are left out",
                "undefined: all cosines or all scores are equal, or there are fewer than two pairs");
    }

    @Test
    void labelledFilesSayWhatIsWrong() {
        assertThatThrownBy(() -> LabelledFile.read(file("a.tsv", ""), false)).hasMessageContaining("holds no text with a label");
        assertThatThrownBy(() -> LabelledFile.read(file("a.tsv", "\ttext\n"), false)).hasMessageContaining("1 lines have none");
        assertThatThrownBy(() -> LabelledFile.read(file("a.tsv", "one field\n"), false)).hasMessageContaining("line 1").hasMessageContaining("label and text");
        assertThatThrownBy(() -> LabelledFile.read(file("a.tsv", "A\tb\nA\n"), false)).hasMessageContaining("line 2: has 1 field, at least 2");
        assertThatThrownBy(() -> LabelledFile.read(file("a.tsv", "A\tb\n"), true)).hasMessageContaining("premise and hypothesis");
    }

    private void year(String name, String input, String gold) throws IOException {
        file("sts/STS.input." + name + ".txt", input);
        file("sts/STS.gs." + name + ".txt", gold);
    }

    @Test
    void readsYearsOfSemEval() throws IOException {
        year("b", "a\tb\tmore\nc\td\ne\tf\n", "1.5\n\n2\n");
        year("a", "g\th\n", "5\n\n");
        year("SMT", "x\ty\n", "1\n");
        year("ALL", "x\ty\n", "1\n");
        assertThat(SemEvalFolder.isOne(folder.resolve("sts"))).isTrue();
        assertThat(SemEvalFolder.isOne(folder)).isFalse();
        assertThat(SemEvalFolder.read(folder.resolve("sts"))).containsExactly(
                new StsFile("a", List.of(new StsFile.Pair(5, "g", "h")), 0),
                new StsFile("b", List.of(new StsFile.Pair(1.5, "a", "b"), new StsFile.Pair(2, "e", "f")), 1));
        year("a", "g\th\n", "");
        assertThatThrownBy(() -> SemEvalFolder.read(folder.resolve("sts"))).hasMessageContaining("no more scores");
        year("a", "g\th\n", "1\n2\n");
        assertThatThrownBy(() -> SemEvalFolder.read(folder.resolve("sts"))).hasMessageContaining("has no pair");
        year("a", "g h\n", "1\n");
        assertThatThrownBy(() -> SemEvalFolder.read(folder.resolve("sts"))).hasMessageContaining("two sentences");
        Files.delete(folder.resolve("sts/STS.gs.b.txt"));
        year("a", "g\th\n", "1\n");
        assertThatThrownBy(() -> SemEvalFolder.read(folder.resolve("sts"))).hasMessageContaining("put STS.gs.b.txt there");
    }

    @Test
    void findsAllThatAFolderHolds() throws IOException {
        year("a", "g\th\nh\tg\n", "5\n1\n");
        file("stsb/sts-train.tsv", "score\tsentence1\tsentence2\n1\ta\tb\n");
        file("stsb/sts-dev.tsv", "score\tsentence1\tsentence2\n1\ta\tb\n");
        file("stsb/sts-test.tsv", "score\tsentence1\tsentence2\n1\ta\tb\n");
        file("SICK_test_annotated.txt", "pair_ID\tsentence_A\tsentence_B\trelatedness_score\tentailment_judgment\n1\ta\tb\t3.3\tNEUTRAL\n");
        file("cls/trec-train.tsv", "A:x\ttext one\nB:y\ttext two\n");
        file("cls/trec-test.tsv", "A:x\ttext one\nB:y\ttext two\n");
        file("cls/news.tsv", "group\tid\tsubject\tbody\na\t1\ts\tb\nb\t1\ts\tb\nc\t1\ts\tb\n");
        file("nli.tsv", "label\tpremise\thypothesis\nneutral\ta\tb\n");
        file("words.tsv", "love\tsex\t6.77\ntiger\tcat\t7.35\n");
        file("questions.txt", ": capitals\na b c d\n");
        file("beir/corpus.jsonl", "{\"_id\": \"1\", \"text\": \"a\"}\n");
        file("beir/queries.jsonl", "{\"_id\": \"1\", \"text\": \"a\"}\n");
        file("beir/qrels/test.tsv", "1\t1\t1\n");
        file("README.md", "nothing\n");
        file("plain.txt", "nothing\nhere\n");
        DataFolder found = DataFolder.read(folder, new DataFolder.Settings(FOLDS, true, 2, 1, null, null));
        List<String> tasks = new ArrayList<>();
        found.tasks().forEach(task -> tasks.add(task.kind() + " " + task.name()));
        assertThat(tasks).containsExactlyInAnyOrder(
                "STS sts", "STS sts-test", "STS SICK_test_annotated", "TRANSFER trec", "TRANSFER news", "CLUSTER news", "NLI nli",
                "RETRIEVAL beir");
        assertThat(found.words().stream().map(path -> path.getFileName().toString())).containsExactlyInAnyOrder("words.tsv", "questions.txt");
        TransferTask trec = (TransferTask) found.tasks().stream().filter(task -> task.name().equals("trec")).findFirst().orElseThrow();
        assertThat(trec.train().labels()).containsExactly("A", "B");
        assertThat(trec.test()).isNotNull();
    }
}
