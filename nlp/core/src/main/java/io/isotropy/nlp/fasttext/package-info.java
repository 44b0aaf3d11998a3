/** fastText: word vectors from character n-grams, and the linear text classifier; reads and writes the models of the original tool. */
@NullMarked
package io.isotropy.nlp.fasttext;

import org.jspecify.annotations.NullMarked;
