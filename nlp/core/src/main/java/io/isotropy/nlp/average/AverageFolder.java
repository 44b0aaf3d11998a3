package io.isotropy.nlp.average;

import io.isotropy.kernels.Backend;
import io.isotropy.nlp.ModelFolderException;
import io.isotropy.nlp.ModelSettings;
import io.isotropy.nlp.corpus.Tokenizer;
import io.isotropy.nlp.json.Json;
import io.isotropy.nlp.json.JsonException;
import io.isotropy.nlp.word.WordFolder;
import io.isotropy.nlp.word.WordVectorFormat;
import io.isotropy.nlp.word.WordVectors;
import io.isotropy.tensor.linalg.Matrix;
import io.isotropy.tensor.safetensors.SafetensorsEntry;
import io.isotropy.tensor.safetensors.SafetensorsFile;
import io.isotropy.tensor.safetensors.SafetensorsWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Folders of means of word vectors: the vectors in {@value WordFolder#VECTORS}, as word2vec's binary form; each word's weight and the directions
 * that are taken out in {@value #WEIGHTS}; the rest in {@code isotropy.json}.
 */
public final class AverageFolder {

    static final String WEIGHTS = "model.safetensors";

    private static final String WORD_WEIGHTS = "word_weights";
    private static final String DIRECTIONS = "directions";
    private static final String SHARES = "shares";

    private AverageFolder() {}

    /** Saves a model. */
    public static void save(AverageModel model, Path folder) throws IOException {
        Files.createDirectories(folder);
        model.vectors().save(folder.resolve(WordFolder.VECTORS), WordVectorFormat.WORD2VEC_BINARY);
        Matrix directions = model.components().directions();
        List<SafetensorsEntry> entries = new ArrayList<>();
        entries.add(SafetensorsEntry.of(WORD_WEIGHTS, new long[] {model.vectors().size()}, model.weights()));
        if (directions.rows() > 0) {
            entries.add(SafetensorsEntry.of(DIRECTIONS, new long[] {directions.rows(), directions.cols()}, directions.values()));
            entries.add(SafetensorsEntry.of(SHARES, new long[] {directions.rows()}, model.components().shares()));
        }
        SafetensorsWriter.write(folder.resolve(WEIGHTS), entries, Map.of());
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put("tokenizer", model.tokenizer().name());
        settings.put("parameters", model.averaging().toMap());
        ModelSettings.write(folder, model.name(), settings);
    }

    /** Opens a folder. */
    public static AverageModel load(Path folder, Backend backend) throws IOException {
        try {
            Json settings = ModelSettings.read(folder);
            Averaging averaging = Averaging.of(ModelSettings.model(settings), settings.get("parameters"));
            Tokenizer tokenizer = Tokenizer.of(settings.get("tokenizer"));
            WordVectors vectors = WordVectors.load(folder.resolve(WordFolder.VECTORS), WordVectorFormat.WORD2VEC_BINARY, backend, 0);
            Path file = folder.resolve(WEIGHTS);
            try (SafetensorsFile weights = SafetensorsFile.open(file)) {
                int m = averaging.components();
                double[] words = weights.readDoubles(WORD_WEIGHTS);
                double[] directions = m == 0 ? new double[0] : weights.readDoubles(DIRECTIONS);
                double[] shares = m == 0 ? new double[0] : weights.readDoubles(SHARES);
                if (words.length != vectors.size() || directions.length != m * vectors.dimension() || shares.length != m) {
                    throw new ModelFolderException(file, "must have the weights of " + vectors.size() + " words and " + m + " directions of "
                            + vectors.dimension() + " components: the files belong to different models");
                }
                return new AverageModel(averaging, vectors, tokenizer, words,
                        new AverageModel.Components(new Matrix(m, vectors.dimension(), directions), shares));
            }
        } catch (JsonException e) {
            throw new ModelFolderException(e);
        }
    }
}
