package io.isotropy.nlp.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.isotropy.nlp.corpus.Corpus;
import io.isotropy.nlp.corpus.Tokenizer;
import io.isotropy.nlp.corpus.Vocabulary;
import io.isotropy.nlp.lexical.TermModel;
import io.isotropy.nlp.lexical.Weighting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RetrievalTest {

    private static final String CORPUS = """
            {"_id": "a", "title": "", "text": "wind"}
            {"_id": "b", "title": "wind", "text": "wind rain rain"}
            {"_id": "c", "text": "sun"}
            {"_id": 4, "text": "rain"}
            """;
    private static final String QUERIES = """
            {"_id": "q1", "text": "wind"}
            {"_id": "q2", "text": "sun"}
            {"_id": "q3", "text": "snow"}
            """;
    private static final String QRELS = "query-id\tcorpus-id\tscore\nq1\tb\t2\nq1\t4\t1\nq1\tgone\t1\nq2\tc\t1\nq3\tc\t0\nq9\ta\t1\n";

    @TempDir
    Path folder;

    private RetrievalData data(String corpus, String queries, String qrels) throws IOException {
        Files.writeString(folder.resolve("x-corpus.jsonl"), corpus);
        Files.writeString(folder.resolve("x-queries.jsonl"), queries);
        Files.writeString(folder.resolve("x-qrels.tsv"), qrels);
        return RetrievalData.read(folder);
    }

    /** By hand: relevant b (2) at rank 2, 4 (1) at rank 4, gone (1) not found. */
    @Test
    void figuresAreTrecEvals() {
        RankingFigures figures = RankingFigures.of(List.of("a", "b", "c", "4"), Map.of("b", 2, "4", 1, "gone", 1, "c", 0, "a", -1));
        double dcg = 2 / log2(3) + 1 / log2(5);
        assertThat(figures.ndcg()).isCloseTo(dcg / (2 / log2(2) + 1 / log2(3) + 1 / log2(4)), within(1e-12));
        assertThat(figures.reciprocalRank()).isEqualTo(0.5);
        assertThat(figures.averagePrecision()).isCloseTo((1 / 2.0 + 2 / 4.0) / 3, within(1e-12));
        assertThat(figures.recall()).containsExactly(0.0, 2 / 3.0, 2 / 3.0, 2 / 3.0);
    }

    @Test
    void cutsAtTen() {
        List<String> ranking = List.of("0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "x", "y");
        RankingFigures figures = RankingFigures.of(ranking, Map.of("x", 1, "y", 3));
        assertThat(figures.ndcg()).isZero();
        assertThat(figures.reciprocalRank()).isZero();
        assertThat(figures.averagePrecision()).isCloseTo((1 / 11.0 + 2 / 12.0) / 2, within(1e-12));
        assertThat(figures.recall()).containsExactly(0.0, 0.0, 0.0, 1.0);
        assertThatThrownBy(() -> RankingFigures.of(ranking, Map.of("x", 0))).hasMessageContaining("relevant document");
    }

    private static double log2(double x) {
        return Math.log(x) / Math.log(2);
    }

    @Test
    void readsFoldersAndCountsWhatIsLeftOut() throws IOException {
        RetrievalData data = data(CORPUS, QUERIES, QRELS);
        assertThat(data.documents()).containsEntry("b", "wind wind rain rain").containsEntry("4", "rain").hasSize(4);
        assertThat(data.queries()).containsOnlyKeys("q1", "q2");
        assertThat(data.withoutAnswer()).isEqualTo(1);
        assertThat(data.unknownQueries()).isEqualTo(1);
        assertThat(data.unknownDocuments()).isEqualTo(1);
        Files.createDirectories(folder.resolve("qrels"));
        Files.writeString(folder.resolve("qrels/test.tsv"), "q2 0 a 1\n");
        assertThat(RetrievalData.read(folder).queries()).containsOnlyKeys("q2");
    }

    @Test
    void dense() throws IOException {
        TaskResult result = new RetrievalTask(data(CORPUS, QUERIES, QRELS), null, null)
                .evaluate(new WordCountModel(List.of("wind", "rain", "sun")), TaskProgress.NONE);
        // q1: a with cosine 1, b with 1/√2, then c and 4 with 0, the larger id first. q2: c alone above 0.
        double q1 = (2 / log2(3) + 1 / log2(5)) / (2 + 1 / log2(3) + 0.5);
        assertThat(result.main()).isCloseTo((q1 + 1) / 2, within(1e-12));
        assertThat(result.scores()).containsEntry("mrr_at_10", 0.75).containsEntry("recall_at_1", 0.5);
        assertThat(result.items()).isNotNull();
        assertThat(result.remarks()).hasSize(3);
    }

    /** Only documents that share a word are ranked. */
    @Test
    void terms() throws IOException {
        TermModel model = TermModel.train(Corpus.of(List.of("wind", "wind rain", "sun", "rain")),
                new TermModel.Config(Tokenizer.asciiWhitespace(), Vocabulary.Limits.NONE, new Weighting.Counts()));
        TaskResult result = new RetrievalTask(data(CORPUS, QUERIES, QRELS), null, null).evaluate(model, TaskProgress.NONE);
        // q1: b counts wind twice, a once.
        double q1 = 2 / (2 + 1 / log2(3) + 0.5);
        assertThat(result.main()).isCloseTo((q1 + 1) / 2, within(1e-12));
        assertThat(result.scores()).containsEntry("mrr_at_10", 1.0).containsEntry("recall_at_100", (1 / 3.0 + 1) / 2);
    }

    @Test
    void saysWhatIsWrong() {
        assertThatThrownBy(() -> data(CORPUS + "{\"_id\": \"a\", \"text\": \"b\"}\n", QUERIES, QRELS)).hasMessageContaining("x-corpus.jsonl line 5")
                .hasMessageContaining("ids must be there once");
        assertThatThrownBy(() -> data(CORPUS, "{\"id\": \"a\"}\n", QRELS)).hasMessageContaining("x-queries.jsonl line 1");
        assertThatThrownBy(() -> data(CORPUS, "", QRELS)).hasMessageContaining("holds no text");
        assertThatThrownBy(() -> data(CORPUS, QUERIES, QRELS + "q1\tb\t1\n")).hasMessageContaining("x-qrels.tsv line 8").hasMessageContaining("second time");
        assertThatThrownBy(() -> data(CORPUS, QUERIES, "q1\tb\n")).hasMessageContaining("TREC's four columns");
        assertThatThrownBy(() -> data(CORPUS, QUERIES, "q3\tb\t0\n")).hasMessageContaining("none of the 3 queries");
    }
}
