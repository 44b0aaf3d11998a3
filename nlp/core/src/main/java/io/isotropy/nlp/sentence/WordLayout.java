package io.isotropy.nlp.sentence;

import io.isotropy.autograd.nn.Parameter;
import io.isotropy.kernels.Activation;
import io.isotropy.nlp.json.JsonWriter;
import io.isotropy.nlp.word.WhitespaceTokenizer;
import io.isotropy.tensor.Tensor;
import io.isotropy.tensor.safetensors.SafetensorsEntry;
import io.isotropy.tensor.safetensors.SafetensorsWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes the folder of a model that begins with vectors of words, module by module, as sentence-transformers 6 does. Each file is written whole
 * or not at all, {@code model.safetensors} of the folder itself last.
 */
final class WordLayout {

    private static final String WEIGHTS = "model.safetensors";
    private static final String MODULES = "sentence_transformers.sentence_transformer.modules.";

    private final Path folder;
    private final List<Object> modules = new ArrayList<>();

    WordLayout(Path folder) throws IOException {
        this.folder = Files.createDirectories(folder);
    }

    /** The module {@code WordEmbeddings}, without its table. */
    void words(WhitespaceTokenizer tokenizer, boolean updated) throws IOException {
        tokenizer.write(folder);
        Map<String, Object> config = new LinkedHashMap<>();
        config.put("tokenizer_class", MODULES + "tokenizer.whitespace.WhitespaceTokenizer");
        config.put("update_embeddings", updated);
        config.put("max_seq_length", WordTokenEncoder.UNLIMITED);
        JsonWriter.write(folder.resolve(WordTokenEncoder.WORDS), config);
        module("", MODULES + "word_embeddings.WordEmbeddings");
    }

    void lstm(int inputs, int hidden, boolean bidirectional, List<Parameter> parameters) throws IOException {
        Path place = module("_LSTM", MODULES + "lstm.LSTM");
        Map<String, Object> config = new LinkedHashMap<>();
        config.put("embedding_dimension", inputs);
        config.put("hidden_dim", hidden);
        config.put("num_layers", 1);
        config.put("dropout", 0);
        config.put("bidirectional", bidirectional);
        JsonWriter.write(place.resolve(WordTokenEncoder.LSTM), config);
        weights(place, parameters, "encoder.");
    }

    void pooling(int dimension, Pooling pooling) throws IOException {
        Map<String, Object> config = new LinkedHashMap<>();
        config.put("embedding_dimension", dimension);
        config.put("pooling_mode", pooling.word());
        config.put("include_prompt", true);
        JsonWriter.write(module("_Pooling", MODULES + "pooling.Pooling").resolve("config.json"), config);
    }

    void dense(int inputs, int outputs, Activation activation, List<Parameter> parameters) throws IOException {
        Path place = module("_Dense", "sentence_transformers.base.modules.dense.Dense");
        Map<String, Object> config = new LinkedHashMap<>();
        config.put("in_features", inputs);
        config.put("out_features", outputs);
        config.put("bias", true);
        config.put("activation_function", "torch.nn.modules.activation." + (activation == Activation.TANH ? "Tanh" : "ReLU"));
        config.put("module_input_name", "sentence_embedding");
        config.put("module_output_name", "sentence_embedding");
        JsonWriter.write(place.resolve("config.json"), config);
        weights(place, parameters, "linear.");
    }

    /** What belongs to all modules, and the table of the first. */
    void finish(Tensor table) throws IOException {
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put("model_type", "SentenceTransformer");
        settings.put("prompts", Map.of());
        settings.put("default_prompt_name", null);
        settings.put("similarity_fn_name", "cosine");
        JsonWriter.write(folder.resolve("config_sentence_transformers.json"), settings);
        JsonWriter.write(folder.resolve("modules.json"), modules);
        SafetensorsWriter.write(
                folder.resolve(WEIGHTS), List.of(SafetensorsEntry.of(WordTokenEncoder.TABLE, table)), Map.of("format", "pt"));
    }

    /** The folder of the next module. */
    private Path module(String suffix, String type) throws IOException {
        String path = suffix.isEmpty() ? "" : modules.size() + suffix;
        Map<String, Object> module = new LinkedHashMap<>();
        module.put("idx", modules.size());
        module.put("name", "" + modules.size());
        module.put("path", path);
        module.put("type", type);
        modules.add(module);
        return Files.createDirectories(folder.resolve(path));
    }

    /** Parameters by the part of their names from {@code scope} on. */
    private static void weights(Path place, List<Parameter> parameters, String scope) throws IOException {
        List<SafetensorsEntry> entries = parameters.stream()
                .map(parameter -> SafetensorsEntry.of(
                        parameter.name().substring(parameter.name().indexOf(scope)), parameter.variable().value()))
                .toList();
        SafetensorsWriter.write(place.resolve(WEIGHTS), entries, Map.of("format", "pt"));
    }
}
