package io.isotropy.autograd.nn;

import static io.isotropy.autograd.Attention.attention;
import static io.isotropy.autograd.Attention.selfAttention;
import static io.isotropy.autograd.Elementwise.dropoutInPlace;

import io.isotropy.autograd.Elementwise;
import io.isotropy.autograd.Layer;
import io.isotropy.autograd.Mode;
import io.isotropy.autograd.RowSelection;
import io.isotropy.autograd.Segments;
import io.isotropy.autograd.Var;

/**
 * Transformer encoder layer: Vaswani et al. 2017, §3.1-3.3, post-LN, or pre-LN (Xiong et al. 2020); parameter names of the BERT
 * checkpoints.
 *
 * @param path the whole name of its scope
 */
public record EncoderLayer(
        String path, TransformerConfig config, Linear query, Linear key, Linear value, Linear attentionOutput,
        LayerNorm attentionNorm, Linear intermediate, Linear output, LayerNorm outputNorm) {

    /** Takes its parameters from a scope such as "encoder.layer.0". */
    public static EncoderLayer create(Parameters parameters, TransformerConfig config) {
        int size = config.size();
        Parameters self = parameters.at("attention.self");
        return new EncoderLayer(
                parameters.path(),
                config,
                Linear.create(self.at("query"), size, size, config.initializer()),
                Linear.create(self.at("key"), size, size, config.initializer()),
                Linear.create(self.at("value"), size, size, config.initializer()),
                Linear.create(parameters.at("attention.output.dense"), size, size, config.initializer()),
                LayerNorm.create(parameters.at("attention.output.LayerNorm"), size, config.eps()),
                Linear.create(parameters.at("intermediate.dense"), size, config.innerSize(), config.initializer()),
                Linear.create(parameters.at("output.dense"), config.innerSize(), size, config.initializer()),
                LayerNorm.create(parameters.at("output.LayerNorm"), size, config.eps()));
    }

    /** The same parameters under other choices, another dropout, say. */
    public EncoderLayer withConfig(TransformerConfig other) {
        return new EncoderLayer(
                path, other, query, key, value, attentionOutput, attentionNorm, intermediate, output, outputNorm);
    }

    /** x: (N, D), the rows of all segments. Returns (N, D). */
    public Var forward(Var x, Segments segments, Mode mode) {
        try (Layer layer = Layer.enter(path)) {
            return layer.output(feedForward(attend(x, segments, false, mode), mode));
        }
    }

    /**
     * The same at some rows alone, which see all rows of their segments: a last layer's work where no other state is read.
     *
     * @param x (N, D), the rows of all segments
     * @return (rows, D), as {@link #forward(Var, Segments, Mode)} has them but for dropout
     */
    public Var forward(Var x, RowSelection rows, Mode mode) {
        try (Layer layer = Layer.enter(path)) {
            Var chosen = x.gather(rows.rows()); // (rows, D)
            Var in = config.normFirst() ? attentionNorm.forward(x) : x;
            Var q = query.forward(config.normFirst() ? in.gather(rows.rows()) : chosen);
            Var a = attention(
                    q, Linear.forward(in, key, value), rows.segments(), rows.batch(), config.heads(), false, config.attentionDropout(),
                    mode); // (rows, D) and (N, 2D) -> (rows, D)
            return layer.output(feedForward(addAndNorm(attentionOutput.forward(a), chosen, attentionNorm, mode), mode));
        }
    }

    /** The first part, self-attention: (N, D) to (N, D). */
    Var attend(Var x, Segments segments, boolean causal, Mode mode) {
        Var in = config.normFirst() ? attentionNorm.forward(x) : x;
        Var qkv = Linear.forward(in, query, key, value); // (N, D) -> (N, 3D)
        Var a = selfAttention(qkv, segments, config.heads(), causal, config.attentionDropout(), mode); // eq. 1; (N, D)
        return addAndNorm(attentionOutput.forward(a), x, attentionNorm, mode);
    }

    /** The second part, position by position, eq. 2: (N, D) to (N, D). */
    Var feedForward(Var h, Mode mode) {
        Var in = config.normFirst() ? outputNorm.forward(h) : h;
        Var wide = Elementwise.apply(config.activation(), intermediate.forward(in)); // (N, D) -> (N, inner)
        return addAndNorm(output.forward(wide), h, outputNorm, mode); // residual of h, not of x
    }

    /** A part's result with dropout and residual; post-LN normalizes it. The part's result is overwritten. */
    Var addAndNorm(Var part, Var residual, LayerNorm norm, Mode mode) {
        Var dropped = dropoutInPlace(part, config.dropout(), mode);
        return config.normFirst() ? residual.plus(dropped) : norm.forward(dropped, residual);
    }
}
