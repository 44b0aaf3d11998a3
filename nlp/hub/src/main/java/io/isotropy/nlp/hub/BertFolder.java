package io.isotropy.nlp.hub;

import io.isotropy.nlp.hub.Progress.Phase;
import io.isotropy.nlp.json.Json;
import io.isotropy.nlp.json.JsonWriter;
import io.isotropy.nlp.onnx.BertFacts;
import io.isotropy.nlp.onnx.BertOnnx;
import io.isotropy.nlp.onnx.BertWeight;
import io.isotropy.nlp.sentence.SentenceLayout;
import io.isotropy.tensor.safetensors.DType;
import io.isotropy.tensor.safetensors.SafetensorsEntry;
import io.isotropy.tensor.safetensors.SafetensorsWriter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Writes a BERT sentence encoder as a folder in the layout of sentence-transformers: the files, keys and tensor names
 * of the published checkpoints.
 */
final class BertFolder {
    private final Path folder;
    private final KnownModel model;
    private final Progress progress;

    private BertFolder(Path folder, KnownModel model, Progress progress) {
        this.folder = folder;
        this.model = model;
        this.progress = progress;
    }

    /** Converts {@code onnx}; tokenizer.json must be in the folder already. */
    static void write(Path folder, KnownModel model, Path onnx, Progress progress) throws IOException {
        try (BertOnnx bert = BertOnnx.open(onnx)) {
            BertFacts facts = bert.facts();
            if (facts.hidden() != model.dimension() || facts.layers() != model.layers()) {
                throw new HubException(onnx.getFileName() + " is not " + model.name() + ": it has " + facts.layers()
                        + " layers of " + facts.hidden() + ", " + model.layers() + " of " + model.dimension()
                        + " are expected");
            }
            Path tokenizerFile = folder.resolve("tokenizer.json");
            Json tokenizer = Json.read(tokenizerFile);
            BertFolder target = new BertFolder(folder, model, progress);
            target.writeConfigs(facts, tokenizer);
            target.writeWeights(bert);
        }
    }

    private void writeConfigs(BertFacts facts, Json tokenizer) throws IOException {
        JsonWriter.write(folder.resolve("config.json"), config(facts, tokenizer));
        JsonWriter.write(folder.resolve("tokenizer_config.json"), tokenizerConfig(tokenizer));
        // The switch there lowers the text before the tokenizer sees it; the tokenizer's own rules hold.
        SentenceLayout.write(
                folder, model.dimension(), model.pooling(), model.normalize(), Math.min(model.maxLength(), facts.positions()), false);
        JsonWriter.write(folder.resolve("config_sentence_transformers.json"), prompts());
        Files.writeString(folder.resolve("README.md"), readMe());
    }

    private static Map<String, Object> config(BertFacts facts, Json tokenizer) {
        Map<String, Object> config = ordered("architectures", List.of("BertModel"), "model_type", "bert");
        config.put("vocab_size", facts.vocab());
        config.put("hidden_size", facts.hidden());
        config.put("num_hidden_layers", facts.layers());
        config.put("num_attention_heads", facts.heads());
        config.put("intermediate_size", facts.intermediate());
        config.put("hidden_act", "gelu");
        config.put("hidden_dropout_prob", 0.1); // BERT's own; the graph is one for inference and has none
        config.put("attention_probs_dropout_prob", 0.1);
        config.put("max_position_embeddings", facts.positions());
        config.put("type_vocab_size", facts.types());
        config.put("initializer_range", 0.02);
        config.put("layer_norm_eps", facts.eps());
        config.put("pad_token_id", tokenizer.get("model").get("vocab").getInt("[PAD]", 0));
        config.put("position_embedding_type", "absolute");
        config.put("torch_dtype", "float32");
        return config;
    }

    /** Without this file Python's BertTokenizer replaces the rules of tokenizer.json by its defaults. */
    private static Map<String, Object> tokenizerConfig(Json tokenizer) {
        Json normalizer = tokenizer.find("normalizer");
        Json strip = normalizer == null ? null : normalizer.find("strip_accents");
        Map<String, Object> config = ordered("tokenizer_class", "BertTokenizer");
        config.put("do_lower_case", normalizer == null || normalizer.getBoolean("lowercase", true));
        config.put("strip_accents", strip == null ? null : strip.asBoolean());
        config.put("tokenize_chinese_chars", normalizer == null || normalizer.getBoolean("handle_chinese_chars", true));
        config.put("unk_token", "[UNK]");
        config.put("sep_token", "[SEP]");
        config.put("pad_token", "[PAD]");
        config.put("cls_token", "[CLS]");
        config.put("mask_token", "[MASK]");
        return config;
    }

    private Map<String, Object> prompts() {
        Map<String, Object> config = ordered(
                "prompts", ordered("query", model.queryPrompt(), "document", model.passagePrompt()));
        config.put("default_prompt_name", null);
        config.put("similarity_fn_name", "cosine");
        return config;
    }

    private String readMe() {
        return """
                ---
                license: %s
                base_model: %s
                library_name: sentence-transformers
                ---
                # %s

                %s.

                %s

                Converted from %s in the Maven artifact %s; the weights are unchanged.
                """
                .formatted(
                        model.licence().toLowerCase(Locale.ROOT),
                        model.huggingFaceId(),
                        model.name(),
                        model.description(),
                        model.advice(),
                        model.artifact().onnx(),
                        model.artifact().coordinates());
    }

    private void writeWeights(BertOnnx bert) throws IOException {
        long total = 0;
        for (BertWeight weight : bert.weights()) {
            total += 4L * weight.rows() * weight.columns();
        }
        Counter counter = new Counter(progress, total);
        List<SafetensorsEntry> entries = new ArrayList<>();
        for (BertWeight weight : bert.weights()) {
            long[] shape = weight.shape().stream().mapToLong(Integer::longValue).toArray();
            entries.add(new SafetensorsEntry(weight.name(), DType.F32, shape, out -> writeRows(weight, out, counter)));
        }
        // transformers insists on the format.
        Map<String, String> metadata = Map.of("format", "pt");
        SafetensorsWriter.write(folder.resolve("model.safetensors"), entries, metadata);
    }

    private static void writeRows(BertWeight weight, WritableByteChannel out, Counter counter) throws IOException {
        int columns = weight.columns();
        int rowsAtOnce = Math.max(1, (1 << 18) / columns);
        ByteBuffer bytes = ByteBuffer.allocate(4 * columns * rowsAtOnce).order(ByteOrder.LITTLE_ENDIAN);
        float[] row = new float[columns];
        for (int r = 0; r < weight.rows(); r++) {
            weight.row(r, row);
            for (float value : row) {
                bytes.putFloat(value);
            }
            if (!bytes.hasRemaining() || r == weight.rows() - 1) {
                int count = bytes.flip().remaining();
                out.write(bytes);
                bytes.clear();
                counter.add(count);
            }
        }
    }

    private static final class Counter {
        private final Progress progress;
        private final long total;
        private long done;

        Counter(Progress progress, long total) {
            this.progress = progress;
            this.total = total;
        }

        void add(int bytes) {
            done += bytes;
            progress.update(Phase.CONVERT, "model.safetensors", done, total);
        }
    }

    private static Map<String, Object> ordered(Object... namesAndValues) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            map.put(String.valueOf(namesAndValues[i]), namesAndValues[i + 1]);
        }
        return map;
    }
}
