package io.isotropy.nlp.word;

import io.isotropy.nlp.EmbeddingModel;

/** A model of texts that is made of vectors of words. */
public interface WordVectorModel extends EmbeddingModel {

    /** The words' vectors. */
    WordVectors vectors();
}
