package io.isotropy.nlp.word2vec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.isotropy.kernels.Backends;
import io.isotropy.kernels.PhiloxBlock;
import io.isotropy.nlp.corpus.Corpus;
import io.isotropy.nlp.corpus.EncodedCorpus;
import io.isotropy.nlp.corpus.Tokenizer;
import io.isotropy.nlp.corpus.Vocabulary;
import io.isotropy.nlp.folder.ModelFolder;
import io.isotropy.nlp.text.TextFileException;
import io.isotropy.nlp.word.WordFolder;
import io.isotropy.nlp.word.WordModel;
import io.isotropy.nlp.word.WordVectors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class Word2VecTest {

    /** Four topics of 20 words; a text has words of one topic, among words of none. */
    private static final Corpus CORPUS = corpus(3000);

    private static final Word2VecConfig SKIP_GRAM = Word2VecConfig.SKIP_GRAM.withDimension(20).withWords(1, 0).withEpochs(8);
    private static final Word2VecConfig CBOW = Word2VecConfig.CBOW.withDimension(20).withWords(1, 0).withEpochs(8);

    @TempDir
    Path folder;

    private static Corpus corpus(int texts) {
        SplittableRandom random = new SplittableRandom(1);
        List<String> all = new ArrayList<>();
        for (int i = 0; i < texts; i++) {
            StringBuilder text = new StringBuilder();
            int topic = random.nextInt(4);
            for (int w = 0; w < 30; w++) {
                text.append(random.nextInt(4) == 0 ? "common" + random.nextInt(5) : "t" + topic + "w" + random.nextInt(20)).append(' ');
            }
            all.add(text.toString());
        }
        return Corpus.of(all);
    }

    private static WordModel train(Word2VecConfig config, int threads) throws IOException {
        return Word2Vec.train(CORPUS, Tokenizer.whitespace(), config, Backends.preferred(), threads, TrainingProgress.Listener.NONE);
    }

    @Test
    void wordsOfOneTopicGetVectorsOfOneDirection() throws IOException {
        for (Word2VecConfig config : List.of(SKIP_GRAM, CBOW, SKIP_GRAM.withHierarchicalSoftmax(), CBOW.withHierarchicalSoftmax())) {
            List<Double> losses = new ArrayList<>();
            try (WordModel model = Word2Vec.train(
                    CORPUS, Tokenizer.whitespace(), config, Backends.preferred(), 2, progress -> losses.add(progress.loss()))) {
                WordVectors vectors = model.vectors();
                assertThat(vectors.size()).isEqualTo(85);
                assertThat(vectors.dimension()).isEqualTo(20);
                for (int topic = 0; topic < 4; topic++) {
                    String start = "t" + topic + "w";
                    assertThat(vectors.nearest(start + "3", 10)).as("%s", config)
                            .allMatch(neighbour -> neighbour.word().startsWith(start));
                }
                assertThat(losses).isNotEmpty();
            }
        }
    }

    @Test
    void oneSeedGivesOneResultWithAnyNumberOfThreads() throws IOException {
        Word2VecConfig config = SKIP_GRAM.withEpochs(2).withWords(1, 1e-2);
        float[] once;
        try (WordModel model = train(config, 1)) {
            once = model.vectors().matrix().toArray();
        }
        for (int threads = 1; threads <= 3; threads++) {
            try (WordModel model = train(config.withDeterminism(config.seed()), threads)) {
                assertThat(model.vectors().matrix().toArray()).as(threads + " threads").containsExactly(once);
            }
        }
        try (WordModel model = train(config.withDeterminism(99), 2)) {
            assertThat(model.vectors().matrix().toArray()).isNotEqualTo(once);
        }
    }

    @Test
    void aFolderKeepsWordsVectorsCountsAndSettings() throws IOException {
        try (WordModel model = train(CBOW.withEpochs(1), 1)) {
            WordFolder.save(model, folder);
            try (WordModel again = (WordModel) ModelFolder.load(folder)) {
                assertThat(again.name()).isEqualTo("word2vec");
                assertThat(again.vectors().words()).isEqualTo(model.vectors().words());
                assertThat(again.vectors().matrix().toArray()).containsExactly(model.vectors().matrix().toArray());
                assertThat(again.embed("t1w1 common1")).containsExactly(model.embed("t1w1 common1"));
                assertThat(again.config()).containsKey("ns_exponent").containsKey("alpha");
            }
            assertThat(Files.readString(folder.resolve("isotropy.json"))).contains("\"word2vec\"");
        }
    }

    @Test
    void whatCannotBeTrainedIsRefusedWithItsReason() {
        assertThatThrownBy(() -> Word2Vec.train(Corpus.of(List.of()), Tokenizer.words(), CBOW, Backends.preferred(), 1,
                TrainingProgress.Listener.NONE)).isInstanceOf(TextFileException.class);
        assertThatThrownBy(() -> Word2Vec.train(Corpus.of(List.of("some rare words")), Tokenizer.words(), Word2VecConfig.CBOW,
                Backends.preferred(), 1, TrainingProgress.Listener.NONE)).isInstanceOf(TextFileException.class);
        assertThatThrownBy(() -> VectorTable.requireRoom("[word2vec] 10,000,000 words", 20_000_000, 100_000))
                .hasMessageContaining("min-count");
        long rows = Math.min(Integer.MAX_VALUE / 8L, Runtime.getRuntime().maxMemory() / 32 + 1);
        if (rows * 40 > Runtime.getRuntime().maxMemory()) {
            assertThatThrownBy(() -> VectorTable.requireRoom("[word2vec] many words", rows, 8)).hasMessageContaining("-Xmx");
        }
        assertThatIllegalArgumentException().isThrownBy(() -> CBOW.withDimension(0)).withMessageContaining("the dimension must be 1");
        assertThatIllegalArgumentException().isThrownBy(() -> CBOW.withEpochs(0)).withMessageContaining("epochs");
    }

    @Test
    void noiseComesInProportionToThePowersOfCounts() {
        Vocabulary vocabulary = Vocabulary.of(Map.of("a", 1000L, "b", 100L, "c", 10L, "d", 1L), Vocabulary.Limits.NONE);
        NoiseTable noise = NoiseTable.of(vocabulary.counts(), 0.75);
        int[] drawn = new int[4];
        int draws = 400_000;
        int[] block = new int[4];
        for (int i = 0; i < draws; i++) {
            PhiloxBlock.fill(7, 0, i, block);
            drawn[noise.word(block[0])]++;
        }
        double sum = 0;
        for (int i = 0; i < 4; i++) {
            sum += Math.pow((double) vocabulary.count(i), 0.75);
        }
        for (int i = 0; i < 4; i++) {
            double p = Math.pow((double) vocabulary.count(i), 0.75) / sum;
            assertThat((double) drawn[i] / draws).isCloseTo(p, within(5 * Math.sqrt(p * (1 - p) / draws)));
        }
    }

    @Test
    void drawnNoiseIsOfFewWordsAsOftenAsTheyWereDrawn() {
        long[] counts = new long[2000];
        Arrays.setAll(counts, i -> i == 0 ? 4000 : 1); // word 0 has two thirds
        NoiseTable noise = NoiseTable.of(counts, 1);
        assertThat(NoiseDraw.of(noise, 2000, 7, 0)).isSameAs(noise);
        NoiseDraw few = (NoiseDraw) NoiseDraw.of(noise, 300, 7, 0);
        Set<Integer> words = new HashSet<>();
        int first = 0;
        for (int i = 0; i < 30_000; i++) {
            int word = few.word(i * 143_165, 0); // 2³² / 30,000: all places alike
            words.add(word);
            first += word == 0 ? 1 : 0;
        }
        for (int place = 0; place < 300; place++) { // five words on, round the end
            assertThat(few.word(middle(place), 5)).isEqualTo(few.word(middle((place + 5) % 300), 0));
        }
        assertThat(words).hasSizeBetween(50, 150);
        assertThat(first / 30_000.0).isCloseTo(2.0 / 3, within(5 * Math.sqrt(2.0 / 9 / 300)));
    }

    /** The random number in the middle of those that fall on one of 300 places. */
    private static int middle(int place) {
        return (int) ((2L * place + 1) * (1L << 31) / 300);
    }

    @Test
    void aTextGoneThroughAgainKeepsItsFrequentWordsTheShareOfTimesThatItShould() {
        long[] counts = {3_200, 200, 200, 200, 200};
        Subsampling subsampling = Subsampling.of(counts, 4_000, 0.05);
        double kept = Math.sqrt(0.05 / 0.8) + 0.05 / 0.8;
        TextSamples samples = new TextSamples(new TextSamples.Plan(
                7, subsampling, 5, NoiseTable.of(counts, 0.75), false, HuffmanTree.of(Vocabulary.ofOrdered(List.of("a"), new long[] {1}), 0)));
        int[] text = new int[101];
        text[100] = 1;
        samples.read(text, 0, text.length, 0, 0);
        int stayed = 0;
        int[] windows = new int[6];
        for (int round = 0; round < 10; round++) {
            stayed += samples.size() - 1;
            assertThat(samples.word(samples.size() - 1)).isEqualTo(1); // a rare word always stays
            assertThat(samples.place(samples.size() - 1)).isEqualTo(100);
            windows[samples.window(samples.size() - 1, 5)]++;
            samples.again();
        }
        assertThat(stayed / 1000.0).isCloseTo(kept, within(0.02)); // at random 0.05 would be three deviations
        assertThat(windows).isEqualTo(new int[] {0, 2, 2, 2, 2, 2});
    }

    @Test
    void frequentWordsHaveShortPathsAndEachItsOwn() {
        // e and d join first, to 2 below 3 (c); then 5 with 8 (b); then 13 with 20 (a)
        Vocabulary vocabulary = Vocabulary.ofOrdered(List.of("a", "b", "c", "d", "e"), new long[] {20, 8, 3, 1, 1});
        HuffmanTree tree = HuffmanTree.of(vocabulary, 100);
        assertThat(path(tree, 0)).containsExactly(~103);
        assertThat(path(tree, 1)).containsExactly(103, ~102);
        assertThat(path(tree, 2)).containsExactly(103, 102, ~101);
        assertThat(path(tree, 3)).containsExactly(103, 102, 101, ~100);
        assertThat(path(tree, 4)).containsExactly(103, 102, 101, 100);
    }

    private static int[] path(HuffmanTree tree, int word) {
        int[] path = new int[tree.to(word) - tree.from(word)];
        for (int i = 0; i < path.length; i++) {
            path[i] = tree.target(tree.from(word) + i);
        }
        return path;
    }

    @Test
    void frequentWordsAreLeftOutAsOftenAsTheFormulaSays() throws IOException {
        try (EncodedCorpus corpus = EncodedCorpus.read(CORPUS, Tokenizer.whitespace(), Vocabulary.Limits.NONE, 0)) {
            Subsampling sampling = Subsampling.of(corpus.vocabulary().counts(), corpus.vocabulary().total(), 1e-3);
            double share = (double) corpus.vocabulary().count(0) / corpus.tokens();
            double expected = Math.sqrt(1e-3 / share) + 1e-3 / share;
            int kept = 0;
            int[] block = new int[4];
            for (int i = 0; i < 100_000; i++) {
                PhiloxBlock.fill(3, 0, i, block);
                kept += sampling.keeps(0, block[0]) ? 1 : 0;
            }
            assertThat(kept / 1e5).isCloseTo(expected, within(0.01));
            assertThat(Subsampling.of(corpus.vocabulary().counts(), corpus.vocabulary().total(), 0).keeps(0, -1)).isTrue();
        }
    }
}
