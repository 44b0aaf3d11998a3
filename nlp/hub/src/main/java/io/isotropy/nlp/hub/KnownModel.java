package io.isotropy.nlp.hub;

import io.isotropy.nlp.sentence.Pooling;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * A published sentence encoder that can be fetched by its name.
 *
 * @param name as its authors write it; also its folder in the cache
 * @param huggingFaceId its id on a Hugging Face hub
 * @param aliases other names that people know it by, besides the id
 * @param languages as in IETF tags
 * @param maxLength longest input in tokens; more is cut off
 * @param normalize whether vectors are scaled to length 1
 * @param licence SPDX identifier
 * @param queryPrompt what the authors put before a search query; empty if nothing
 * @param passagePrompt what they put before a text to be found; empty if nothing
 * @param advice when to use the prompts
 */
public record KnownModel(
        String name,
        String huggingFaceId,
        List<String> aliases,
        String description,
        List<String> languages,
        int dimension,
        int layers,
        int maxLength,
        Pooling pooling,
        boolean normalize,
        String licence,
        String queryPrompt,
        String passagePrompt,
        String advice,
        Artifact artifact) {

    /**
     * The Maven artifact that carries the model.
     *
     * @param bytes size of the jar
     * @param sha256 of the jar, in hex
     * @param onnx entry with the weights
     * @param tokenizer entry with tokenizer.json
     */
    public record Artifact(
            String group, String name, String version, long bytes, String sha256, String onnx, String tokenizer) {
        /** As a build file names it. */
        public String coordinates() {
            return group + ":" + name + ":" + version;
        }
    }

    /** Whether the model goes by this name, in any case. */
    public boolean isCalled(String other) {
        String wanted = other.toLowerCase(Locale.ROOT);
        return Stream.concat(Stream.of(name, huggingFaceId), aliases.stream())
                .anyMatch(alias -> alias.toLowerCase(Locale.ROOT).equals(wanted));
    }
}
