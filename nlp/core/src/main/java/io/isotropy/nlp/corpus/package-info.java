/**
 * Texts of any number, read again and again: corpora in files, tokenizers that cut texts into words, vocabularies with counts, phrases, and
 * corpora encoded as numbers. Word vectors, topics and lexical vectors are learnt from them.
 */
@NullMarked
package io.isotropy.nlp.corpus;

import org.jspecify.annotations.NullMarked;
