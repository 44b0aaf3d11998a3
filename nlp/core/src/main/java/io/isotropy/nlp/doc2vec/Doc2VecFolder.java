package io.isotropy.nlp.doc2vec;

import io.isotropy.kernels.Backend;
import io.isotropy.kernels.WordTraining.Composition;
import io.isotropy.nlp.ModelFolderException;
import io.isotropy.nlp.ModelSettings;
import io.isotropy.nlp.corpus.Tokenizer;
import io.isotropy.nlp.corpus.Vocabulary;
import io.isotropy.nlp.doc2vec.Doc2VecConfig.Architecture;
import io.isotropy.nlp.json.Json;
import io.isotropy.nlp.json.JsonException;
import io.isotropy.nlp.text.TextFile;
import io.isotropy.nlp.word2vec.VectorTable;
import io.isotropy.tensor.Scope;
import io.isotropy.tensor.Shape;
import io.isotropy.tensor.Tensor;
import io.isotropy.tensor.safetensors.SafetensorsEntry;
import io.isotropy.tensor.safetensors.SafetensorsFile;
import io.isotropy.tensor.safetensors.SafetensorsWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Folders of paragraph vectors: {@value #WEIGHTS} with {@code texts} (texts, D), {@code words} (V + 1, D; the last is the null word's; absent
 * where words have none) and {@code output} (rows, parts·D); {@value #COUNTS} with a word, a tab and its count a line; settings in {@code
 * isotropy.json}, in gensim's words.
 */
public final class Doc2VecFolder {

    static final String WEIGHTS = "model.safetensors";
    static final String COUNTS = "counts.tsv";

    private static final String TOKENIZER = "tokenizer";
    private static final String CONFIG = "config";

    private Doc2VecFolder() {}

    /** Saves a model; whatever else is in the folder stays. */
    public static void save(Doc2Vec model, Path folder) throws IOException {
        Files.createDirectories(folder);
        Doc2VecConfig config = model.config();
        List<SafetensorsEntry> entries = new ArrayList<>();
        entries.add(SafetensorsEntry.of("texts", model.texts()));
        Tensor words = unpadded(model.words(), 1, config.dimension());
        Tensor output = unpadded(model.output(), config.parts(), config.dimension());
        try {
            if (config.hasWords()) {
                entries.add(SafetensorsEntry.of("words", words));
            }
            entries.add(SafetensorsEntry.of("output", output));
            SafetensorsWriter.write(folder.resolve(WEIGHTS), entries, Map.of());
        } finally {
            words.release();
            output.release();
        }
        TextFile.write(folder.resolve(COUNTS), model.vocabulary()::write);
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put(TOKENIZER, model.tokenizer().name());
        settings.put(CONFIG, settings(config));
        ModelSettings.write(folder, Doc2Vec.NAME, settings);
    }

    /** Opens a folder. */
    public static Doc2Vec load(Path folder, Backend backend) throws IOException {
        try {
            Json settings = ModelSettings.read(folder);
            Tokenizer tokenizer = Tokenizer.of(settings.get(TOKENIZER));
            Doc2VecConfig config = config(settings.get(CONFIG));
            Vocabulary vocabulary = Vocabulary.read(folder.resolve(COUNTS));
            int size = vocabulary.size();
            try (SafetensorsFile file = SafetensorsFile.open(folder.resolve(WEIGHTS))) {
                VectorTable words = VectorTable.zeros(backend, Doc2Vec.wordRows(config, size), config.dimension());
                if (config.hasWords()) {
                    read(folder, file, "words", words, 1, config.dimension());
                }
                VectorTable output = VectorTable.zeros(
                        backend, Doc2Vec.outputRows(config, size), config.parts() * VectorTable.width(config.dimension()));
                read(folder, file, "output", output, config.parts(), config.dimension());
                long texts = checked(folder, file, "texts", -1, config.dimension());
                float[] values = file.readFloats("texts");
                Tensor tensor = Scope.outside(() -> Tensor.of(backend, Shape.of((int) texts, config.dimension()), values));
                return new Doc2Vec(config, tokenizer, vocabulary, words, output, tensor);
            }
        } catch (JsonException e) {
            throw new ModelFolderException(e);
        }
    }

