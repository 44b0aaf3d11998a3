package io.isotropy.nlp.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.isotropy.nlp.data.Example.LabelledPair;
import io.isotropy.nlp.data.Example.LabelledText;
import io.isotropy.nlp.data.Example.Pair;
import io.isotropy.nlp.data.Example.ScoredPair;
import io.isotropy.nlp.data.Example.Text;
import io.isotropy.nlp.data.Example.Triplet;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TrainingFileTest {

    @TempDir
    Path folder;

    private Path file(String name, String text) throws IOException {
        return Files.write(folder.resolve(name), name.endsWith(".gz") ? packed(text) : text.getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] packed(String text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a.txt", "a.txt.gz", "a.tsv", "a.tsv.gz", "a.jsonl", "a.jsonl.gz"})
    void readsTextsInEveryForm(String name) throws IOException {
        String text = name.contains("tsv")
                ? "id\ttext\n1\tone\n\n2\ttwo \"b\n"
                : name.contains("json") ? "{\"id\": 1, \"text\": \"one\"}\n\n{\"text\": \"two \\\"b\"}\n" : "one\n\n \r\ntwo \"b";
        assertThat(TrainingFile.texts(file(name, text)))
                .isEqualTo(new DataSet<>(name, List.of(new Text("one"), new Text("two \"b")), 0));
    }

    @Test
    void readsPairsAndTriplets() throws IOException {
        Path nli = file("nli.tsv", "source\tlabel\tpremise\thypothesis\nsnli\tneutral\tp\th\nsnli\t-\tp\th\nsnli\t1\tp2\th2\n");
        assertThat(TrainingFile.labelledPairs(nli, Labels.NLI))
                .isEqualTo(new DataSet<>("nli.tsv", List.of(new LabelledPair("p", "h", 2), new LabelledPair("p2", "h2", 1)), 1));
        assertThat(TrainingFile.pairs(nli).examples()).hasSize(3).contains(new Pair("p2", "h2"));
        Path triples = file("triples.jsonl", "{\"anchor\": \"a\", \"positive\": \"p\", \"hard_negative\": \"n\"}\n");
        assertThat(TrainingFile.triplets(triples).examples()).containsExactly(new Triplet("a", "p", "n"));
        Path scores = file("sts.tsv", "score\tsentence1\tsentence2\n2.5\ta\tb\n\tc\td\n");
        assertThat(TrainingFile.scoredPairs(scores, 5))
                .isEqualTo(new DataSet<>("sts.tsv", List.of(new ScoredPair("a", "b", 0.5)), 1));
        Path numbers = file("sts.jsonl", "{\"score\": 5, \"sentence1\": \"a\", \"sentence2\": \"b\"}\n");
        assertThat(TrainingFile.scoredPairs(numbers, 5).examples()).containsExactly(new ScoredPair("a", "b", 1));
    }

    @Test
    void findsTheLabelsOfAFile() throws IOException {
        Path file = file("c.tsv", "text\tlabel\nx\tsport\ny\tart\nz\tsport\n");
        Labels labels = TrainingFile.labels(file);
        assertThat(labels.names()).containsExactly("art", "sport");
        assertThat(TrainingFile.labelledTexts(file, labels).examples()).contains(new LabelledText("y", 0), new LabelledText("z", 1));
        assertThat(Labels.NLI.number("Entailment")).isEqualTo(1);
        assertThat(Labels.numbered(3).number("3")).isEqualTo(-1);
    }

    @Test
    void readsTablesWithoutAHeader() throws IOException {
        Path captions = file("captions.txt.gz", "a\tb\tc\n\nd\t\tf\n");
        assertThat(TrainingFile.texts(captions, ColumnChoice.withoutHeader(1, 2, 3)).examples())
                .extracting(Text::text).containsExactly("a", "b", "c", "d", "f");
        assertThat(TrainingFile.texts(captions, ColumnChoice.withoutHeader()).examples()).extracting(Text::text).containsExactly("a", "d");
        assertThat(TrainingFile.pairs(captions, ColumnChoice.withoutHeader(3, 1)).examples())
                .containsExactly(new Pair("c", "a"), new Pair("f", "d"));
        fails(() -> TrainingFile.triplets(captions, ColumnChoice.withoutHeader()), "captions.txt.gz line 3: the field positive is empty");
        Path scores = file("s.tsv", "first\tsecond\tmark\na\tb\t5\n");
        assertThat(TrainingFile.scoredPairs(scores, new ColumnChoice(true, List.of("mark", "1", "Second")), 5).examples())
                .containsExactly(new ScoredPair("a", "b", 1));
        Path json = file("s.jsonl", "{\"one\": \"a\", \"two\": \"b\"}\n");
        assertThat(TrainingFile.pairs(json, new ColumnChoice(true, List.of("two", "one"))).examples()).containsExactly(new Pair("b", "a"));
        fails(() -> TrainingFile.pairs(json, new ColumnChoice(true, List.of("two", "three"))), "s.jsonl line 1: must have a member three");
        assertThatThrownBy(() -> TrainingFile.pairs(json, new ColumnChoice(true, List.of("two"))))
                .hasMessage("[columns] there must be one for each of sentence1, sentence2: got 1");
    }

    @Test
    void findsTheClassesOfPairs() throws IOException {
        Path nli = file("n.tsv", "label\tpremise\thypothesis\nNeutral\ta\tb\n1\ta\tb\n");
        assertThat(TrainingFile.labelsOfPairs(List.of(nli), ColumnChoice.USUAL)).isEqualTo(Labels.NLI);
        Path more = file("m.tsv", "label\tpremise\thypothesis\nother\ta\tb\nneutral\ta\tb\n");
        assertThat(TrainingFile.labelsOfPairs(List.of(nli, more), ColumnChoice.USUAL).names()).containsExactly("1", "Neutral", "other");
        Path text = file("t.txt", "a");
        fails(() -> TrainingFile.labelsOfPairs(List.of(text), ColumnChoice.USUAL), "t.txt: must be a .tsv", "label, sentence1, sentence2");
    }

    @Test
    void readsDocuments() throws IOException {
        List<List<String>> documents = new ArrayList<>();
        TrainingFile.forEachDocument(file("w.txt", "\na\nb\n\n\nc"), documents::add);
        assertThat(documents).containsExactly(List.of("a", "b"), List.of("c"));
    }

    private void fails(ThrowingCallable reading, String... parts) {
        assertThatThrownBy(reading).isInstanceOf(IOException.class).message().contains(parts).doesNotContain("\n");
    }

    @Test
    void saysWhatIsWrongAndWhere() throws IOException {
        Path column = file("a.tsv", "label\tpremise\tb\n");
        fails(() -> TrainingFile.labelledPairs(column, Labels.NLI), "a.tsv line 1", "must name a column sentence2", "label, premise, b");
        Path label = file("b.tsv", "label\tpremise\thypothesis\nneutral\ta\tb\n3\ta\tb\n");
        fails(() -> TrainingFile.labelledPairs(label, Labels.NLI), "b.tsv line 3", "\"3\" is none of contradiction (0), entailment (1)");
        Path score = file("c.tsv", "score\tsentence1\tsentence2\n5.5\ta\tb\n");
        fails(() -> TrainingFile.scoredPairs(score, 5), "c.tsv line 2", "from 0 to 5.0, got 5.5");
        Path word = file("d.tsv", "score\tsentence1\tsentence2\nNaN\ta\tb\n");
        fails(() -> TrainingFile.scoredPairs(word, 5), "d.tsv line 2", "got NaN");
        Path few = file("e.tsv", "anchor\tpositive\tnegative\na\tb\n");
        fails(() -> TrainingFile.triplets(few), "e.tsv line 2: has 2 fields, the column negative is number 3");
        Path blank = file("f.tsv", "anchor\tpositive\tnegative\na\t \tc\n");
        fails(() -> TrainingFile.triplets(blank), "f.tsv line 2: the field positive is empty");
        Path member = file("g.jsonl", "{\"anchor\": \"a\", \"positive\": \"p\"}\n");
        fails(() -> TrainingFile.triplets(member), "g.jsonl line 1: must have a member negative", "anchor, positive");
        Path json = file("h.jsonl", "{\"text\": \"a\"}\n{\"text\"\n");
        fails(() -> TrainingFile.texts(json), "h.jsonl line 2: not valid JSON", "must be an object such as");
        Path lines = file("i.txt", "a\tb\tc\n");
        fails(() -> TrainingFile.triplets(lines), "i.txt: must be a .tsv with a header or a .jsonl", "anchor, positive, negative");
    }

    @Test
    void refusesFilesWithoutExamples() throws IOException {
        Path empty = file("a.txt", "");
        fails(() -> TrainingFile.texts(empty), "a.txt: holds no example to train on");
        Path header = file("b.tsv", "score\tsentence1\tsentence2\n\ta\tb\n");
        fails(() -> TrainingFile.scoredPairs(header, 5), "b.tsv: holds no example to train on; 1 rows are blank");
        Path nothing = file("c.tsv", "");
        fails(() -> TrainingFile.triplets(nothing), "c.tsv: holds no example");
        fails(() -> TrainingFile.texts(folder.resolve("missing.txt")), "missing.txt: no such file");
        fails(() -> TrainingFile.texts(folder), "is a folder");
    }

    @Test
    void saysThatGzipDataAreDamaged() throws IOException {
        byte[] whole = packed("line\n".repeat(50_000));
        Path cut = Files.write(folder.resolve("cut.txt.gz"), Arrays.copyOf(whole, whole.length / 2));
        fails(() -> TrainingFile.texts(cut), "cut.txt.gz line ", "packed data is damaged or cut short");
        Path head = Files.write(folder.resolve("head.txt.gz"), Arrays.copyOf(whole, 5));
        fails(() -> TrainingFile.texts(head), "head.txt.gz: its packed data is damaged or cut short");
    }
}
