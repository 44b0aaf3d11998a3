package io.isotropy.nlp.bert;

import io.isotropy.autograd.RowSelection;
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
            Tensor qkv = queryKeyValue.forward(x, Activation.NONE); // (N, D) -> (N, 3D)
            return scope.keep(afterAttention(attention(qkv, offsets, qkv, offsets), x));
        }
    }

    /** The same at some rows alone, bit for bit: what a last layer has to do where no other state is read. Returns (rows, D). */
    Tensor forward(Tensor x, RowSelection rows) {
        try (Scope scope = Scope.open()) {
            Tensor qkv = queryKeyValue.forward(x, Activation.NONE);
            Tensor queries = qkv.gather(rows.rows()); // (rows, 3D)
            Tensor a = attention(queries, rows.segments().offsets(), qkv, rows.batch().offsets());
            return scope.keep(afterAttention(a, x.gather(rows.rows())));
        }
    }

    /** Scaled dot-product attention within each segment, eq. 1. q and qkv: (n, 3D) and (N, 3D), of which q's queries are taken. Returns (n, D). */
    private Tensor attention(Tensor q, IntTensor queryOffsets, Tensor qkv, IntTensor offsets) {
        int size = config.hiddenSize();
        Tensor out = q.like(Shape.of(q.shape().dim(0), size));
        q.kernels()
                .attention()
                .segmentAttention(
                        columns(q, 0), 3 * size, columns(qkv, 1), columns(qkv, 2), 3 * size,
                        queryOffsets.buffer(), offsets.buffer(), offsets.shape().size() - 1, config.heads(), config.headSize(),
                        (float) (1 / Math.sqrt(config.headSize())), false, null, out.buffer(), size, null);
        return out;
    }

    /** The queries (0), keys (1) or values (2) of (n, 3D), from the first row's to the last row's. */
    private Buffer columns(Tensor qkv, int part) {
        long size = config.hiddenSize();
        boolean empty = qkv.shape().dim(0) == 0;
        return qkv.buffer().slice(empty ? 0 : part * size, empty ? 0 : qkv.buffer().length() - 2 * size);
    }

    /** What a layer does row by row. a: (n, D), what attention gave; x: (n, D), the layer's input. Returns (n, D). */
    private Tensor afterAttention(Tensor a, Tensor x) {
        Tensor h = attentionNorm.forward(attentionOutput.forward(a, Activation.NONE), x);
        Tensor f = output.forward(intermediate.forward(h, config.activation()), Activation.NONE); // (n, 4D) -> (n, D)
        return outputNorm.forward(f, h); // residual of h, not of x
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
