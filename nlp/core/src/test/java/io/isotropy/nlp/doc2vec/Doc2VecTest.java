package io.isotropy.nlp.doc2vec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.isotropy.kernels.Backends;
import io.isotropy.kernels.WordTraining.Composition;
import io.isotropy.nlp.ModelFolderException;
import io.isotropy.nlp.corpus.Corpus;
import io.isotropy.nlp.corpus.Tokenizer;
import io.isotropy.nlp.corpus.Vocabulary;
import io.isotropy.nlp.folder.ModelFolder;
import io.isotropy.nlp.text.TextFileException;
import io.isotropy.nlp.word2vec.TrainingProgress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class Doc2VecTest {

    private static final int TEXTS = 600;

    /** Text i has words of topic i mod 3, among words of none; the last has no known word. */
    private static final Corpus CORPUS = corpus();

    private static final Doc2VecConfig BAG = forFewWords(Doc2VecConfig.BAG_OF_WORDS, 5);
    private static final Doc2VecConfig MEMORY = forFewWords(Doc2VecConfig.DISTRIBUTED_MEMORY, 5);

    @TempDir
    Path folder;

    /** In a corpus of so few words all are frequent: none is left out. */
    private static Doc2VecConfig forFewWords(Doc2VecConfig usual, int window) {
        return new Doc2VecConfig(usual.architecture(), usual.trainWords(), usual.composition(), 16, window, Vocabulary.Limits.ofMinCount(2), 0, 5,
                false, 0.75, 0.05, 1e-4, 40, 1, false);
    }

    private static Corpus corpus() {
        SplittableRandom random = new SplittableRandom(2);
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < TEXTS; i++) {
            texts.add(text(random, i % 3));
        }
        texts.add("once");
        return Corpus.of(texts);
    }

    private static String text(SplittableRandom random, int topic) {
        StringBuilder text = new StringBuilder();
        for (int w = 0; w < 25; w++) {
            text.append(random.nextInt(4) == 0 ? "common" + random.nextInt(5) : "t" + topic + "w" + random.nextInt(40)).append(' ');
        }
        return text.toString();
    }

    private static Doc2Vec train(Doc2VecConfig config, int threads) throws IOException {
        return Doc2Vec.train(CORPUS, Tokenizer.whitespace(), config, Backends.preferred(), threads, TrainingProgress.Listener.NONE);
    }

    private static List<Doc2VecConfig> kinds() {
        return List.of(BAG, BAG.withTrainedWords(), BAG.withHierarchicalSoftmax(), MEMORY, MEMORY.withComposition(Composition.SUM),
                forFewWords(Doc2VecConfig.DISTRIBUTED_MEMORY, 1).withComposition(Composition.CONCATENATION));
    }

    @Test
    void vectorsTellTheTopicTrainedOrInferred() throws IOException {
        SplittableRandom random = new SplittableRandom(3);
        List<String> unseen = IntStream.range(0, 60).mapToObj(i -> text(random, i % 3)).toList();
        for (Doc2VecConfig config : kinds()) {
            try (Doc2Vec model = train(config, 2)) {
                float[] texts = model.texts().toArray();
                assertThat(texts).hasSize((TEXTS + 1) * 16);
                double[][] centers = centers(texts);
                List<float[]> trained = IntStream.range(0, TEXTS).mapToObj(i -> row(texts, i)).toList();
                assertThat(share(trained, centers)).as("trained, %s", config).isGreaterThan(0.75);
                assertThat(share(model.embed(unseen), centers)).as("inferred, %s", config).isGreaterThan(0.75);
                assertThat(row(texts, TEXTS)).as("a text without a known word").containsOnly(0);
                assertThat(model.embed("nothing known")).containsOnly(0).hasSize(16);
            }
        }
    }

    private static float[] row(float[] texts, int i) {
        return Arrays.copyOfRange(texts, i * 16, (i + 1) * 16);
    }

    /** The mean of each topic's vectors. */
    private static double[][] centers(float[] texts) {
        double[][] centers = new double[3][16];
        for (int i = 0; i < TEXTS; i++) {
            for (int c = 0; c < 16; c++) {
                centers[i % 3][c] += 3.0 * texts[i * 16 + c] / TEXTS;
            }
        }
        return centers;
    }

    /** Of vectors with topics 0, 1, 2, 0, … those that are closest to their topic's center. */
    private static double share(List<float[]> vectors, double[][] centers) {
        int right = 0;
        for (int i = 0; i < vectors.size(); i++) {
            double[] distances = new double[3];
            for (int topic = 0; topic < 3; topic++) {
                for (int c = 0; c < 16; c++) {
                    distances[topic] += Math.pow(vectors.get(i)[c] - centers[topic][c], 2);
                }
            }
            double least = Math.min(distances[0], Math.min(distances[1], distances[2]));
            right += distances[i % 3] == least ? 1 : 0;
        }
        return (double) right / vectors.size();
    }

    @Test
    void oneSeedGivesOneResultWithAnyNumberOfThreads() throws IOException {
        Doc2VecConfig config = MEMORY.with(16, 2, 2).withDeterminism(5);
        float[] once;
        try (Doc2Vec model = train(config, 1)) {
            once = model.texts().toArray();
        }
        try (Doc2Vec model = train(config, 3)) {
            assertThat(model.texts().toArray()).containsExactly(once);
        }
    }

    @Test
    void aLoadedModelInfersTheSameWhateverStandsBesideATextAndHowManyThreads() throws IOException {
        List<String> texts = List.of("t0w1 t0w2 common1", "", "t1w3 t1w9 t1w2 common2 common3");
        for (Doc2VecConfig config : kinds()) {
            Path own = folder.resolve("" + config.hashCode());
            try (Doc2Vec model = train(config.with(16, 2, 2), 1)) {
                List<float[]> vectors = model.embed(texts);
                Doc2VecFolder.save(model, own);
                try (Doc2Vec again = (Doc2Vec) ModelFolder.load(own)) {
                    assertThat(again.config()).isEqualTo(model.config());
                    assertThat(again.texts().toArray()).containsExactly(model.texts().toArray());
                    for (int i = 0; i < 3; i++) {
                        assertThat(again.embed(texts.get(i))).containsExactly(vectors.get(i));
                    }
                }
            }
        }
    }

    @Test
    void whatCannotBeTrainedOrLoadedIsRefusedWithItsReason() throws IOException {
        assertThatThrownBy(() -> Doc2Vec.train(Corpus.of(List.of("some rare words")), Tokenizer.words(), Doc2VecConfig.BAG_OF_WORDS,
                Backends.preferred(), 1, TrainingProgress.Listener.NONE)).isInstanceOf(TextFileException.class);
        assertThatIllegalArgumentException().isThrownBy(() -> BAG.with(0, 1, 1)).withMessageContaining("the dimension must be 1");
        try (Doc2Vec model = train(BAG.with(16, 2, 1), 1)) {
            Doc2VecFolder.save(model, folder);
            Path counts = folder.resolve("counts.tsv");
            List<String> lines = Files.readAllLines(counts);
            Files.write(counts, lines.subList(0, lines.size() - 1));
            assertThatThrownBy(() -> ModelFolder.load(folder)).isInstanceOf(ModelFolderException.class).hasMessageContaining("output");
        }
    }
}
