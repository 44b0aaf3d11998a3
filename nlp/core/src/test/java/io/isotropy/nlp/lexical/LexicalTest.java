package io.isotropy.nlp.lexical;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.isotropy.nlp.EmbeddingModel;
import io.isotropy.nlp.corpus.Corpus;
import io.isotropy.nlp.corpus.Tokenizer;
import io.isotropy.nlp.corpus.Vocabulary.Limits;
import io.isotropy.nlp.lexical.Weighting.Bm25;
import io.isotropy.nlp.lexical.Weighting.TfIdf;
import io.isotropy.nlp.lexical.Weighting.TfIdf.Formula;
import io.isotropy.tensor.linalg.Matrix;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Figures of scikit-learn 1.9 and gensim 4.2 for the same texts. */
class LexicalTest {

    private static final List<String> TEXTS = List.of(
            "the cat sat on the mat",
            "the dog sat on the log",
            "cats and dogs are animals",
            "the quick brown fox jumps over the lazy dog",
            "a mat is not a log and the cat is not the dog");
    private static final Corpus CORPUS = Corpus.of(TEXTS);
    private static final String QUERY = "the cat and the dog";

    @TempDir
    Path folder;

    private static TermModel model(String tokenizer, Weighting weighting) throws IOException {
        return TermModel.train(CORPUS, new TermModel.Config(Tokenizer.byName(tokenizer), Limits.NONE, weighting));
    }

    private static Map<String, Double> byTerm(TermModel model, SparseVector vector) {
        Map<String, Double> weights = new TreeMap<>();
        for (int i = 0; i < vector.size(); i++) {
            weights.put(model.vocabulary().word(vector.indices()[i]), vector.values()[i]);
        }
        return weights;
    }

    private static Map<String, Double> weights(String pairs) {
        Map<String, Double> weights = new TreeMap<>();
        for (String pair : pairs.split(" ")) {
            weights.put(pair.split("=")[0].replace('_', ' '), Double.valueOf(pair.split("=")[1]));
        }
        return weights;
    }

    private static void assertClose(Map<String, Double> actual, Map<String, Double> expected) {
        assertThat(actual.keySet()).isEqualTo(expected.keySet());
        expected.forEach((term, weight) -> assertThat(actual.get(term)).as(term).isCloseTo(weight, within(1e-8)));
    }

    static Stream<Arguments> tfIdf() {
        return Stream.of(
                Arguments.of("words", new TfIdf(Formula.SKLEARN, false), "and=0.464261798 cat=0.464261798 dog=0.385379231 the=0.648386316"),
                Arguments.of("words", new TfIdf(Formula.SKLEARN_UNSMOOTHED, false),
                        "and=0.485000840 cat=0.485000840 dog=0.382380233 the=0.619139507"),
                Arguments.of("words", new TfIdf(Formula.SKLEARN, true), "and=0.494653602 cat=0.494653602 dog=0.410607173 the=0.584839617"),
                Arguments.of("words:1-2", new TfIdf(Formula.SKLEARN, false), "and=0.349731007 and_the=0.433482568 cat=0.349731007"
                        + " dog=0.290308328 the=0.488433035 the_cat=0.349731007 the_dog=0.349731007"),
                Arguments.of("words", new TfIdf(Formula.GENSIM, false), "and=0.626467029 cat=0.626467029 dog=0.349250952 the=0.305126032"));
    }

    @ParameterizedTest
    @MethodSource("tfIdf")
    void tfIdfIsTheirs(String tokenizer, TfIdf weighting, String expected) throws IOException {
        TermModel model = model(tokenizer, weighting);
        assertClose(byTerm(model, model.vector(QUERY)), weights(expected));
    }

    @Test
    void plainTfIdfByHand() throws IOException {
        TermModel model = model("words", new TfIdf(Formula.PLAIN, false));
        // "cat" is in 2 of 5 texts and 1 of 5 words; "the" in 4 texts and 2 of 5 words.
        Map<String, Double> weights = byTerm(model, model.vector(QUERY));
        assertThat(weights.get("cat")).isCloseTo(Math.log(5 / 2.0) / 5, within(1e-15));
        assertThat(weights.get("the")).isCloseTo(Math.log(5 / 4.0) * 2 / 5, within(1e-15));
    }

