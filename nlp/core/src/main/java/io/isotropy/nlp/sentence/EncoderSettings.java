package io.isotropy.nlp.sentence;

import io.isotropy.nlp.json.Json;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What may be chosen of an encoder whose weights are given.
 *
 * @param poolings whose vectors are concatenated
 * @param normalize whether vectors have length 1
 * @param prefix put before every text
 * @param maxLength where texts are cut, in tokens
 */
public record EncoderSettings(List<Pooling> poolings, boolean normalize, String prefix, int maxLength) {

    /** For a file. */
    public Map<String, Object> toMap() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("pooling", poolings.stream().map(Pooling::word).toList());
        map.put("normalize", normalize);
        map.put("prefix", prefix);
        map.put("max_length", maxLength);
        return map;
    }

    /** Reads what {@link #toMap} gave. */
    public static EncoderSettings of(Json json) {
        List<Pooling> poolings = json.get("pooling").asList().stream().map(one -> {
            try {
                return Pooling.of(one.asString());
            } catch (IllegalArgumentException e) {
                throw one.error(String.valueOf(e.getMessage()));
            }
        }).toList();
        return new EncoderSettings(
                poolings, json.get("normalize").asBoolean(), json.get("prefix").asString(), json.get("max_length").asInt());
    }
}