    private static Tensor unpadded(VectorTable table, int parts, int dimension) {
        Tensor tensor = Scope.outside(() -> Tensor.uninitialized(table.buffer().backend(), Shape.of(table.rows(), parts * dimension)));
        float[] part = new float[dimension];
        int width = VectorTable.width(dimension);
        for (int p = 0; p < table.rows() * parts; p++) {
            table.buffer().read((long) p * width, part, 0, dimension);
            tensor.buffer().write((long) p * dimension, part, 0, dimension);
        }
        return tensor;
    }

    private static void read(Path folder, SafetensorsFile file, String name, VectorTable table, int parts, int dimension) throws IOException {
        checked(folder, file, name, table.rows(), parts * dimension);
        float[] values = file.readFloats(name);
        int width = VectorTable.width(dimension);
        for (int p = 0; p < table.rows() * parts; p++) {
            table.buffer().write((long) p * width, values, p * dimension, dimension);
        }
    }

    /** The rows of a matrix of the file, which must have so many, unless that is −1. */
    private static long checked(Path folder, SafetensorsFile file, String name, int rows, int columns) throws IOException {
        long[] shape = file.info(name).shape();
        if (shape.length != 2 || rows >= 0 && shape[0] != rows || shape[1] != columns) {
            throw new ModelFolderException(folder.resolve(WEIGHTS), "must have " + name + " of " + (rows < 0 ? "any number of" : rows)
                    + " rows of " + columns + " numbers, as " + COUNTS + " and isotropy.json say: the files belong to different models");
        }
        return shape[0];
    }

    private static Map<String, ?> settings(Doc2VecConfig config) {
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put("dm", config.architecture() == Architecture.DISTRIBUTED_MEMORY ? 1 : 0);
        settings.put("dbow_words", config.trainWords() ? 1 : 0);
        settings.put("composition", config.composition().name().toLowerCase(Locale.ROOT));
        settings.put("vector_size", config.dimension());
        settings.put("window", config.window());
        settings.put("min_count", config.limits().minCount());
        settings.put("max_final_vocab", config.limits().maxWords());
        settings.put("sample", config.sampling());
        settings.put("negative", config.negatives());
        settings.put("hs", config.hierarchicalSoftmax() ? 1 : 0);
        settings.put("ns_exponent", config.noiseExponent());
        settings.put("alpha", config.alpha());
        settings.put("min_alpha", config.minAlpha());
        settings.put("epochs", config.epochs());
        settings.put("seed", config.seed());
        settings.put("deterministic", config.deterministic());
        return settings;
    }

    private static Doc2VecConfig config(Json json) {
        Composition composition = switch (json.get("composition").asString()) {
            case "mean" -> Composition.MEAN;
            case "sum" -> Composition.SUM;
            case "concatenation" -> Composition.CONCATENATION;
            default -> throw json.get("composition").error("must be mean, sum or concatenation");
        };
        try {
            return new Doc2VecConfig(
                    json.get("dm").asInt() == 1 ? Architecture.DISTRIBUTED_MEMORY : Architecture.BAG_OF_WORDS,
                    json.get("dbow_words").asInt() == 1, composition, json.get("vector_size").asInt(), json.get("window").asInt(),
                    new Vocabulary.Limits(json.get("min_count").asInt(), json.get("max_final_vocab").asInt()),
                    json.get("sample").asDouble(), json.get("negative").asInt(), json.get("hs").asInt() == 1,
                    json.get("ns_exponent").asDouble(), json.get("alpha").asDouble(), json.get("min_alpha").asDouble(),
                    json.get("epochs").asInt(), json.get("seed").asLong(), json.getBoolean("deterministic", false));
        } catch (IllegalArgumentException e) {
            throw json.error(String.valueOf(e.getMessage()));
        }
    }
}
