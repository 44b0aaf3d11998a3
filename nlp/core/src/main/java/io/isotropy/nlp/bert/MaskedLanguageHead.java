package io.isotropy.nlp.bert;

import io.isotropy.autograd.Var;
import io.isotropy.autograd.nn.LayerNorm;
import io.isotropy.autograd.nn.Linear;
import io.isotropy.autograd.nn.Parameters;
import io.isotropy.tensor.safetensors.SafetensorsEntry;
import java.util.ArrayList;
import java.util.List;

/**
 * What guesses masked tokens from their states: Devlin et al. 2019, §3.1, as published: a dense layer, layer normalization, and the
 * token table as decoder (Press and Wolf 2017). Parameter names of {@code BertForMaskedLM}.
 */
public record MaskedLanguageHead(TrainableBert bert, Linear transform, LayerNorm norm, Linear decoder) {

    private static final String SCOPE = "cls.predictions";

    /** A head in the encoder's own parameters. */
    public static MaskedLanguageHead create(TrainableBert bert) {
        BertConfig config = bert.config();
        Parameters predictions = bert.parameters().at(SCOPE);
        return new MaskedLanguageHead(
                bert,
                Linear.create(
                        predictions.at("transform.dense"), config.hiddenSize(), config.hiddenSize(), TrainableBert.INITIALIZER),
                LayerNorm.create(predictions.at("transform.LayerNorm"), config.hiddenSize(), config.layerNormEps()),
                Linear.tied(predictions, bert.words()));
    }

    /** The logits of all tokens, (n, V). states: (n, D). */
    public Var forward(Var states) {
        Var h = norm.forward(TrainableBert.activated(bert.config().activation(), transform.forward(states)));
        return decoder.forward(h);
    }

    /** Encoder and head, under the names that {@code BertForMaskedLM} and {@code BertModel} load. */
    public List<SafetensorsEntry> entries() {
        List<SafetensorsEntry> entries = new ArrayList<>();
        for (SafetensorsEntry entry : bert.entries()) {
            entries.add(new SafetensorsEntry("bert." + entry.name(), entry.dtype(), entry.shape(), entry.payload()));
        }
        bert.parameters().at(SCOPE).entries().forEach(entries::add);
        return List.copyOf(entries);
    }
}
