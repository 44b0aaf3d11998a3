package io.isotropy.nlp.bert;

import io.isotropy.autograd.Attention;
import io.isotropy.autograd.Elementwise;
import io.isotropy.autograd.Layer;
import io.isotropy.autograd.Mode;
import io.isotropy.autograd.Segments;
import io.isotropy.autograd.Var;
import io.isotropy.autograd.nn.Initializer;
import io.isotropy.autograd.nn.LayerNorm;
import io.isotropy.autograd.nn.Linear;
import io.isotropy.autograd.nn.Parameters;

/** Post-LN Transformer encoder layer, for training: Vaswani et al. 2017, §3.1-3.3 and §5.4; parameter names of the BERT checkpoints. */
record TrainableLayer(
        String path,
        BertConfig config,
        BertDropout dropout,
        Linear query,
        Linear key,
        Linear value,
        Linear attentionOutput,
        LayerNorm attentionNorm,
        Linear intermediate,
        Linear output,
        LayerNorm outputNorm) {

    static TrainableLayer create(Parameters parameters, BertConfig config, BertDropout dropout) {
        int size = config.hiddenSize();
        int wide = config.intermediateSize();
        Initializer normal = TrainableBert.INITIALIZER;
        Parameters attention = parameters.at("attention");
        return new TrainableLayer(
                parameters.path(),
                config,
                dropout,
                Linear.create(attention.at("self.query"), size, size, normal),
                Linear.create(attention.at("self.key"), size, size, normal),
                Linear.create(attention.at("self.value"), size, size, normal),
                Linear.create(attention.at("output.dense"), size, size, normal),
                LayerNorm.create(attention.at("output.LayerNorm"), size, config.layerNormEps()),
                Linear.create(parameters.at("intermediate.dense"), size, wide, normal),
                Linear.create(parameters.at("output.dense"), wide, size, normal),
                LayerNorm.create(parameters.at("output.LayerNorm"), size, config.layerNormEps()));
    }

    /** x: (N, D), the rows of all segments. Returns (N, D). */
    Var forward(Var x, Segments segments, Mode mode) {
        try (Layer layer = Layer.enter(path)) {
            Var qkv = Linear.forward(x, query, key, value); // (N, D) -> (N, 3D)
            Var a = Attention.selfAttention(qkv, segments, config.heads(), false, dropout.attention(), mode);
            Var h = attentionNorm.forward(dropped(attentionOutput.forward(a), mode), x);
            Var f = output.forward(TrainableBert.activated(config.activation(), intermediate.forward(h))); // (N, 4D) -> (N, D)
            return layer.output(outputNorm.forward(dropped(f, mode), h)); // residual of h, not of x
        }
    }

    private Var dropped(Var x, Mode mode) {
        return Elementwise.dropoutInPlace(x, dropout.hidden(), mode);
    }
}
