package io.isotropy.nlp.sentence;

import io.isotropy.kernels.Activation;
import io.isotropy.kernels.Backend;
import io.isotropy.nlp.ModelFolderException;
import io.isotropy.nlp.bert.BertConfig;
import io.isotropy.nlp.bert.BertEncoder;
import io.isotropy.nlp.bert.DenseLayer;
import io.isotropy.nlp.bert.Weights;
import io.isotropy.nlp.json.Json;
import io.isotropy.nlp.text.WordPieceTokenizer;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Supplier;

/**
 * What a model folder says: encoder, tokenizer, poolings, stages and prompts. The folder is either sentence-transformers' ({@code modules.json})
 * or a plain Hugging Face one, which is read as sentence-transformers does: mean pooling and nothing after.
 */
record SentenceFolder(
        TokenEncoder encoder,
        List<Pooling> poolings,
        List<Stage> stages,
        Map<String, String> prompts,
        String defaultPrompt) {

    static SentenceFolder read(Path folder, Supplier<Backend> backends) throws IOException {
        if (!Files.isDirectory(folder)) {
            throw new ModelFolderException(folder, "is not a folder; a model is a folder with config.json and model.safetensors");
        }
        Path modules = folder.resolve("modules.json");
        List<Json> list = Files.exists(modules) ? Json.read(modules).asList() : List.of();
        if (!list.isEmpty() && type(list.getFirst()).equals("WordEmbeddings")) {
            return words(folder, list, backends.get());
        }
        Path root = root(folder);
        // The tokenizer is read beside the weights: each is a good part of the time from start to first vector.
        FutureTask<WordPieceTokenizer> reading = new FutureTask<>(() -> WordPieceTokenizer.load(root));
        Thread.ofPlatform().daemon().name("isotropy-tokenizer").start(reading);
        Backend backend = backends.get();
        List<Pooling> poolings = List.of(Pooling.MEAN);
        List<Stage> stages = new ArrayList<>();
        for (Json module : list) {
            switch (type(module)) {
                case "Transformer" -> {} // root(folder)
                case "Pooling" -> poolings = Pooling.read(Json.read(inside(folder, module).resolve("config.json")));
                default -> stages.add(stage(folder, module, backend));
            }
        }
        Json prompts = optional(folder.resolve("config_sentence_transformers.json"));
        BertEncoder encoder = BertEncoder.load(root, backend);
        Json transformer = optional(root.resolve("sentence_bert_config.json"));
        return new SentenceFolder(
                new BertTokenEncoder(
                        encoder, limited(root, read(reading), encoder.config(), transformer),
                        transformer.getBoolean("do_lower_case", false)),
                poolings,
                List.copyOf(stages),
                prompts(prompts),
                prompts.getString("default_prompt_name", ""));
    }

    /** A folder that begins with vectors of words. */
    private static SentenceFolder words(Path folder, List<Json> modules, Backend backend) throws IOException {
        List<Pooling> poolings = List.of();
        List<Stage> stages = new ArrayList<>();
        List<Path> recurrent = new ArrayList<>();
        for (Json module : modules.subList(1, modules.size())) {
            switch (type(module)) {
                case "LSTM" -> recurrent.add(inside(folder, module));
                case "Pooling" -> poolings = Pooling.read(Json.read(inside(folder, module).resolve("config.json")));
                case "Dropout" -> {} // which does nothing where a model is used
                default -> stages.add(stage(folder, module, backend));
            }
        }
        Json prompts = optional(folder.resolve("config_sentence_transformers.json"));
        WordTokenEncoder encoder = WordTokenEncoder.load(inside(folder, modules.getFirst()), recurrent, backend);
        for (Pooling pooling : poolings) {
            if (!encoder.allows(pooling)) {
                throw modules.getLast().error("the pooling " + pooling.word() + " needs a BERT");
            }
        }
        if (poolings.isEmpty()) {
            throw new ModelFolderException(folder.resolve("modules.json"), "has no module Pooling, which makes one vector of a text's words");
        }
        return new SentenceFolder(
                encoder, poolings, List.copyOf(stages), prompts(prompts), prompts.getString("default_prompt_name", ""));
    }

    private static Stage stage(Path folder, Json module, Backend backend) throws IOException {
        return switch (type(module)) {
            case "Dense" -> dense(inside(folder, module), backend);
            case "Normalize" -> new Stage.Normalize();
            default ->
                throw module.error("module type \"" + module.get("type").asString()
                        + "\" is none of those known: Transformer, WordEmbeddings, LSTM, Pooling, Dense, Normalize");
        };
    }

    static String type(Json module) {
        String type = module.get("type").asString();
        return type.substring(type.lastIndexOf('.') + 1);
    }

    /** Where the encoder and its tokenizer are: the folder of the module Transformer, which is mostly the folder itself. */
    static Path root(Path folder) throws IOException {
        Path modules = folder.resolve("modules.json");
        if (Files.exists(modules)) {
            for (Json module : Json.read(modules).asList()) {
                if (module.get("type").asString().endsWith(".Transformer")) {
                    return inside(folder, module);
                }
            }
        }
        return folder;
    }

    /** A file that may be absent, which is as if it held an empty object. */
    static Json optional(Path file) throws IOException {
        return Files.exists(file) ? Json.read(file) : Json.parse("{}", file.toString());
    }

    /** The folder's max_seq_length, else model_max_length, wins over the tokenizer's own truncation; none may exceed the position table. */
    static WordPieceTokenizer tokenizer(Path root, BertConfig config, Json limits) throws IOException {
        return limited(root, WordPieceTokenizer.load(root), config, limits);
    }

    private static WordPieceTokenizer read(FutureTask<WordPieceTokenizer> reading) throws IOException {
        try {
            return reading.get();
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case IOException cause -> throw cause;
                case RuntimeException cause -> throw cause;
                case Error cause -> throw cause;
                case null, default -> throw new IOException(e);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while reading the tokenizer");
        }
    }

    private static WordPieceTokenizer limited(Path root, WordPieceTokenizer tokenizer, BertConfig config, Json limits)
            throws IOException {
        int positions = config.maxPositions();
        double longest = optional(root.resolve("tokenizer_config.json")).getDouble("model_max_length", Double.MAX_VALUE);
        // sentence-transformers 6 writes the limit there alone; transformers writes 1e30 for none
        int otherwise = longest >= 1 && longest <= positions ? (int) longest : tokenizer.maxLength().orElse(positions);
        int max = limits.getInt("max_seq_length", otherwise);
        if (tokenizer.vocabularySize() > config.vocabularySize()) {
            throw new ModelFolderException(
                    root, "has a tokenizer of " + tokenizer.vocabularySize() + " tokens but weights for "
                            + config.vocabularySize() + ": the files belong to different models");
        }
        return tokenizer.withMaxLength(Math.min(max, positions));
    }

    static Path inside(Path folder, Json module) {
        Path place = folder.resolve(module.getString("path", "")).normalize();
        if (!place.startsWith(folder.normalize())) {
            throw module.error("\"path\" must stay in the model's folder, got \"" + module.getString("path", "") + "\"");
        }
        return place;
    }

    private static Stage dense(Path place, Backend backend) throws IOException {
        Json json = Json.read(place.resolve("config.json"));
        String name = json.getString("activation_function", "torch.nn.modules.activation.Tanh");
        Activation activation =
                switch (name.substring(name.lastIndexOf('.') + 1)) {
                    case "Identity" -> Activation.NONE;
                    case "Tanh" -> Activation.TANH;
                    case "ReLU" -> Activation.RELU;
                    case "GELU" -> Activation.GELU;
                    default ->
                        throw json.error("\"activation_function\" must be Identity, Tanh, ReLU or GELU, got \"" + name + "\"");
                };
        try (Weights weights = Weights.open(place, backend, "linear.weight")) {
            DenseLayer layer = DenseLayer.load(
                    weights, json.getBoolean("bias", true), json.get("out_features").asInt(),
                    json.get("in_features").asInt(), "linear");
            return new Stage.Dense(layer, activation);
        }
    }

    static Map<String, String> prompts(Json settings) {
        Map<String, String> prompts = new LinkedHashMap<>();
        Json named = settings.find("prompts");
        if (named != null) {
            named.asMap().forEach((name, text) -> prompts.put(name, text.asString()));
        }
        return prompts;
    }
}
