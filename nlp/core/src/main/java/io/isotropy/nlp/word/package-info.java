/** Words as vectors: the files of word2vec, GloVe and fastText, neighbours, and the tokenizer of models that begin with such vectors. */
@NullMarked
package io.isotropy.nlp.word;

import org.jspecify.annotations.NullMarked;
