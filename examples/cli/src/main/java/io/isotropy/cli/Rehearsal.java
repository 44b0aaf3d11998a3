package io.isotropy.cli;

import io.isotropy.tensor.safetensors.SafetensorsEntry;
import io.isotropy.tensor.safetensors.SafetensorsWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Does what a short run does, with a model of one layer and a few weights, so that the launcher can record which classes that needs. The
 * folder given is a cache of models with that one under the name of the default model; ISOTROPY_CACHE must name it too.
 */
final class Rehearsal {

    private static final int SIZE = 8;
    private static final List<String> TOKENS = List.of("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "a", "man", "##s", ".");

    private Rehearsal() {}

    public static void main(String[] args) throws IOException {
        Path model = Files.createDirectories(Path.of(args[0], "models", "all-MiniLM-L6-v2"));
        writeConfiguration(model);
        writeTokenizer(model);
        writeWeights(model);
        String text = Files.writeString(model.resolve("text.txt"), "A man.\n").toString();
        int code = Isotropy.run(Streams.system(), "embed", "--offline", "--input", text);
        // Again as picocli reads it.
        code = Math.max(code, Isotropy.run(Streams.system(), "embed", "--offline", "--input", text, "--threads", "2"));
        System.exit(code);
    }

    private static void writeConfiguration(Path model) throws IOException {
        Files.writeString(model.resolve("config.json"),
                """
                {"model_type": "bert", "vocab_size": 9, "hidden_size": 8, "num_hidden_layers": 1, "num_attention_heads": 2,
                 "intermediate_size": 8, "hidden_act": "gelu", "max_position_embeddings": 16, "type_vocab_size": 2,
                 "layer_norm_eps": 1e-12}
                """);
        Files.writeString(model.resolve("modules.json"),
                """
                [{"idx": 0, "name": "0", "path": "", "type": "sentence_transformers.models.Transformer"},
                 {"idx": 1, "name": "1", "path": "1_Pooling", "type": "sentence_transformers.models.Pooling"},
                 {"idx": 2, "name": "2", "path": "2_Normalize", "type": "sentence_transformers.models.Normalize"}]
                """);
        Files.createDirectories(model.resolve("1_Pooling"));
        Files.writeString(model.resolve("1_Pooling/config.json"),
                "{\"word_embedding_dimension\": 8, \"pooling_mode_mean_tokens\": true}");
        Files.writeString(model.resolve("sentence_bert_config.json"), "{\"max_seq_length\": 16, \"do_lower_case\": false}");
        Files.writeString(model.resolve("config_sentence_transformers.json"),
                "{\"prompts\": {\"query\": \"\"}, \"default_prompt_name\": null}");
    }

    private static void writeTokenizer(Path model) throws IOException {
        List<String> ids = new ArrayList<>();
        List<String> added = new ArrayList<>();
        for (int id = 0; id < TOKENS.size(); id++) {
            ids.add("\"" + TOKENS.get(id) + "\": " + id);
            if (TOKENS.get(id).startsWith("[")) {
                added.add("{\"id\": " + id + ", \"content\": \"" + TOKENS.get(id) + "\", \"special\": true}");
            }
        }
        Files.writeString(model.resolve("tokenizer.json"),
                """
                {"version": "1.0", "truncation": null, "added_tokens": %s, "normalizer": {"type": "BertNormalizer", "lowercase": true},
                 "pre_tokenizer": {"type": "BertPreTokenizer"},
                 "post_processor": {"type": "BertProcessing", "sep": ["[SEP]", 3], "cls": ["[CLS]", 2]},
                 "decoder": {"type": "WordPiece", "prefix": "##", "cleanup": true},
                 "model": {"type": "WordPiece", "unk_token": "[UNK]", "vocab": {%s}}}
                """.formatted(added, String.join(", ", ids)));
    }

    private static void writeWeights(Path model) throws IOException {
        List<SafetensorsEntry> entries = new ArrayList<>();
        add(entries, "embeddings.word_embeddings.weight", TOKENS.size(), SIZE);
        add(entries, "embeddings.position_embeddings.weight", 16, SIZE);
        add(entries, "embeddings.token_type_embeddings.weight", 2, SIZE);
        norm(entries, "embeddings.LayerNorm");
        String layer = "encoder.layer.0.";
        for (String dense : List.of("attention.self.query", "attention.self.key", "attention.self.value", "attention.output.dense",
                "intermediate.dense", "output.dense")) {
            add(entries, layer + dense + ".weight", SIZE, SIZE);
            add(entries, layer + dense + ".bias", SIZE);
        }
        norm(entries, layer + "attention.output.LayerNorm");
        norm(entries, layer + "output.LayerNorm");
        SafetensorsWriter.write(model.resolve("model.safetensors"), entries, Map.of("format", "pt"));
    }

    private static void norm(List<SafetensorsEntry> entries, String name) {
        add(entries, name + ".weight", SIZE);
        add(entries, name + ".bias", SIZE);
    }

    private static void add(List<SafetensorsEntry> entries, String name, int... shape) {
        int size = 1;
        long[] dims = new long[shape.length];
        for (int i = 0; i < shape.length; i++) {
            size *= shape[i];
            dims[i] = shape[i];
        }
        float[] values = new float[size];
        for (int i = 0; i < size; i++) {
            values[i] = (i * 7 % 5 - 2) * 0.25f;
        }
        entries.add(SafetensorsEntry.of(name, dims, values));
    }
}
