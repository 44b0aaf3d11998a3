package io.isotropy.nlp.word2vec;

import static org.assertj.core.api.Assertions.assertThat;

import io.isotropy.kernels.Backend;
import io.isotropy.kernels.Backends;
import io.isotropy.kernels.WordTraining.Composition;
import io.isotropy.nlp.corpus.EncodedCorpus;
import io.isotropy.nlp.corpus.Vocabulary;
import io.isotropy.nlp.word2vec.Word2VecConfig.Architecture;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Which rows a block has is seen by which rows of random tables change when it is trained with. */
class WindowSamplerTest {

    private static final Backend REFERENCE = Backends.reference();
    private static final int WORDS = 40;
    private static final int COLS = 3;

    /** @param targets rows of the output table that change; rows of inner nodes from WORDS on */
    private record Block(int groups, List<Integer> context, List<Integer> targets) {}

    private static Word2VecConfig config(Architecture architecture, int negatives) {
        Word2VecConfig config = Word2VecConfig.SKIP_GRAM;
        return new Word2VecConfig(architecture, COLS, 2, config.limits(), 0, negatives, true, true, false, 0.75, 1, 1, 1, 7, true);
    }

    private static Vocabulary vocabulary() {
        long[] counts = new long[WORDS];
        Arrays.setAll(counts, i -> 1000 - i);
        return Vocabulary.ofOrdered(IntStream.range(0, WORDS).mapToObj(i -> "w" + i).toList(), counts);
    }

    private static HuffmanTree tree() {
        return HuffmanTree.of(vocabulary(), WORDS);
    }

    /** The blocks of two texts, of five words and of one. */
    private static List<Block> blocks(Word2VecConfig config) {
        long[] counts = vocabulary().counts();
        TextSamples.Plan plan = new TextSamples.Plan(config.seed(), Subsampling.of(counts, vocabulary().total(), 0), config.negatives(),
                NoiseTable.of(counts, config.noiseExponent()), config.hierarchicalSoftmax(), tree());
        List<Block> seen = new ArrayList<>();
        Blocks blocks = new Blocks();
        new WindowSampler(config, plan).sample(new EncodedCorpus.Chunk(0, new int[] {3, 1, 4, 9, 5, 2}, new int[] {0, 5, 6}), 0, 0,
                new BlockTraining.Sink() {
                    @Override
                    public Blocks blocks() {
                        return blocks;
                    }

                    @Override
                    public void pass(int words) {
                        assertThat(blocks.size()).isEqualTo(1);
                        seen.add(observed(blocks));
                        blocks.clear();
                    }
                });
        return seen;
    }

    private static Block observed(Blocks blocks) {
        try (VectorTable input = VectorTable.random(REFERENCE, WORDS, COLS, 1, 0);
                VectorTable output = VectorTable.random(REFERENCE, 2 * WORDS - 1, COLS, 2, 0)) {
            float[][] before = {input.tensor(0, WORDS).toArray(), output.tensor(0, 2 * WORDS - 1).toArray()};
            new Blocks.Lists(REFERENCE).train(blocks, input, output, Composition.MEAN, false, 0, true, 1, null);
            return new Block(blocks.groups(), changed(before[0], input.tensor(0, WORDS).toArray()),
                    changed(before[1], output.tensor(0, 2 * WORDS - 1).toArray()));
        }
    }

    private static List<Integer> changed(float[] before, float[] after) {
        return IntStream.range(0, before.length / COLS)
                .filter(row -> !Arrays.equals(before, row * COLS, (row + 1) * COLS, after, row * COLS, (row + 1) * COLS))
                .boxed().toList();
    }

    private static List<Integer> path(int word) {
        HuffmanTree tree = tree();
        return IntStream.range(tree.from(word), tree.to(word)).map(tree::target).map(row -> row < 0 ? ~row : row).sorted().boxed().toList();
    }

    @Test
    void everyWordMeetsTheWordsAroundItAndItsPath() {
        int[] words = {3, 1, 4, 9, 5};
        List<List<Integer>> around = List.of(List.of(1, 4), List.of(3, 4, 9), List.of(1, 3, 5, 9), List.of(1, 4, 5), List.of(4, 9));
        List<Block> skipGram = blocks(config(Architecture.SKIP_GRAM, 0));
        List<Block> cbow = blocks(config(Architecture.CBOW, 0));
        assertThat(skipGram).as("a text of one word has no block").hasSize(5);
        assertThat(cbow).hasSize(5);
        for (int i = 0; i < 5; i++) {
            assertThat(skipGram.get(i)).isEqualTo(new Block(around.get(i).size(), around.get(i), path(words[i])));
            assertThat(cbow.get(i)).isEqualTo(new Block(1, around.get(i), path(words[i])));
        }
    }

    @Test
    void negativeSamplesComeOnTopAndAreSharedByTheWordsAround() {
        int[] words = {3, 1, 4, 9, 5};
        List<Block> blocks = blocks(config(Architecture.SKIP_GRAM, 4));
        assertThat(blocks(config(Architecture.SKIP_GRAM, 4))).as("of one seed").isEqualTo(blocks);
        List<List<Integer>> negatives = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            List<Integer> rows = new ArrayList<>(blocks.get(i).targets());
            assertThat(rows).containsAll(path(words[i])).contains(words[i]);
            rows.removeAll(path(words[i]));
            rows.remove((Integer) words[i]);
            assertThat(rows).hasSizeBetween(1, 4).allMatch(row -> row < WORDS);
            negatives.add(rows);
        }
        assertThat(Collections.frequency(negatives, negatives.getFirst())).as("each word has its own").isEqualTo(1);
    }
}
