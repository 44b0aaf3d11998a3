package io.isotropy.nlp.fasttext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.isotropy.kernels.Backend;
import io.isotropy.kernels.Backends;
import io.isotropy.nlp.corpus.Corpus;
import io.isotropy.nlp.corpus.Tokenizer;
import io.isotropy.nlp.fasttext.FastTextConfig.Loss;
import io.isotropy.nlp.text.TextFileException;
import io.isotropy.nlp.word2vec.NoiseTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TrainingTest {

    private static final Backend BACKEND = Backends.preferred();
    private static final FastTextConfig SMALL =
            FastTextConfig.SKIPGRAM.withDimension(20).withCounts(1, 0).withNGrams(2, 4, 1, 5000).withEpochs(3);

    @TempDir
    Path folder;

    /** Sentences of two kinds, whose words never meet. */
    private static Corpus twoKinds() {
        String[][] kinds = {
            {"kitten", "puppy", "lion", "zebra", "rabbit", "camel", "otter", "badger"},
            {"copper", "silver", "nickel", "cobalt", "zinc", "lithium", "carbon", "sulfur"}
        };
        RandomInts random = new RandomInts(7, 0);
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < 400; i++) {
            StringBuilder text = new StringBuilder();
            for (int word = 0; word < 8; word++) {
                text.append(kinds[i % 2][random.below(8)]).append(' ');
            }
            texts.add(text.toString());
        }
        return Corpus.of(texts);
    }

    private static double cosine(float[] x, float[] y) {
        double product = 0;
        double xs = 0;
        double ys = 0;
        for (int i = 0; i < x.length; i++) {
            product += x[i] * y[i];
            xs += x[i] * x[i];
            ys += y[i] * y[i];
        }
        return product / Math.sqrt(xs * ys);
    }

    @ParameterizedTest
    @CsvSource({"SKIPGRAM,NEGATIVE_SAMPLING", "SKIPGRAM,HIERARCHICAL_SOFTMAX", "CBOW,NEGATIVE_SAMPLING", "CBOW,HIERARCHICAL_SOFTMAX"})
    void wordsOfAKindComeTogether(FastTextConfig.Architecture architecture, Loss loss) throws IOException {
        FastTextConfig config = new FastTextConfig(architecture, loss, 20, 5, 8, 1, 5, 1, 5000, 2, 4, 0);
        List<Double> losses = new ArrayList<>();
        TrainingPlan plan = new TrainingPlan(0.1, Integer.MAX_VALUE, 2, false, 1, (_, _, mean) -> losses.add(mean));
        try (FastText model = FastText.train(twoKinds(), Tokenizer.words(), config, plan, BACKEND)) {
            assertThat(losses.getLast()).isLessThan(losses.getFirst());
            double within = cosine(model.vector("kitten"), model.vector("zebra")) + cosine(model.vector("silver"), model.vector("zinc"));
            double across = cosine(model.vector("kitten"), model.vector("zinc")) + cosine(model.vector("silver"), model.vector("zebra"));
            assertThat(within).isGreaterThan(across + 0.5);
            assertThat(cosine(model.vector("kittens"), model.vector("kitten"))).isGreaterThan(0.7);
            assertThat(model.dictionary().words()).contains("</s>").hasSize(17);
            model.save(folder.resolve("m.bin"));
            try (FastText read = FastText.load(folder.resolve("m.bin"), BACKEND)) {
                assertThat(read.config()).isEqualTo(config);
                assertThat(read.vector("otters")).isEqualTo(model.vector("otters"));
            }
        }
    }

    private byte[] trained(int threads) throws IOException {
        TrainingPlan plan = TrainingPlan.of(0.05, threads, true, 3);
        Path file = folder.resolve("deterministic.bin");
        try (FastText model = FastText.train(twoKinds(), Tokenizer.words(), SMALL, plan, BACKEND)) {
            model.save(file);
        }
        return Files.readAllBytes(file);
    }

    @Test
    void deterministicTrainingIsTheSameWithAnyThreads() throws IOException {
        byte[] first = trained(1);
        assertThat(trained(3)).isEqualTo(first);
        assertThat(trained(1)).isEqualTo(first);
    }

    @ParameterizedTest
    @CsvSource({"SOFTMAX", "HIERARCHICAL_SOFTMAX", "NEGATIVE_SAMPLING", "ONE_VS_ALL"})
    void labelsAreLearned(Loss loss) throws IOException {
        List<String> lines = new ArrayList<>();
        RandomInts random = new RandomInts(3, 0);
        String[][] words = {{"sun", "rain", "cloud"}, {"goal", "match", "player"}, {"vote", "party", "law"}};
        for (int i = 0; i < 300; i++) {
            int label = random.below(3);
            lines.add("__label__" + label + " " + words[label][random.below(3)] + " the " + words[label][random.below(3)] + " again");
        }
        FastTextConfig config = FastTextConfig.SUPERVISED.withDimension(10).withLoss(loss).withNGrams(0, 0, 2, 1000).withEpochs(10);
        LabelledTexts texts = LabelledTexts.of(Corpus.of(lines));
        try (FastText model = FastText.trainClassifier(texts, Tokenizer.words(), config, TrainingPlan.of(0.5, 2, false, 1), BACKEND)) {
            ClassifierScores scores = model.test(texts, 1, 0);
            assertThat(scores.texts()).isEqualTo(300);
            assertThat(scores.precision()).isGreaterThan(0.99);
            assertThat(scores.recall()).isEqualTo(scores.precision());
            assertThat(model.predict("the rain", 1, 0).getFirst().label()).isEqualTo("__label__0");
            model.save(folder.resolve("classifier.bin"));
            try (FastText read = FastText.load(folder.resolve("classifier.bin"), BACKEND)) {
                assertThat(read.predict("law the vote", 3, 0)).isEqualTo(model.predict("law the vote", 3, 0));
            }
        }
    }

    @Test
    void noiseIsDrawnByTheRootsOfCounts() {
        long[] counts = {900, 400, 100, 1, 0};
        NoiseTable noise = NoiseTable.of(counts, 0.5);
        RandomInts random = new RandomInts(5, 1);
        int[] drawn = new int[counts.length];
        for (int i = 0; i < 61_000; i++) {
            drawn[noise.word(random.next())]++;
        }
        assertThat((double) drawn[0]).isCloseTo(30_000, within(500.0));
        assertThat((double) drawn[1]).isCloseTo(20_000, within(500.0));
        assertThat((double) drawn[2]).isCloseTo(10_000, within(400.0));
        assertThat((double) drawn[3]).isCloseTo(1_000, within(150.0));
        assertThat(drawn[4]).isZero();
    }

    @Test
    void saysWhatIsWrong() {
        TrainingPlan plan = TrainingPlan.of(0.05, 1, true, 1);
        assertThatThrownBy(() -> FastText.train(Corpus.of(List.of()), Tokenizer.words(), SMALL, plan, BACKEND))
                .isInstanceOf(TextFileException.class).hasMessageContaining("holds no word");
        assertThatThrownBy(() -> FastText.train(Corpus.of(List.of("a", "b")), Tokenizer.words(), SMALL.withCounts(2, 0), plan, BACKEND))
                .isInstanceOf(TextFileException.class).hasMessageContaining("has no word that comes 2 times or more");
        assertThatThrownBy(() -> FastText.train(
                        twoKinds(), Tokenizer.words(), SMALL.withDimension(2000).withNGrams(3, 6, 1, 2_000_000), plan, BACKEND))
                .isInstanceOf(TextFileException.class).hasMessageContaining("does not fit the memory");
        assertThatThrownBy(() -> FastText.train(twoKinds(), Tokenizer.words(), FastTextConfig.SUPERVISED, plan, BACKEND))
                .hasMessageContaining("vectors are trained as skip-gram or CBOW");
        assertThatThrownBy(() -> SMALL.withNGrams(6, 3, 1, 1000))
                .hasMessage("[fastText] the shortest n-grams (--minn) must not be longer than the longest (--maxn), which is 0 for none: got 6 and 3");
        assertThatThrownBy(() -> SMALL.withNGrams(3, 6, 1, 0)).hasMessageContaining("n-grams need a number of buckets");
        assertThatThrownBy(() -> TrainingPlan.of(0, 1, true, 1)).hasMessageContaining("the learning rate must be above 0");
    }
}
