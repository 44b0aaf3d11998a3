package io.isotropy.nlp.doc2vec;

import io.isotropy.nlp.doc2vec.Doc2VecConfig.Architecture;
import io.isotropy.nlp.word2vec.Blocks;
import io.isotropy.nlp.word2vec.TextSamples;

/**
 * The blocks of a text's words. Distributed memory: one group of the text and the words around, which with concatenation are all places of the
 * whole window, the null word where the text ends, as in gensim. Bag of words: the text alone, for some words at once; with trained words the
 * text and the words around, each a group of its own. The targets are the word, its negative samples and its path.
 */
record TextBlocks(Doc2VecConfig config, TextSamples samples) {

    /**
     * Of a bag of words, so many words are one step: the text's vector moves by little from one to the next, and the rows of all their targets
     * are on their way from memory together.
     */
    private static final int WORDS_OF_STEP = 4;

    /** Which row of the input table a word has. */
    interface Rows {
        int row(int i);
    }

    /** Adds the block that begins with word i of those that stay; returns the word that the next one begins with. */
    int add(int i, int text, int nullWord, Rows rows, Blocks blocks) {
        boolean bag = config.architecture() == Architecture.BAG_OF_WORDS;
        if (bag && !config.trainWords()) {
            return addBag(i, text, blocks);
        }
        if (config.concatenates()) {
            concatenate(i, text, nullWord, rows, blocks);
        } else {
            blocks.row(text);
            int window = samples.window(i, config.window());
            for (int j = Math.max(0, i - window); j < Math.min(samples.size(), i + window + 1); j++) {
                if (j != i) {
                    if (bag) {
                        blocks.endGroup();
                    }
                    blocks.row(rows.row(j));
                }
            }
            blocks.endGroup();
        }
        samples.targets(i, blocks);
        blocks.endBlock();
        return i + 1;
    }

    /** As {@link #add}, with the text alone. */
    int addBag(int i, int text, Blocks blocks) {
        blocks.row(text);
        blocks.endGroup();
        int end = Math.min(samples.size(), i + WORDS_OF_STEP);
        for (int j = i; j < end; j++) {
            samples.targets(j, blocks);
        }
        blocks.endBlock();
        return end;
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
