package io.isotropy.nlp.sentence;

import io.isotropy.nlp.ModelFolderException;
import io.isotropy.nlp.bert.BertConfig;
import io.isotropy.nlp.json.Json;
import io.isotropy.nlp.json.JsonException;
import io.isotropy.nlp.text.WordPieceTokenizer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/**
 * A model folder's way from text to token ids, without its weights: what {@link SentenceEncoder} does before the encoder runs, to the
 * token.
 *
 * @param tokenizer cuts at the model's maximum length
 * @param prefix put before every text: the folder's default prompt
 * @param lowerCase whether the text is lower-cased first, whatever the tokenizer does
 */
public record SentenceTokenizer(WordPieceTokenizer tokenizer, String prefix, boolean lowerCase) {

    /**
     * Reads a model folder's tokenizer and settings.
     *
     * @throws IOException if a file is missing or is not as it must be; the message names it
     */
    public static SentenceTokenizer load(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            throw new ModelFolderException(folder, "is not a folder; a model is a folder with config.json and model.safetensors");
        }
        try {
            Path root = SentenceFolder.root(folder);
            Path file = root.resolve("config.json");
            if (Files.exists(root.resolve(WordTokenEncoder.WORDS))) {
                throw new ModelFolderException(root, "begins with vectors of words; give a model that begins with a BERT");
            }
            if (!Files.isRegularFile(file)) {
                throw new ModelFolderException(root, "has no config.json: it is not a model folder");
            }
            BertConfig config = BertConfig.of(Json.read(file));
            Json limits = SentenceFolder.optional(root.resolve("sentence_bert_config.json"));
            Json settings = SentenceFolder.optional(folder.resolve("config_sentence_transformers.json"));
            String prompt = SentenceFolder.prompts(settings)
                    .getOrDefault(settings.getString("default_prompt_name", ""), "");
            return new SentenceTokenizer(
                    SentenceFolder.tokenizer(root, config, limits), prompt, limits.getBoolean("do_lower_case", false));
        } catch (JsonException e) {
            throw new ModelFolderException(e);
        }
    }

    /**
     * The same, cutting elsewhere.
     *
     * @param max tokens, special ones included
     */
    public SentenceTokenizer withMaxLength(int max) {
        return new SentenceTokenizer(tokenizer.withMaxLength(max), prefix, lowerCase);
    }

    /** The ids of a text as the encoder sees them, special tokens included. */
    public int[] ids(String text) {
        String whole = prefix.isEmpty() ? text : prefix + text;
        return tokenizer.ids(lowerCase ? whole.toLowerCase(Locale.ROOT) : whole);
    }
}
