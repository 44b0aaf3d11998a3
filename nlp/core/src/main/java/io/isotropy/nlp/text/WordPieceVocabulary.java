package io.isotropy.nlp.text;

import io.isotropy.nlp.json.JsonWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The tokens of a BERT tokenizer, by id, to be written in the forms that this library, Hugging Face's {@code tokenizers} and {@code
 * transformers} load.
 *
 * @param lowercase whether the tokenizer lower-cases text and drops its accents
 */
public record WordPieceVocabulary(List<String> tokens, boolean lowercase) {

    /** Copies the list. */
    public WordPieceVocabulary {
        tokens = List.copyOf(tokens);
    }

    public int size() {
        return tokens.size();
    }

    /**
     * Writes {@code vocab.txt}, {@code tokenizer.json}, {@code tokenizer_config.json} and {@code special_tokens_map.json}, each whole or
     * not at all.
     *
     * @param maxLength the most tokens that the model takes: {@code model_max_length}
     */
    public void save(Path folder, int maxLength) throws IOException {
        Files.createDirectories(folder);
        TextFile.write(folder.resolve("vocab.txt"), out -> {
            for (String token : tokens) {
                out.append(token).append('\n');
            }
        });
        JsonWriter.write(folder.resolve("tokenizer.json"), tokenizerJson());
        JsonWriter.write(folder.resolve("tokenizer_config.json"), config(maxLength));
        JsonWriter.write(folder.resolve("special_tokens_map.json"), roles());
    }

    private static Map<String, @Nullable Object> roles() {
        return map("unk_token", "[UNK]", "sep_token", "[SEP]", "pad_token", "[PAD]", "cls_token", "[CLS]", "mask_token", "[MASK]");
    }

    private Map<String, @Nullable Object> config(int maxLength) {
        Map<String, @Nullable Object> config = map(
                "tokenizer_class", "BertTokenizer",
                "do_lower_case", lowercase,
                "strip_accents", null,
                "tokenize_chinese_chars", true,
                "model_max_length", maxLength);
        config.putAll(roles());
        return config;
    }

    private Map<String, @Nullable Object> tokenizerJson() {
        List<Map<String, @Nullable Object>> added = new ArrayList<>();
        for (String token : WordPieceTrainer.SPECIAL) {
            added.add(map("id", tokens.indexOf(token), "content", token, "single_word", false, "lstrip", false, "rstrip", false,
                    "normalized", false, "special", true));
        }
        Map<String, @Nullable Object> vocabulary = new LinkedHashMap<>();
        for (int id = 0; id < tokens.size(); id++) {
            vocabulary.put(tokens.get(id), id);
        }
        return map(
                "version", "1.0",
                "truncation", null,
                "padding", null,
                "added_tokens", added,
                "normalizer", map("type", "BertNormalizer", "clean_text", true, "handle_chinese_chars", true, "strip_accents", null,
                        "lowercase", lowercase),
                "pre_tokenizer", map("type", "BertPreTokenizer"),
                "post_processor", postProcessor(),
                "decoder", map("type", "WordPiece", "prefix", "##", "cleanup", true),
                "model", map("type", "WordPiece", "unk_token", "[UNK]", "continuing_subword_prefix", "##",
                        "max_input_chars_per_word", 100, "vocab", vocabulary));
    }

    /** [CLS] A [SEP] for one text, [CLS] A [SEP] B [SEP] with types 0 and 1 for a pair. */
    private Map<String, @Nullable Object> postProcessor() {
        List<Object> single = List.of(special("[CLS]", 0), sequence("A", 0), special("[SEP]", 0));
        List<Object> pair = new ArrayList<>(single);
        pair.addAll(List.of(sequence("B", 1), special("[SEP]", 1)));
        Map<String, @Nullable Object> tokensUsed = new LinkedHashMap<>();
        for (String token : List.of("[CLS]", "[SEP]")) {
            tokensUsed.put(token, map("id", token, "ids", List.of(tokens.indexOf(token)), "tokens", List.of(token)));
        }
        return map("type", "TemplateProcessing", "single", single, "pair", pair, "special_tokens", tokensUsed);
    }

    private static Map<String, @Nullable Object> special(String token, int type) {
        return map("SpecialToken", map("id", token, "type_id", type));
    }

    private static Map<String, @Nullable Object> sequence(String name, int type) {
        return map("Sequence", map("id", name, "type_id", type));
    }

    /** Names and values in turn, kept in order. */
    private static Map<String, @Nullable Object> map(@Nullable Object... pairs) {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            map.put(String.valueOf(pairs[i]), pairs[i + 1]);
        }
        return map;
    }
}
