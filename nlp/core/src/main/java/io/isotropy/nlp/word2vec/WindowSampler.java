package io.isotropy.nlp.word2vec;

import io.isotropy.kernels.PhiloxBlock;
import io.isotropy.nlp.corpus.EncodedCorpus;
import io.isotropy.nlp.word2vec.Word2VecConfig.Architecture;

/**
 * Makes a block for each word of a text: skip-gram's groups are the words around it, one by one, CBOW's group is all of them; the targets are
 * the word, negative samples and the path in the tree. So the words around share the negative samples, which the original draws for each of
 * them anew: as good by the figures of Ji et al. 2016, §4, and the reason why a block is a product of small matrices.
 *
 * <p>The random numbers of a word are those of its place in the corpus and the epoch.
 */
final class WindowSampler implements BlockTraining.Sampler {

    private final Word2VecConfig config;
    private final Shared shared;
    private final int blocksOfWord;
    private final int[] random = new int[4];
    /** Of the words that stay: ids, places in the corpus, and the first random numbers. */
    private int[] words = new int[1 << 10];

    private long[] places = new long[1 << 10];
    private int[] firsts = new int[4 << 10];

    /**
     * What the samplers of all threads look up.
     *
     * @param noise not looked at without negative samples
     * @param tree not looked at without hierarchical softmax
     */
    record Shared(Subsampling subsampling, NoiseTable noise, HuffmanTree tree) {}

    WindowSampler(Word2VecConfig config, Shared shared) {
        this.config = config;
        this.shared = shared;
        this.blocksOfWord = (2 + config.negatives() + 3) / 4; // numbers 0 and 1 are those of sampling and of the window
    }

    @Override
    public void sample(EncodedCorpus.Chunk chunk, int epoch, long position, BlockTraining.Sink sink) {
        for (int text = 0; text < chunk.texts(); text++) {
            int from = chunk.offsets()[text];
            int to = chunk.offsets()[text + 1];
            int left = subsample(chunk.ids(), from, to, epoch, position);
            for (int i = 0; i < left; i++) {
                if (block(i, left, epoch, sink.blocks())) {
                    sink.pass((int) (places[i] - position));
                }
            }
        }
    }

    private int subsample(int[] ids, int from, int to, int epoch, long position) {
        if (words.length < to - from) {
            words = new int[to - from];
            places = new long[to - from];
            firsts = new int[4 * (to - from)];
        }
        int left = 0;
        for (int at = from; at < to; at++) {
            PhiloxBlock.fill(config.seed(), epoch, (position + at) * blocksOfWord, random);
            if (shared.subsampling.keeps(ids[at], random[0])) {
                words[left] = ids[at];
                places[left] = position + at;
                System.arraycopy(random, 0, firsts, 4 * left, 4);
                left++;
            }
        }
        return left;
    }

    /** The block of word i of those that are left, unless there are no words around it. */
    private boolean block(int i, int left, int epoch, Blocks blocks) {
        int window = config.window();
        if (config.shrinkWindows()) {
            window -= (int) ((firsts[4 * i + 1] & 0xFFFFFFFFL) * window >>> 32); // uniform in 1 … window
        }
        int from = Math.max(0, i - window);
        int to = Math.min(left, i + window + 1);
        if (to - from < 2) {
            return false;
        }
        boolean skipGram = config.architecture() == Architecture.SKIP_GRAM;
        for (int j = from; j < to; j++) {
            if (j != i) {
                blocks.row(words[j]);
                if (skipGram) {
                    blocks.endGroup();
                }
            }
        }
        if (!skipGram) {
            blocks.endGroup();
        }
        targets(i, epoch, blocks);
        blocks.endBlock();
        return true;
    }

    private void targets(int i, int epoch, Blocks blocks) {
        int word = words[i];
        if (config.negatives() > 0) {
            blocks.target(word);
            System.arraycopy(firsts, 4 * i, random, 0, 4);
            for (int n = 2; n < 2 + config.negatives(); n++) {
                if (n % 4 == 0) {
                    PhiloxBlock.fill(config.seed(), epoch, places[i] * blocksOfWord + n / 4, random);
                }
                int negative = shared.noise.word(random[n % 4]);
                if (negative != word) {
                    blocks.target(~negative);
                }
            }
        }
        if (config.hierarchicalSoftmax()) {
            for (int at = shared.tree.from(word); at < shared.tree.to(word); at++) {
                blocks.target(shared.tree.target(at));
            }
        }
    }
}
