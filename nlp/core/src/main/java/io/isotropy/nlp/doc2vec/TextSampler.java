package io.isotropy.nlp.doc2vec;

import io.isotropy.nlp.corpus.EncodedCorpus;
import io.isotropy.nlp.word2vec.BlockTraining;
import io.isotropy.nlp.word2vec.TextSamples;

/** Makes the blocks of the texts of a corpus, whose vectors begin at row {@code firstText}, behind those of the words and of the null word. */
final class TextSampler implements BlockTraining.Sampler {

    private final TextBlocks blocks;
    private final TextSamples samples;
    private final int firstText;

    TextSampler(Doc2VecConfig config, TextSamples.Plan plan, int firstText) {
        this.samples = new TextSamples(plan);
        this.blocks = new TextBlocks(config, samples);
        this.firstText = firstText;
    }

    @Override
    public void sample(EncodedCorpus.Chunk chunk, int epoch, long position, BlockTraining.Sink sink) {
        for (int text = 0; text < chunk.texts(); text++) {
            int from = chunk.offsets()[text];
            samples.read(chunk.ids(), from, chunk.offsets()[text + 1], position + from, epoch);
            for (int i = 0; i < samples.size(); ) {
                i = blocks.add(i, firstText + chunk.first() + text, firstText - 1, samples::word, sink.blocks());
                sink.pass((int) (samples.place(i - 1) - position));
            }
        }
    }
}