    @Test
    void bagsAndOneHots() throws IOException {
        TermModel counts = model("words", new Weighting.Counts());
        assertClose(byTerm(counts, counts.vector("the cat sees the cat")), weights("cat=2 the=2"));
        TermModel binary = model("words", new Weighting.Binary());
        assertClose(byTerm(binary, binary.vector("the cat sees the cat")), weights("cat=1 the=1"));
        SparseRows rows = binary.oneHot("the unknown cat");
        assertThat(rows.rows()).isEqualTo(2);
        assertThat(rows.row(1)).usingRecursiveComparison()
                .isEqualTo(new SparseVector(new int[] {binary.vocabulary().id("cat")}, new double[] {1}));
        assertThat(binary.vector("nothing known").size()).isZero();
    }

    @Test
    void bm25ByHand() throws IOException {
        // "mat" and "the" in the first text: 6 terms; 39 terms in 5 texts.
        double saturation = 1.2 * (1 - 0.75 + 0.75 * 6 / (39 / 5.0));
        TermModel lucene = model("words", Bm25.DEFAULT);
        assertThat(lucene.statistics().averageLength()).isEqualTo(39 / 5.0);
        assertThat(byTerm(lucene, lucene.vector(TEXTS.get(0))).get("mat"))
                .isCloseTo(Math.log(1 + 3.5 / 2.5) / (1 + saturation), within(1e-12));
        assertThat(byTerm(lucene, lucene.vector(TEXTS.get(0))).get("the"))
                .isCloseTo(Math.log(1 + 1.5 / 4.5) * 2 / (2 + saturation), within(1e-12));
        TermModel atire = model("words", new Bm25(Bm25.Variant.ATIRE, 1.2, 0.75));
        assertThat(byTerm(atire, atire.vector(TEXTS.get(0))).get("mat")).isCloseTo(Math.log(5 / 2.0) * 2.2 / (1 + saturation), within(1e-12));
        TermModel okapi = model("words", new Bm25(Bm25.Variant.OKAPI, 1.2, 0.75));
        double average = 0;
        for (int n : okapi.statistics().textFrequencies()) {
            average += Math.log((5 - n + .5) / (n + .5)) / okapi.dimension();
        }
        assertThat(byTerm(okapi, okapi.vector(TEXTS.get(0))).get("the"))
                .isCloseTo(average / 4 * 2 * 2.2 / (2 + saturation), within(1e-12));
        // Only the fifth text has all of the words.
        double[] scores = TEXTS.stream().mapToDouble(text -> lucene.queryVector("mat log cat").dot(lucene.vector(text))).toArray();
        assertThat(Arrays.stream(scores).max().orElseThrow()).isEqualTo(scores[4]);
        assertThat(scores[2]).isZero();
    }

    @Test
    void hashesAsScikitLearn() {
        HashingModel small = new HashingModel(Tokenizer.words(), 64, true);
        SparseVector vector = small.vector(QUERY);
        assertThat(vector.indices()).containsExactly(30, 37, 39, 45);
        assertThat(vector.values()).usingComparatorWithPrecision(1e-8).containsExactly(-0.755928946, -0.377964473, 0.377964473, -0.377964473);
        SparseVector large = new HashingModel(Tokenizer.words(), 1 << 20, true).vector("żółć naïve 中国 a abcdefgh");
        assertThat(large.indices()).containsExactly(284693, 354738, 422259, 558549, 904388);
        assertThat(large.values()[0]).isNegative();
        assertThat(large.values()[1]).isPositive();
        assertThat(HashingModel.murmur(new byte[0])).isZero();
    }

