package io.isotropy.nlp.bert;

import io.isotropy.autograd.Var;
import io.isotropy.autograd.nn.LayerNorm;
import io.isotropy.autograd.nn.Linear;
import io.isotropy.autograd.nn.Parameters;
import io.isotropy.kernels.Backend;
import io.isotropy.nlp.ModelFolderException;
import io.isotropy.nlp.json.JsonException;
import io.isotropy.tensor.safetensors.SafetensorsEntry;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What guesses masked tokens from their states: Devlin et al. 2019, §3.1, as published: a dense layer, layer normalization, and the
 * token table as decoder (Press and Wolf 2017). Parameter names of {@code BertForMaskedLM}.
 */
public record MaskedLanguageHead(TrainableBert bert, Linear transform, LayerNorm norm, Linear decoder) {

    private static final String HEADS = "cls";
    private static final String SCOPE = "cls.predictions";
    /** What a folder must have for a head that is not new. */
    private static final List<String> TENSORS = List.of(
            SCOPE + ".transform.dense.weight", SCOPE + ".transform.dense.bias", SCOPE + ".transform.LayerNorm.weight",
            SCOPE + ".transform.LayerNorm.bias", SCOPE + ".bias");

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

    /**
     * Encoder and head of a folder such as {@code BertForMaskedLM} and {@code BertForPreTraining} save.
     *
     * @throws IOException if a file is missing or is not as it must be, or the folder has no such head
     */
    public static MaskedLanguageHead load(Path folder, Backend backend) throws IOException {
        requireTied(folder);
        try (Weights weights = Weights.open(folder, backend, "embeddings.word_embeddings.weight")) {
            for (String name : TENSORS) {
                if (!weights.has(name)) {
                    throw new ModelFolderException(folder, "has no head that guesses masked tokens (no tensor \"" + name
                            + "\"): take a folder of BertForMaskedLM, or train one with isotropy train mlm");
                }
            }
        }
        return TrainableBert.load(folder, backend, 0, MaskedLanguageHead::create);
    }

    private static void requireTied(Path folder) throws IOException {
        try {
            if (!TrainableBert.json(folder).getBoolean("tie_word_embeddings", true)) {
                throw new ModelFolderException(folder.resolve("config.json"), "says tie_word_embeddings false: this head has a decoder of "
                        + "its own, but here the table of tokens is the decoder; take a folder whose decoder is tied");
            }
        } catch (JsonException e) {
            throw new ModelFolderException(e);
        }
    }

    /** The logits of all tokens, (n, V). states: (n, D). */
    public Var forward(Var states) {
        Var h = norm.forward(TrainableBert.activated(bert.config().activation(), transform.forward(states)));
        return decoder.forward(h);
    }

    /**
     * Encoder and heads, that of the next sentence, too, if there is one: under the names that {@code BertForMaskedLM}, {@code
     * BertForPreTraining} and {@code BertModel} load.
     */
    public List<SafetensorsEntry> entries() {
        List<SafetensorsEntry> entries = new ArrayList<>();
        for (SafetensorsEntry entry : bert.entries()) {
            entries.add(new SafetensorsEntry("bert." + entry.name(), entry.dtype(), entry.shape(), entry.payload()));
        }
        bert.parameters().at(HEADS).entries().forEach(entries::add);
        return List.copyOf(entries);
    }
}
