package io.isotropy.nlp.sentence;

import io.isotropy.nlp.FolderWriter;
import io.isotropy.nlp.ModelFolderException;
import io.isotropy.nlp.json.Json;
import io.isotropy.nlp.json.JsonException;
import io.isotropy.nlp.json.JsonWriter;
import io.isotropy.tensor.safetensors.SafetensorsEntry;
import io.isotropy.tensor.safetensors.SafetensorsWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A copy of an encoder's folder with one more dense layer, which sentence-transformers and {@link SentenceEncoder} load: Transformer, Pooling, the
 * dense layers that the encoder had, {@code Dense} with the identity for an activation and, if wanted, {@code Normalize}.
 *
 * @param in the length of the encoder's vectors
 * @param out the length of the new ones
 * @param weight (out, in), as PyTorch has it
 * @param bias (out)
 */
public record DenseExport(int in, int out, float[] weight, float[] bias, boolean normalize) {

    private static final String LIMITS = "sentence_bert_config.json";
    private static final String PROMPTS = "config_sentence_transformers.json";

    /**
     * Writes the folder, whole or not at all.
     *
     * @param source the encoder's folder
     * @param settings with which it is used; its vectors are not normalized before the layer
     * @throws IOException also where sentence-transformers has no such pooling
     */
    public void write(Path source, EncoderSettings settings, Path target) throws IOException {
        for (Pooling pooling : settings.poolings()) {
            if (pooling.mode() == null) {
                throw new ModelFolderException(source, "is pooled by " + pooling.word() + ", which sentence-transformers does not know");
            }
        }
        try {
            FolderWriter.write(target, folder -> fill(folder, source, settings));
        } catch (JsonException e) {
            throw new ModelFolderException(e);
        }
    }

    private void fill(Path folder, Path source, EncoderSettings settings) throws IOException {
        Path root = SentenceFolder.root(source);
        SentenceLayout.copy(root, folder, files(root));
        SentenceLayout.copy(source, folder, List.of(PROMPTS));
        List<Map<String, Object>> modules = new ArrayList<>();
        modules.add(SentenceLayout.module(0, "", "Transformer"));
        modules.add(SentenceLayout.module(1, "1_Pooling", "Pooling"));
        int states = Json.read(root.resolve("config.json")).get("hidden_size").asInt();
        JsonWriter.write(Files.createDirectory(folder.resolve("1_Pooling")).resolve("config.json"),
                SentenceLayout.pooling(states, settings.poolings()));
        for (Path dense : denses(source)) {
            String name = modules.size() + "_Dense";
            FolderWriter.copy(dense, folder.resolve(name));
            modules.add(SentenceLayout.module(modules.size(), name, "Dense"));
        }
        String name = modules.size() + "_Dense";
        writeDense(Files.createDirectory(folder.resolve(name)));
        modules.add(SentenceLayout.module(modules.size(), name, "Dense"));
        if (normalize) {
            Path empty = Files.createDirectory(folder.resolve(modules.size() + "_Normalize"));
            modules.add(SentenceLayout.module(modules.size(), String.valueOf(empty.getFileName()), "Normalize"));
        }
        Map<String, Object> limits = new LinkedHashMap<>(SentenceFolder.optional(root.resolve(LIMITS)).asMap());
        limits.put("max_seq_length", settings.maxLength());
        JsonWriter.write(folder.resolve(LIMITS), limits);
        writePrompt(folder.resolve(PROMPTS), settings.prefix());
        JsonWriter.write(folder.resolve("modules.json"), modules);
    }

    /** What stands in the folder itself: configuration, weights and tokenizer. */
    private static List<String> files(Path root) throws IOException {
        try (Stream<Path> entries = Files.list(root)) {
            return entries.filter(Files::isRegularFile)
                    .map(file -> String.valueOf(file.getFileName()))
                    .filter(name -> !name.startsWith("."))
                    .toList();
        }
    }

    private static List<Path> denses(Path source) throws IOException {
        Path modules = source.resolve("modules.json");
        List<Path> places = new ArrayList<>();
        for (Json module : Files.exists(modules) ? Json.read(modules).asList() : List.<Json>of()) {
            if (SentenceFolder.type(module).equals("Dense")) {
                places.add(SentenceFolder.inside(source, module));
            }
        }
        return places;
    }

    private void writeDense(Path folder) throws IOException {
        Map<String, Object> config = new LinkedHashMap<>();
        config.put("in_features", in);
        config.put("out_features", out);
        config.put("bias", true);
        config.put("activation_function", "torch.nn.modules.linear.Identity");
        JsonWriter.write(folder.resolve("config.json"), config);
        SafetensorsWriter.write(
                folder.resolve("model.safetensors"),
                List.of(SafetensorsEntry.of("linear.weight", new long[] {out, in}, weight),
                        SafetensorsEntry.of("linear.bias", new long[] {out}, bias)),
                Map.of("format", "pt"));
    }

    /** Makes the prefix the default prompt, under the name it has or a new one. */
    private static void writePrompt(Path file, String prefix) throws IOException {
        Json old = SentenceFolder.optional(file);
        Map<String, String> prompts = SentenceFolder.prompts(old);
        if (prompts.getOrDefault(old.getString("default_prompt_name", ""), "").equals(prefix)) {
            return;
        }
        String name = prompts.entrySet().stream().filter(prompt -> prompt.getValue().equals(prefix)).map(Map.Entry::getKey)
                .findFirst().orElse("default");
        prompts.put(name, prefix);
        Map<String, Object> changed = new LinkedHashMap<>(old.asMap());
        changed.put("prompts", prompts);
        changed.put("default_prompt_name", name);
        JsonWriter.write(file, changed);
    }
}
