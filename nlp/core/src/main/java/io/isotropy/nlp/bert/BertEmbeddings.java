package io.isotropy.nlp.bert;

import io.isotropy.kernels.Backend;
import io.isotropy.kernels.Buffer;
import io.isotropy.kernels.Embedding;
import io.isotropy.tensor.IntTensor;
import io.isotropy.tensor.Shape;
import io.isotropy.tensor.Tensor;
import java.io.IOException;

/**
 * The sum of token, position and type embeddings, normalized: Devlin et al. 2019, §3, figure 2.
 *
 * @param words (V, D)
 * @param positions (maxPositions, D)
 * @param types (typeVocabularySize, D)
 */
record BertEmbeddings(BertConfig config, Buffer words, Buffer positions, Buffer types, LayerNorm norm)
        implements AutoCloseable {

    static BertEmbeddings load(Weights weights, BertConfig config) throws IOException {
        int size = config.hiddenSize();
        return new BertEmbeddings(
                config,
                weights.read("embeddings.word_embeddings.weight", config.vocabularySize(), size),
                weights.read("embeddings.position_embeddings.weight", config.maxPositions(), size),
                weights.read("embeddings.token_type_embeddings.weight", config.typeVocabularySize(), size),
                LayerNorm.load(weights, "embeddings.LayerNorm", size, config.layerNormEps()));
    }

    /** Returns (N, D). */
    Tensor forward(Backend backend, PackedBatch batch) {
        int n = batch.tokens();
        int size = config.hiddenSize();
        Embedding kernels = backend.kernels().embedding();
        Tensor sum = Tensor.zeros(backend, Shape.of(n, size));
        kernels.gather(words, ints(backend, batch.ids()).buffer(), sum.buffer(), n, size);
        kernels.gatherAdd(types, ints(backend, batch.typeIds()).buffer(), sum.buffer(), n, size);
        kernels.gatherAdd(positions, ints(backend, batch.positions()).buffer(), sum.buffer(), n, size);
        return norm.forward(sum, null);
    }

    private static IntTensor ints(Backend backend, int[] values) {
        return IntTensor.of(backend, Shape.of(values.length), values);
    }

    @Override
    public void close() {
        words.close();
        positions.close();
        types.close();
        norm.close();
    }
}
