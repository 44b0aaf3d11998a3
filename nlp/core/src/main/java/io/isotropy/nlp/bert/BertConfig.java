package io.isotropy.nlp.bert;

import io.isotropy.kernels.Activation;
import io.isotropy.nlp.json.Json;

/**
 * The sizes of a BERT encoder, under the names of Hugging Face's {@code config.json}.
 *
 * @param vocabularySize V, rows of the token table
 * @param hiddenSize D
 * @param layers encoder layers
 * @param heads attention heads; D is a multiple
 * @param intermediateSize the width between the two dense layers of the feed-forward part
 * @param activation between those
 * @param maxPositions rows of the position table: the longest text in tokens
 * @param typeVocabularySize rows of the token-type table
 * @param layerNormEps ε of every layer normalization
 */
public record BertConfig(
        int vocabularySize,
        int hiddenSize,
        int layers,
        int heads,
        int intermediateSize,
        Activation activation,
        int maxPositions,
        int typeVocabularySize,
        float layerNormEps) {

    /** D / heads. */
    public int headSize() {
        return hiddenSize / heads;
    }

    /**
     * Reads a {@code config.json}.
     *
     * @throws io.isotropy.nlp.json.JsonException if it is not that of a BERT encoder; the message names the line
     */
    public static BertConfig of(Json json) {
        String type = json.getString("model_type", "bert");
        if (!type.equals("bert")) {
            throw json.error("\"model_type\" must be \"bert\", the one architecture this reader knows, got \"" + type + "\"");
        }
        String positions = json.getString("position_embedding_type", "absolute");
        if (!positions.equals("absolute")) {
            throw json.error("\"position_embedding_type\" must be \"absolute\", got \"" + positions + "\"");
        }
        BertConfig config = new BertConfig(
                positive(json, "vocab_size", 30522),
                positive(json, "hidden_size", 768),
                positive(json, "num_hidden_layers", 12),
                positive(json, "num_attention_heads", 12),
                positive(json, "intermediate_size", 3072),
                activation(json),
                positive(json, "max_position_embeddings", 512),
                positive(json, "type_vocab_size", 2),
                (float) json.getDouble("layer_norm_eps", 1e-12));
        if (config.hiddenSize % config.heads != 0) {
            throw json.error("\"hidden_size\" must be a multiple of \"num_attention_heads\", got " + config.hiddenSize
                    + " and " + config.heads);
        }
        return config;
    }

    private static int positive(Json json, String member, int otherwise) {
        int value = json.getInt(member, otherwise);
        if (value < 1 || value > 1 << 24) {
            throw json.error("\"" + member + "\" must be 1 to " + (1 << 24) + ", got " + value);
        }
        return value;
    }

    /** BERT's "gelu" is the exact form with erf; "gelu_new" and its like are the tanh approximation. */
    private static Activation activation(Json json) {
        String name = json.getString("hidden_act", "gelu");
        return switch (name) {
            case "gelu", "gelu_python" -> Activation.GELU;
            case "gelu_new", "gelu_pytorch_tanh", "gelu_fast" -> Activation.GELU_TANH;
            case "relu" -> Activation.RELU;
            case "tanh" -> Activation.TANH;
            default -> throw json.error("\"hidden_act\" must be gelu, gelu_new, relu or tanh, got \"" + name + "\"");
        };
    }
}
