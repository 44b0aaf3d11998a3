package io.isotropy.nlp.bert;

import static io.isotropy.tensor.Shape.require;

import io.isotropy.autograd.Mode;
import io.isotropy.autograd.Segments;
import io.isotropy.autograd.Var;
import io.isotropy.autograd.nn.DecoderLayer;
import io.isotropy.autograd.nn.Parameter;
import io.isotropy.autograd.nn.Parameters;
import java.util.ArrayList;
import java.util.List;

/**
 * BERT as a decoder: its layers with causal self-attention, each with attention to what an encoder made (Vaswani et al. 2017, §3.1), and
 * the head of masked language models over the states, as Hugging Face's {@code BertLMHeadModel} with {@code add_cross_attention}.
 *
 * @param bert whose embeddings and layers it runs on
 */
public record BertDecoder(TrainableBert bert, List<DecoderLayer> layers, MaskedLanguageHead head) {

    /** Its parameters' scope in those of the encoder. */
    private static final String SCOPE = "decoder";

    /** One that shares embeddings and layers with the encoder, so that only cross-attention and head are its own. */
    public static BertDecoder tied(TrainableBert encoder) {
        return of(encoder, encoder.parameters().at(SCOPE));
    }

    /**
     * One with weights of its own.
     *
     * @param start a BERT of the same sizes and vocabulary whose values it begins with; it stays as it is
     */
    public static BertDecoder untied(TrainableBert encoder, MaskedLanguageHead start) {
        BertConfig config = start.bert().config();
        require(config.equals(encoder.config()), "bertDecoder", "decoder and encoder must have the same sizes",
                "decoder", config, "encoder", encoder.config());
        Parameters scope = encoder.parameters().at(SCOPE);
        BertDecoder decoder = of(TrainableBert.within(scope, config, encoder.dropout()), scope);
        for (String part : List.of("embeddings", "encoder", "cls.predictions")) {
            for (Parameter parameter : start.bert().parameters().at(part).all()) {
                scope.get(scope.at(parameter.name()).path()).value().assign(parameter.variable().value());
            }
        }
        return decoder;
    }

    private static BertDecoder of(TrainableBert bert, Parameters scope) {
        List<DecoderLayer> layers = new ArrayList<>();
        for (int i = 0; i < bert.layers().size(); i++) {
            layers.add(DecoderLayer.tied(scope.at("encoder.layer", i), bert.layers().get(i)));
        }
        return new BertDecoder(bert, List.copyOf(layers), MaskedLanguageHead.create(bert));
    }

    /**
     * The logits of the token after each, (N, V).
     *
     * @param texts what has been said so far
     * @param memory (M, D), what the encoder made of them: text s sees the rows of its segment s
     */
    public Var forward(PackedBatch texts, Var memory, Segments memorySegments, Mode mode) {
        Segments segments = bert.segments(texts);
        Var x = bert.embed(texts, mode); // (N, D)
        for (DecoderLayer layer : layers) {
            x = layer.forward(x, segments, memory, memorySegments, mode);
        }
        return head.forward(x); // (N, D) -> (N, V)
    }
}
