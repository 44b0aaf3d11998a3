/** Text to token ids: BERT's WordPiece tokenization, equal to the Hugging Face {@code tokenizers} library. */
@NullMarked
package io.isotropy.nlp.text;

import org.jspecify.annotations.NullMarked;