    @Test
    void lsaIsTheirs() throws IOException {
        Lsa lsa = Lsa.train(CORPUS, model("words", TfIdf.DEFAULT), 3, 1);
        assertThat(lsa.singularValues()).usingComparatorWithPrecision(1e-8).containsExactly(1.43803451, 1.01030901, 0.92188447);
        double[] expected = {0.65849606, 0.1537713, 0.02074251};
        double[] first = {0.84120712, -0.06514817, -0.19887168};
        double[] query = lsa.vector(QUERY);
        double[] text = lsa.vector(TEXTS.get(0));
        for (int i = 0; i < 3; i++) {
            double sign = Math.signum(query[i] * expected[i]);
            assertThat(sign * query[i]).isCloseTo(expected[i], within(1e-7));
            assertThat(sign * text[i]).isCloseTo(first[i], within(1e-7));
        }
        assertThatThrownBy(() -> Lsa.train(CORPUS, model("words", TfIdf.DEFAULT), 6, 1))
                .hasMessageContaining("has 5 texts and 21 terms, so that an LSA of 1 to 5 dimensions can be made: got 6");
    }

    @Test
    void sparseArithmeticIsDense() {
        Random random = new Random(5);
        List<SparseVector> rows = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            int[] indices = random.ints(0, 30).distinct().limit(random.nextInt(12)).sorted().toArray();
            rows.add(new SparseVector(indices, random.doubles(indices.length, -1, 1).toArray()));
        }
        SparseRows sparse = SparseRows.of(rows, 30);
        Matrix dense = sparse.times(Matrix.identity(30));
        for (int i = 0; i < 20; i++) {
            for (int j = 0; j < 20; j++) {
                double dot = 0;
                double squares = 0;
                for (int k = 0; k < 30; k++) {
                    dot += dense.at(i, k) * dense.at(j, k);
                    squares += Math.pow(dense.at(i, k) - dense.at(j, k), 2);
                }
                assertThat(rows.get(i).dot(rows.get(j))).isCloseTo(dot, within(1e-14));
                assertThat(rows.get(i).distance(rows.get(j))).isCloseTo(Math.sqrt(squares), within(1e-14));
            }
        }
        assertThat(sparse.transposedTimes(Matrix.identity(20)).values()).isEqualTo(dense.transposed().values());
        assertThat(rows.get(0).cosine(SparseVector.ZERO)).isZero();
        assertThatThrownBy(() -> SparseRows.of(rows, 10)).hasMessageContaining("the matrix has 10 columns");
        assertThatThrownBy(() -> new SparseVector(new int[] {2, 2}, new double[2])).hasMessageContaining("must rise");
    }

    @Test
    void foldersRoundTrip() throws IOException {
        TermModel terms = model("words:1-2", Bm25.DEFAULT);
        LexicalFolder.save(terms, folder.resolve("bm25"));
        Lsa lsa = Lsa.train(CORPUS, model("words", TfIdf.DEFAULT), 4, 1);
        LexicalFolder.save(lsa, folder.resolve("lsa"));
        HashingModel hashing = new HashingModel(Tokenizer.byName("characters-2-3"), 128, true);
        LexicalFolder.save(hashing, folder.resolve("hashing"));
        for (EmbeddingModel model : List.of(terms, lsa, hashing)) {
            EmbeddingModel loaded = LexicalFolder.load(folder.resolve(model == terms ? "bm25" : model == lsa ? "lsa" : "hashing"));
            assertThat(loaded.name()).isEqualTo(model.name());
            assertThat(loaded.dimension()).isEqualTo(model.dimension());
            for (String text : List.of(QUERY, "", TEXTS.get(3))) {
                assertThat(loaded.embed(text)).isEqualTo(model.embed(text));
            }
        }
    }

    @Test
    void damagedFoldersSayWhere() throws IOException {
        LexicalFolder.save(model("words", TfIdf.DEFAULT), folder);
        Path terms = folder.resolve("terms.tsv");
        String good = Files.readString(terms);
        Files.writeString(terms, good + "word\t3\n");
        assertThatThrownBy(() -> LexicalFolder.load(folder)).hasMessageContaining("terms.tsv line 22: must be a term, its count");
        Files.writeString(terms, good + good);
        assertThatThrownBy(() -> LexicalFolder.load(folder)).hasMessageContaining("comes twice");
        Path settings = folder.resolve("isotropy.json");
        Files.writeString(settings, Files.readString(settings).replace("\"words\"", "\"wrods\""));
        assertThatThrownBy(() -> LexicalFolder.load(folder)).hasMessageContaining("isotropy.json").hasMessageContaining("\"wrods\" is none");
    }
}
