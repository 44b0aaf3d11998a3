package io.isotropy.nlp.doc2vec;

import io.isotropy.nlp.doc2vec.Doc2VecConfig.Architecture;
import io.isotropy.nlp.word2vec.Blocks;
import io.isotropy.nlp.word2vec.TextSamples;

/**
 * The blocks of a text's words. Distributed memory: one group of the text and the words around, which with concatenation are all places of the
 * whole window, the null word where the text ends, as in gensim. Bag of words: the text, with trained words also the words around, each a
 * group of its own. The targets are the word, its negative samples and its path.
 */
record TextBlocks(Doc2VecConfig config, TextSamples samples) {

    /** Which row of the input table a word has. */
    interface Rows {
        int row(int i);
    }

    /** Adds the block of word i of those that stay. */
    void add(int i, int text, int nullWord, Rows rows, Blocks blocks) {
        if (config.concatenates()) {
            concatenate(i, text, nullWord, rows, blocks);
        } else {
            blocks.row(text);
            boolean alone = config.architecture() == Architecture.BAG_OF_WORDS;
            if (alone) {
                blocks.endGroup();
            }
            if (!alone || config.trainWords()) {
                int window = samples.window(i, config.window());
                for (int j = Math.max(0, i - window); j < Math.min(samples.size(), i + window + 1); j++) {
                    if (j != i) {
                        blocks.row(rows.row(j));
                        if (alone) {
                            blocks.endGroup();
                        }
                    }
                }
            }
            if (!alone) {
                blocks.endGroup();
            }
        }
        samples.targets(i, blocks);
        blocks.endBlock();
    }

    private void concatenate(int i, int text, int nullWord, Rows rows, Blocks blocks) {
        blocks.row(text);
        for (int j = i - config.window(); j <= i + config.window(); j++) {
            if (j != i) {
                blocks.row(j < 0 || j >= samples.size() ? nullWord : rows.row(j));
            }
        }
        blocks.endGroup();
    }
}
