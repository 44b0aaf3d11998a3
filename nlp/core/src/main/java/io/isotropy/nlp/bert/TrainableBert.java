package io.isotropy.nlp.bert;

import io.isotropy.autograd.Elementwise;
import io.isotropy.autograd.Embedding;
import io.isotropy.autograd.Mode;
import io.isotropy.autograd.RowSelection;
import io.isotropy.autograd.Segments;
import io.isotropy.autograd.Var;
import io.isotropy.autograd.nn.EncoderLayer;
import io.isotropy.autograd.nn.Initializer;
import io.isotropy.autograd.nn.LayerNorm;
import io.isotropy.autograd.nn.Linear;
import io.isotropy.autograd.nn.Parameters;
import io.isotropy.autograd.nn.TransformerConfig;
import io.isotropy.kernels.Activation;
import io.isotropy.kernels.Backend;
import io.isotropy.kernels.Elementwise.Unary;
import io.isotropy.nlp.ModelFolderException;
import io.isotropy.nlp.json.Json;
import io.isotropy.nlp.json.JsonException;
import io.isotropy.tensor.IntTensor;
import io.isotropy.tensor.Shape;
import io.isotropy.tensor.safetensors.SafetensorsEntry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * BERT to be trained: Devlin et al. 2019, "BERT: Pre-training of Deep Bidirectional Transformers for Language Understanding", the encoder. The
 * parameters have the names of the published checkpoints, and batches are packed, without padding.
 *
 * <pre>{@code
 * TrainableBert bert = TrainableBert.create(config, BertDropout.NONE, backend, seed);
 * Var states = bert.forward(batch, Mode.train(seed, step));   // (N, D)
 * }</pre>
 *
 * A pooler that a checkpoint has is kept as it is, unless a {@link NextSentenceHead} trains it.
 */
public final class TrainableBert {

    /** BERT's own start: normal with its {@code initializer_range}. */
    static final Initializer INITIALIZER = Initializer.normal(0.02f);

    private static final List<String> PARTS = List.of("embeddings.", "encoder.", "pooler.");
    private static final String POOLER = "pooler.dense";

    private final BertConfig config;
    private final BertDropout dropout;
    private final Parameters parameters;
    private final Var words;
    private final Var positions;
    private final Var types;
    private final LayerNorm norm;
    private final List<EncoderLayer> layers;
    private @Nullable Linear pooler;

    private TrainableBert(Parameters parameters, BertConfig config, BertDropout dropout) {
        this.config = config;
        this.dropout = dropout;
        this.parameters = parameters;
        Parameters embeddings = parameters.at("embeddings");
        int size = config.hiddenSize();
        this.words = embeddings.weight("word_embeddings.weight", Shape.of(config.vocabularySize(), size), INITIALIZER);
        this.positions = embeddings.weight("position_embeddings.weight", Shape.of(config.maxPositions(), size), INITIALIZER);
        this.types = embeddings.weight("token_type_embeddings.weight", Shape.of(config.typeVocabularySize(), size), INITIALIZER);
        this.norm = LayerNorm.create(embeddings.at("LayerNorm"), size, config.layerNormEps());
        List<EncoderLayer> made = new ArrayList<>();
        for (int i = 0; i < config.layers(); i++) {
            made.add(EncoderLayer.create(parameters.at("encoder.layer", i), transformer(config, dropout)));
        }
        this.layers = List.copyOf(made);
    }

    private TrainableBert(TrainableBert other, BertDropout dropout) {
        this.config = other.config;
        this.dropout = dropout;
        this.parameters = other.parameters;
        this.words = other.words;
        this.positions = other.positions;
        this.types = other.types;
        this.norm = other.norm;
        this.layers = other.layers.stream().map(layer -> layer.withConfig(transformer(config, dropout))).toList();
        this.pooler = other.pooler;
    }

    private static TransformerConfig transformer(BertConfig config, BertDropout dropout) {
        return new TransformerConfig(
                config.hiddenSize(), config.heads(), config.intermediateSize(), unary(config.activation()), dropout.hidden(),
                dropout.attention(), config.layerNormEps(), false, INITIALIZER);
    }

    /** One with random weights, a function of the seed. */
    public static TrainableBert create(BertConfig config, BertDropout dropout, Backend backend, long seed) {
        return new TrainableBert(Parameters.create(backend, seed), config, dropout);
    }

    /**
     * Reads {@code config.json} and {@code model.safetensors} (or its shards) of a Hugging Face model folder.
     *
     * @param seed of the heads' parameters that the folder does not have
     * @param heads makes of the encoder what is trained; heads take their parameters from {@link #parameters}
     * @throws IOException if a file is missing or is not as it must be; the message names it
     */
    public static <T> T load(Path folder, Backend backend, long seed, Function<TrainableBert, T> heads) throws IOException {
        Json json = json(folder);
        try (Weights weights = Weights.open(folder, backend, "embeddings.word_embeddings.weight")) {
            BertConfig config = BertConfig.of(json);
            BertDropout dropout = BertDropout.of(json);
            boolean pooled = weights.has("pooler.dense.weight");
            return Parameters.loadOrCreate(backend, weights.source(name -> !isEncoders(name) || name.startsWith(POOLER)), seed, parameters -> {
                TrainableBert bert = new TrainableBert(parameters, config, dropout);
                if (pooled) {
                    bert.pooler();
                }
                return heads.apply(bert);
            });
        } catch (JsonException e) {
            throw new ModelFolderException(e);
        }
    }

