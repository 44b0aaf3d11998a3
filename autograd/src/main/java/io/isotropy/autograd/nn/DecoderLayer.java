package io.isotropy.autograd.nn;

import io.isotropy.autograd.Attention;
import io.isotropy.autograd.Layer;
import io.isotropy.autograd.Mode;
import io.isotropy.autograd.Segments;
import io.isotropy.autograd.Var;

/**
 * Transformer decoder layer: Vaswani et al. 2017, §3.1: an encoder layer whose self-attention is causal, with attention to an
 * encoder's rows between its two parts. Parameter names as in Hugging Face's BERT with {@code add_cross_attention}.
 *
 * @param self self-attention and feed-forward part; may be those of an encoder's layer, whose weights are then tied
 */
public record DecoderLayer(
        EncoderLayer self, Linear query, Linear key, Linear value, Linear crossOutput, LayerNorm crossNorm) {

    /** Takes its parameters from a scope such as "decoder.layer.0". */
    public static DecoderLayer create(Parameters parameters, TransformerConfig config) {
        return tied(parameters, EncoderLayer.create(parameters, config));
    }

    /** With the weights of an encoder's layer; only those of the attention between them are taken from the scope. */
    public static DecoderLayer tied(Parameters parameters, EncoderLayer encoderLayer) {
        TransformerConfig config = encoderLayer.config();
        int size = config.size();
        Parameters cross = parameters.at("crossattention.self");
        return new DecoderLayer(
                encoderLayer,
                Linear.create(cross.at("query"), size, size, config.initializer()),
                Linear.create(cross.at("key"), size, size, config.initializer()),
                Linear.create(cross.at("value"), size, size, config.initializer()),
                Linear.create(parameters.at("crossattention.output.dense"), size, size, config.initializer()),
                LayerNorm.create(parameters.at("crossattention.output.LayerNorm"), size, config.eps()));
    }

    /**
     * One layer.
     *
     * @param x (N, D), the rows of all segments; row i of a segment sees its rows 0 … i
     * @param memory (M, D), what the encoder made: segment s of x sees segment s of it
     * @return (N, D)
     */
    public Var forward(Var x, Segments segments, Var memory, Segments memorySegments, Mode mode) {
        TransformerConfig config = self.config();
        try (Layer layer = Layer.enter(self.path())) {
            Var h = self.attend(x, segments, true, mode);
            Var in = config.normFirst() ? crossNorm.forward(h) : h;
            Var a = Attention.attention(
                    query.forward(in), Linear.forward(memory, key, value), segments, memorySegments, config.heads(), false,
                    config.attentionDropout(), mode);
            Var crossed = self.addAndNorm(crossOutput.forward(a), h, crossNorm, mode);
            return layer.output(self.feedForward(crossed, mode));
        }
    }
}
