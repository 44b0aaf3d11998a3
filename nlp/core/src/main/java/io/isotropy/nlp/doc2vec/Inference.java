package io.isotropy.nlp.doc2vec;

import io.isotropy.nlp.doc2vec.Doc2VecConfig.Architecture;
import io.isotropy.nlp.word2vec.Blocks;
import io.isotropy.nlp.word2vec.Noise;
import io.isotropy.nlp.word2vec.NoiseDraw;
import io.isotropy.nlp.word2vec.NoiseTable;
import io.isotropy.nlp.word2vec.TextSamples;
import io.isotropy.nlp.word2vec.VectorTable;
import java.util.Arrays;

/**
 * Vectors of new texts, one after the other; of one thread. The input table of a text has the vectors of its words, in their order, the null
 * word's, and its own, which alone learns. The learning rate falls linearly from epoch to epoch, as gensim's does.
 */
final class Inference {

    /** Of the first vector; epochs are streams from 0 on. */
    private static final long INITIAL_STREAM = -2;

    private static final long NOISE_STREAM = -3;

    /**
     * All negative samples are among so many draws, of the model's seed: their rows of the output table, 400 KB at 100 dimensions, stay in the cache,
     * where those of a text anew would come from memory one by one.
     */
    private static final int NOISE = 1 << 10;

    private final Doc2VecConfig config;
    private final TextSamples.Plan plan;
    private final VectorTable words;
    private final VectorTable output;
    private final Blocks.Lists lists;
    private final Blocks blocks = new Blocks();
    private final float[] row;

    Inference(Doc2VecConfig config, TextSamples.Plan plan, VectorTable words, VectorTable output) {
        this.config = config;
        this.plan = plan;
        this.words = words;
        this.output = output;
        this.lists = new Blocks.Lists(output.buffer().backend());
        this.row = new float[config.dimension()];
    }

    /** What inference draws, by what training drew. */
    static TextSamples.Plan plan(TextSamples.Plan training) {
        Noise noise = switch (training.noise()) {
            case NoiseTable table -> NoiseDraw.of(table, NOISE, training.seed(), NOISE_STREAM);
            case NoiseDraw draw -> draw;
        };
        return new TextSamples.Plan(
                training.seed(), training.subsampling(), training.negatives(), noise, training.hierarchicalSoftmax(), training.tree());
    }

    /** The vector of a text of known words. */
    float[] infer(int[] ids) {
        if (ids.length == 0) {
            return new float[config.dimension()];
        }
        long seed = config.seed() * 31 + Arrays.hashCode(ids);
        int nullWord = config.architecture() == Architecture.BAG_OF_WORDS ? -1 : ids.length;
        int own = nullWord + 1;
        try (VectorTable first = VectorTable.random(output.buffer().backend(), 1, config.dimension(), seed, INITIAL_STREAM);
                VectorTable input = VectorTable.zeros(output.buffer().backend(), own + 1, config.dimension())) {
            first.read(0, row);
            input.write(own, row);
            for (int i = 0; i < own; i++) {
                words.read(i < ids.length ? ids[i] : words.rows() - 1, row);
                input.write(i, row);
            }
            TextSamples samples = new TextSamples(new TextSamples.Plan(
                    seed, plan.subsampling(), plan.negatives(), plan.noise(), plan.hierarchicalSoftmax(), plan.tree()));
            for (int epoch = 0; epoch < config.epochs(); epoch++) {
                double share = config.epochs() == 1 ? 0 : (double) epoch / (config.epochs() - 1);
                if (epoch == 0) {
                    samples.read(ids, 0, ids.length, 0, 0);
                } else {
                    samples.again();
                }
                addBlocks(samples, own, nullWord);
                lists.train(
                        blocks, input, output, config.blockComposition(), config.divides(), own, false,
                        (float) (config.alpha() - share * (config.alpha() - config.minAlpha())), null);
            }
            input.read(own, row);
            return row.clone();
        }
    }

    private void addBlocks(TextSamples samples, int own, int nullWord) {
        blocks.clear();
        TextBlocks textBlocks = new TextBlocks(config, samples);
        boolean bag = config.architecture() == Architecture.BAG_OF_WORDS;
        for (int i = 0; i < samples.size(); ) {
            i = bag
                    ? textBlocks.addBag(i, own, blocks)
                    : textBlocks.add(i, own, nullWord, j -> (int) samples.place(j), blocks);
        }
    }
}
