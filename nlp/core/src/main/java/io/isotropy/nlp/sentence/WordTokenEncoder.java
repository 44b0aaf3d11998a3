package io.isotropy.nlp.sentence;

import io.isotropy.autograd.Mode;
import io.isotropy.autograd.NoGradient;
import io.isotropy.autograd.Segments;
import io.isotropy.autograd.Var;
import io.isotropy.autograd.nn.Lstm;
import io.isotropy.autograd.nn.ParameterSource;
import io.isotropy.autograd.nn.Parameters;
import io.isotropy.kernels.Backend;
import io.isotropy.nlp.ModelFolderException;
import io.isotropy.nlp.bert.PackedBatch;
import io.isotropy.nlp.json.Json;
import io.isotropy.nlp.text.IntSink;
import io.isotropy.nlp.word.WhitespaceTokenizer;
import io.isotropy.tensor.Scope;
import io.isotropy.tensor.Shape;
import io.isotropy.tensor.Tensor;
import io.isotropy.tensor.safetensors.SafetensorsFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;

/**
 * Vectors of words, with or without LSTMs, in use. A text without a known word has no state: its pooled vector is zero, where
 * sentence-transformers gives −∞ for max pooling.
 *
 * @param parameters all of them, which this object closes
 * @param maxLength where texts are cut, in words
 */
record WordTokenEncoder(WhitespaceTokenizer tokenizer, WordStates states, List<Parameters> parameters, int maxLength)
        implements TokenEncoder {

    /** What sentence-transformers writes where there is no limit. */
    static final int UNLIMITED = 1_000_000;

    static final String WORDS = "wordembedding_config.json";
    static final String LSTM = "lstm_config.json";
    static final String TABLE = "emb_layer.weight";
    private static final int LARGEST = 1 << 24;

    /** Reads the modules {@code WordEmbeddings} and {@code LSTM} of a folder. */
    static WordTokenEncoder load(Path words, List<Path> recurrent, Backend backend) throws IOException {
        Json json = Json.read(words.resolve(WORDS));
        String type = json.get("tokenizer_class").asString();
        if (!type.endsWith(".WhitespaceTokenizer")) {
            throw json.error("\"tokenizer_class\" must be WhitespaceTokenizer, the one tokenizer of words that this reader knows, got \""
                    + type + "\"");
        }
        WhitespaceTokenizer tokenizer = WhitespaceTokenizer.read(words);
        List<Parameters> all = new ArrayList<>();
        Var table = table(words, tokenizer, backend, all);
        List<Lstm> layers = new ArrayList<>();
        int inputs = table.shape().dim(1);
        for (Path place : recurrent) {
            WordStates.LstmSizes sizes = sizes(Json.read(place.resolve(LSTM)), inputs);
            layers.addAll(read(place, backend, parameters -> {
                all.add(parameters);
                return WordStates.lstm(parameters.at("encoder"), sizes);
            }));
            inputs = layers.getLast().outputs();
        }
        int max = json.getInt("max_seq_length", UNLIMITED);
        if (max < 1) {
            throw json.error("\"max_seq_length\" must be 1 or more, got " + max);
        }
        return new WordTokenEncoder(tokenizer, new WordStates(table, List.copyOf(layers), 0), List.copyOf(all), max);
    }

    private static Var table(Path words, WhitespaceTokenizer tokenizer, Backend backend, List<Parameters> all) throws IOException {
        Path file = weights(words);
        int rows;
        int columns;
        try (SafetensorsFile tensors = SafetensorsFile.open(file)) {
            long[] shape = tensors.contains(TABLE) ? tensors.info(TABLE).shape() : new long[0];
            if (shape.length != 2 || shape[0] < tokenizer.vocabulary().size() || shape[0] * shape[1] > Integer.MAX_VALUE) {
                throw new ModelFolderException(file, "must have a tensor \"" + TABLE + "\" with a row for each of the "
                        + tokenizer.vocabulary().size() + " words of " + WhitespaceTokenizer.FILE
                        + (shape.length == 0 ? "" : ", got one of shape " + Arrays.toString(shape)));
            }
            rows = (int) shape[0];
            columns = (int) shape[1];
        }
        return read(words, backend, parameters -> {
            all.add(parameters);
            return parameters.weight(TABLE, Shape.of(rows, columns), (value, random) -> {});
        });
    }

    private static WordStates.LstmSizes sizes(Json json, int inputs) {
        String key = json.has("embedding_dimension") ? "embedding_dimension" : "word_embedding_dimension"; // the older name
        int stated = json.get(key).asInt();
        if (stated != inputs) {
            throw json.error("\"" + key + "\" must be " + inputs + ", the length of the vectors before, got " + stated);
        }
        return new WordStates.LstmSizes(
                inputs, positive(json, "hidden_dim", json.get("hidden_dim").asInt()), positive(json, "num_layers", json.getInt("num_layers", 1)),
                json.getBoolean("bidirectional", true));
    }

    private static int positive(Json json, String key, int value) {
        if (value < 1 || value > LARGEST) {
            throw json.error("\"" + key + "\" must be 1 to " + LARGEST + ", got " + value);
        }
        return value;
    }

    private static <T> T read(Path folder, Backend backend, Function<Parameters, T> create) throws IOException {
        try (SafetensorsFile file = SafetensorsFile.open(weights(folder))) {
            return Parameters.load(backend, ParameterSource.of(file), create);
        }
    }

    private static Path weights(Path folder) throws IOException {
        Path file = folder.resolve("model.safetensors");
        if (!Files.isRegularFile(file)) {
            throw new ModelFolderException(folder, "has no model.safetensors"
                    + (Files.exists(folder.resolve("pytorch_model.bin"))
                            ? "; its pytorch_model.bin is a Python pickle: save the model again with safe_serialization=True"
                            : ""));
        }
        return file;
    }

    @Override
    public int size() {
        return states.size();
    }

    @Override
    public int longest() {
        return Integer.MAX_VALUE;
    }

    @Override
    public int tokens() {
        return states.table().shape().dim(0);
    }

    @Override
    public TokenEncoder withMaxLength(int max) {
        if (max < 1) {
            throw new IllegalArgumentException("[withMaxLength] max must be 1 or more: got " + max);
        }
        return new WordTokenEncoder(tokenizer, states, parameters, max);
    }

    @Override
    public boolean encodeTo(String text, IntSink sink) {
        return tokenizer.encodeTo(text, maxLength, sink);
    }

    @Override
    public int countTokens(String text) {
        return tokenizer.ids(text).length;
    }

    @Override
    public boolean allows(Pooling pooling) {
        return pooling.mode() != null;
    }

    @Override
    public Tensor pool(Pooling pooling, PackedBatch batch) {
        try (Scope scope = Scope.open();
                NoGradient _ = NoGradient.open()) {
            Segments segments = states.segments(batch);
            Var x = states.forward(batch, segments, Mode.eval());
            return scope.keep(io.isotropy.autograd.Pooling.segmentPool(Objects.requireNonNull(pooling.mode()), x, segments)
                    .value());
        }
    }

    @Override
    public void close() {
        parameters.forEach(scope -> scope.all().forEach(parameter -> parameter.variable().value().release()));
    }
}