    /** One with random weights in a scope of another model. */
    static TrainableBert within(Parameters scope, BertConfig config, BertDropout dropout) {
        return new TrainableBert(scope, config, dropout);
    }

    /**
     * One with random weights, a function of the seed, of the sizes that a folder's {@code config.json} says.
     *
     * @throws IOException if the file is missing or is not as it must be; the message names it
     */
    public static TrainableBert create(Path folder, Backend backend, long seed) throws IOException {
        Json json = json(folder);
        try {
            return create(BertConfig.of(json), BertDropout.of(json), backend, seed);
        } catch (JsonException e) {
            throw new ModelFolderException(e);
        }
    }

    static Json json(Path folder) throws IOException {
        Path file = folder.resolve("config.json");
        if (!Files.isRegularFile(file)) {
            throw new ModelFolderException(folder, "has no config.json: it is not a model folder");
        }
        try {
            return Json.read(file);
        } catch (JsonException e) {
            throw new ModelFolderException(e);
        }
    }

    private static boolean isEncoders(String name) {
        return PARTS.stream().anyMatch(name::startsWith);
    }

    /** The same parameters, with other probabilities of dropout in training. */
    public TrainableBert withDropout(BertDropout probabilities) {
        return new TrainableBert(this, probabilities);
    }

    /** The probabilities of dropout in training. */
    public BertDropout dropout() {
        return dropout;
    }

    /** The dense layer before the tanh over [CLS], made if the checkpoint has none. */
    Linear pooler() {
        Linear existing = pooler;
        if (existing == null) {
            existing = Linear.create(parameters.at(POOLER), config.hiddenSize(), config.hiddenSize(), INITIALIZER);
            pooler = existing;
        }
        return existing;
    }

    /** The layers, whose weights a decoder may share. */
    List<EncoderLayer> layers() {
        return layers;
    }

    /** The sizes. */
    public BertConfig config() {
        return config;
    }

    /** The encoder's scope, mostly the outermost: its parameters, and those of the heads that were made in it. */
    public Parameters parameters() {
        return parameters;
    }

    /** The token table, (V, D), which a language model's head shares. */
    public Var words() {
        return words;
    }

    /** The encoder's parameters, without those of heads, to be written. */
    public List<SafetensorsEntry> entries() {
        return parameters.entries().stream().filter(entry -> isEncoders(entry.name())).toList();
    }

    /** The segments of a batch. */
    public Segments segments(PackedBatch batch) {
        return Segments.of(parameters.backend(), batch.offsets());
    }

    /** The states after the last layer, (N, D). */
    public Var forward(PackedBatch batch, Mode mode) {
        return encode(embed(batch, mode), segments(batch), mode);
    }

    /** What the first layer sees, (N, D): the normalized sum of the three embeddings, with dropout. */
    public Var embed(PackedBatch batch, Mode mode) {
        Var sum = Embedding.sum(List.of(words, types, positions),
                List.of(ints(batch.ids()), ints(batch.typeIds()), ints(batch.positions()))); // (N, D)
        return Elementwise.dropout(norm.forward(sum), dropout.hidden(), mode);
    }

    /** The states after the last layer, (N, D). embedded: (N, D), as of {@link #embed}. */
    public Var encode(Var embedded, Segments segments, Mode mode) {
        Var x = embedded;
        for (EncoderLayer layer : layers) {
            x = layer.forward(x, segments, mode);
        }
        return x;
    }

    /** The states of some tokens after the last layer, (rows, D), which computes those alone. */
    public Var forward(PackedBatch batch, RowSelection rows, Mode mode) {
        return encode(embed(batch, mode), rows, mode);
    }

    /** As the other. embedded: (N, D), as of {@link #embed}. */
    public Var encode(Var embedded, RowSelection rows, Mode mode) {
        Var x = embedded;
        for (EncoderLayer layer : layers.subList(0, layers.size() - 1)) {
            x = layer.forward(x, rows.batch(), mode);
        }
        return layers.getLast().forward(x, rows, mode);
    }

    private IntTensor ints(int[] values) {
        return IntTensor.of(parameters.backend(), Shape.of(values.length), values);
    }

    /** f(x), any shape. */
    static Var activated(Activation activation, Var x) {
        return Elementwise.apply(unary(activation), x);
    }

    private static Unary unary(Activation activation) {
        return switch (activation) {
            case NONE -> throw new IllegalArgumentException("[bert] the feed-forward parts need an activation: got none");
            case RELU -> Unary.RELU;
            case GELU -> Unary.GELU;
            case GELU_TANH -> Unary.GELU_TANH;
            case TANH -> Unary.TANH;
        };
    }
}
