package io.isotropy.nlp.text;

import java.util.List;
import java.util.OptionalInt;

/**
 * All that a tokenizer file says; immutable. {@code longestWord} is in code points; {@code maxLength} is empty without
 * truncation.
 */
record WordPieceModel(
        Vocabulary vocabulary,
        Normalization normalization,
        List<AddedTokens.Token> added,
        AddedTokens rawTokens,
        AddedTokens normalizedTokens,
        int unknownId,
        int longestWord,
        Template single,
        Template pair,
        OptionalInt maxLength,
        Decoder decoder,
        SpecialTokens special) {

    /**
     * How tokens become text: the prefix of pieces inside a word, and whether English punctuation is drawn together.
     */
    record Decoder(String prefix, boolean cleanup) {}
}
