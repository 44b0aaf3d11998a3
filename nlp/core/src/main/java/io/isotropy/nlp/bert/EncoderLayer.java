package io.isotropy.nlp.bert;

import io.isotropy.kernels.Activation;
import io.isotropy.kernels.Buffer;
import io.isotropy.tensor.IntTensor;
import io.isotropy.tensor.Scope;
import io.isotropy.tensor.Shape;
import io.isotropy.tensor.Tensor;
import java.io.IOException;

/**
 * Post-LN Transformer encoder layer, for inference: Vaswani et al. 2017, §3.1-3.3; parameter names of the BERT checkpoints. Query, key and
 * value are one dense layer (D → 3D), since they read the same input.
 */
record EncoderLayer(
        BertConfig config,
        DenseLayer queryKeyValue,
        DenseLayer attentionOutput,
        LayerNorm attentionNorm,
        DenseLayer intermediate,
        DenseLayer output,
        LayerNorm outputNorm)
        implements AutoCloseable {

    static EncoderLayer load(Weights weights, BertConfig config, int index) throws IOException {
        String layer = "encoder.layer." + index + ".";
        String self = layer + "attention.self.";
        int size = config.hiddenSize();
        int wide = config.intermediateSize();
        return new EncoderLayer(
                config,
                DenseLayer.load(weights, size, size, self + "query", self + "key", self + "value"),
                DenseLayer.load(weights, size, size, layer + "attention.output.dense"),
                LayerNorm.load(weights, layer + "attention.output.LayerNorm", size, config.layerNormEps()),
                DenseLayer.load(weights, wide, size, layer + "intermediate.dense"),
                DenseLayer.load(weights, size, wide, layer + "output.dense"),
                LayerNorm.load(weights, layer + "output.LayerNorm", size, config.layerNormEps()));
    }

    /** x: (N, D), the rows of all segments; offsets: (segments + 1). Returns (N, D). */
    Tensor forward(Tensor x, IntTensor offsets) {
        try (Scope scope = Scope.open()) {
            Tensor a = attention(queryKeyValue.forward(x, Activation.NONE), offsets); // (N, D) -> (N, 3D) -> (N, D)
            Tensor h = attentionNorm.forward(attentionOutput.forward(a, Activation.NONE), x);
            Tensor f = output.forward(intermediate.forward(h, config.activation()), Activation.NONE); // (N, 4D) -> (N, D)
            return scope.keep(outputNorm.forward(f, h)); // residual of h, not of x
        }
    }

    /** Scaled dot-product attention within each segment, eq. 1. qkv: (N, 3D). Returns (N, D). */
    private Tensor attention(Tensor qkv, IntTensor offsets) {
        int n = qkv.shape().dim(0);
        int size = config.hiddenSize();
        Tensor out = qkv.like(Shape.of(n, size));
        Buffer all = qkv.buffer();
        long rest = Math.max(0, all.length() - 2L * size); // from a row's query to the last row's
        qkv.kernels()
                .attention()
                .segmentAttention(
                        all.slice(0, rest), 3 * size,
                        all.slice(n == 0 ? 0 : size, rest), all.slice(n == 0 ? 0 : 2L * size, rest), 3 * size,
                        offsets.buffer(), offsets.buffer(), offsets.shape().size() - 1, config.heads(), config.headSize(),
                        (float) (1 / Math.sqrt(config.headSize())), false, null, out.buffer(), size, null);
        return out;
    }

    @Override
    public void close() {
        queryKeyValue.close();
        attentionOutput.close();
        attentionNorm.close();
        intermediate.close();
        output.close();
        outputNorm.close();
    }
}
