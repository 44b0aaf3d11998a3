package io.isotropy.nlp.word2vec;

import io.isotropy.nlp.corpus.EncodedCorpus;
import io.isotropy.nlp.word2vec.Word2VecConfig.Architecture;

/**
 * Makes a block for each word of a text: skip-gram's groups are the words around it, one by one, CBOW's group is all of them; the targets are
 * the word, negative samples and the path in the tree. So the words around share the negative samples, which the original draws for each of
 * them anew: as good by the figures of Ji et al. 2016, §4, and the reason why a block is a product of small matrices.
 */
final class WindowSampler implements BlockTraining.Sampler {

    private final Word2VecConfig config;
    private final TextSamples samples;

    WindowSampler(Word2VecConfig config, TextSamples.Plan plan) {
        this.config = config;
        this.samples = new TextSamples(plan);
    }

    @Override
    public void sample(EncodedCorpus.Chunk chunk, int epoch, long position, BlockTraining.Sink sink) {
        for (int text = 0; text < chunk.texts(); text++) {
            int from = chunk.offsets()[text];
            samples.read(chunk.ids(), from, chunk.offsets()[text + 1], position + from, epoch);
            for (int i = 0; i < samples.size(); i++) {
                if (block(i, sink.blocks())) {
                    sink.pass((int) (samples.place(i) - position));
                }
            }
        }
    }

    /** The block of word i of those that stay, unless there are no words around it. */
    private boolean block(int i, Blocks blocks) {
        int window = config.shrinkWindows() ? samples.window(i, config.window()) : config.window();
        int from = Math.max(0, i - window);
        int to = Math.min(samples.size(), i + window + 1);
        if (to - from < 2) {
            return false;
        }
        boolean skipGram = config.architecture() == Architecture.SKIP_GRAM;
        for (int j = from; j < to; j++) {
            if (j != i) {
                blocks.row(samples.word(j));
                if (skipGram) {
                    blocks.endGroup();
                }
            }
        }
        if (!skipGram) {
            blocks.endGroup();
        }
        samples.targets(i, blocks);
        blocks.endBlock();
        return true;
    }
}
