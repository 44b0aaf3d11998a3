package io.isotropy.nlp.bert;

import io.isotropy.nlp.json.Json;

/**
 * The probabilities of dropout in training, under the names of Hugging Face's {@code config.json}.
 *
 * @param hidden after the embeddings and after both parts of every layer
 * @param attention on the attention's probabilities
 */
public record BertDropout(float hidden, float attention) {

    /** No dropout. */
    public static final BertDropout NONE = new BertDropout(0, 0);

    /**
     * Reads a {@code config.json}; 0.1 where it says nothing, as published.
     *
     * @throws io.isotropy.nlp.json.JsonException if one is not from 0 to below 1
     */
    public static BertDropout of(Json json) {
        return new BertDropout(probability(json, "hidden_dropout_prob"), probability(json, "attention_probs_dropout_prob"));
    }

    private static float probability(Json json, String member) {
        double p = json.getDouble(member, 0.1);
        if (!(p >= 0 && p < 1)) {
            throw json.error("\"" + member + "\" must be 0 or more and below 1, got " + p);
        }
        return (float) p;
    }
}
