package io.isotropy.nlp.sentence;

import io.isotropy.nlp.bert.PackedBatch;
import io.isotropy.nlp.text.IntSink;
import io.isotropy.tensor.Tensor;

/** What a model begins with: text to tokens, tokens to states, states to one vector per text. Thread-safe. */
sealed interface TokenEncoder extends AutoCloseable permits BertTokenEncoder, WordTokenEncoder {

    /** D, the length of a token's state. */
    int size();

    /** Where texts are cut, in tokens. */
    int maxLength();

    /** The most tokens of a text that it can read. */
    int longest();

    /** The number of tokens that it knows: ids are 0 to one less. */
    int tokens();

    /** The same that cuts texts elsewhere. */
    TokenEncoder withMaxLength(int max);

    /** Appends the tokens of a text; returns whether it was cut. */
    boolean encodeTo(String text, IntSink sink);

    /** The tokens of a whole text. */
    int countTokens(String text);

    /** Whether there is what a pooling needs. */
    boolean allows(Pooling pooling);

    /** One vector per text, (texts, D). */
    Tensor pool(Pooling pooling, PackedBatch batch);

    @Override
    void close();
}
