package io.isotropy.nlp.fasttext;

import io.isotropy.nlp.corpus.EncodedCorpus.Chunk;

/** Makes predictions of a text, to learn from. Thread-safe. */
interface Learner {

    /** Adds the predictions of a text of a chunk; {@code learn} is to be run whenever the batch is full. */
    void add(Chunk chunk, int text, RandomInts random, Batch batch, Runnable learn);
}
