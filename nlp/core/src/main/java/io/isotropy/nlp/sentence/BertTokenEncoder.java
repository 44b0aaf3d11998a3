package io.isotropy.nlp.sentence;

import io.isotropy.nlp.bert.BertEncoder;
import io.isotropy.nlp.bert.PackedBatch;
import io.isotropy.nlp.text.IntSink;
import io.isotropy.nlp.text.WordPieceTokenizer;
import io.isotropy.tensor.Tensor;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * A BERT and its tokenizer: the module {@code Transformer}.
 *
 * @param lowerCase whether the text is lower-cased first, whatever the tokenizer does
 */
record BertTokenEncoder(BertEncoder encoder, WordPieceTokenizer tokenizer, boolean lowerCase) implements TokenEncoder {

    @Override
    public int size() {
        return encoder.config().hiddenSize();
    }

    @Override
    public int maxLength() {
        return tokenizer.maxLength().orElse(longest());
    }

    @Override
    public int longest() {
        return encoder.config().maxPositions();
    }

    @Override
    public int tokens() {
        return encoder.config().vocabularySize();
    }

    @Override
    public TokenEncoder withMaxLength(int max) {
        return new BertTokenEncoder(encoder, tokenizer.withMaxLength(max), lowerCase);
    }

    @Override
    public boolean encodeTo(String text, IntSink sink) {
        return tokenizer.encodeTo(prepared(text), sink);
    }

    @Override
    public int countTokens(String text) {
        return tokenizer.countTokens(prepared(text));
    }

    private String prepared(String text) {
        return lowerCase ? text.toLowerCase(Locale.ROOT) : text;
    }

    @Override
    public boolean allows(Pooling pooling) {
        return pooling != Pooling.POOLER || encoder.hasPooler();
    }

    @Override
    public Tensor pool(Pooling pooling, PackedBatch batch) {
        return switch (pooling) {
            case CLS, MEAN, MAX, MEAN_SQRT_LEN, WEIGHTED_MEAN, LAST ->
                encoder.vectors(Objects.requireNonNull(pooling.mode()), batch);
            case POOLER -> encoder.pooled(batch);
            case FIRST_LAST_AVERAGE -> {
                List<Tensor> states = encoder.hiddenStates(batch);
                Tensor first = encoder.pool(io.isotropy.kernels.Pooling.Mode.MEAN, states.get(1), batch);
                Tensor last = encoder.pool(io.isotropy.kernels.Pooling.Mode.MEAN, states.getLast(), batch);
                yield first.plus(last).times(0.5f);
            }
        };
    }

    @Override
    public void close() {
        encoder.close();
    }
}
