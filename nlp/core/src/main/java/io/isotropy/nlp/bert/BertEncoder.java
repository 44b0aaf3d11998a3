package io.isotropy.nlp.bert;

import io.isotropy.autograd.RowSelection;
import io.isotropy.autograd.Segments;
import io.isotropy.kernels.Activation;
import io.isotropy.kernels.Backend;
import io.isotropy.kernels.Pooling;
import io.isotropy.nlp.ModelFolderException;
import io.isotropy.nlp.json.Json;
import io.isotropy.nlp.json.JsonException;
import io.isotropy.tensor.IntTensor;
import io.isotropy.tensor.Scope;
import io.isotropy.tensor.Shape;
import io.isotropy.tensor.Tensor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * BERT: Devlin et al. 2019, "BERT: Pre-training of Deep Bidirectional Transformers for Language Understanding", the encoder, for inference.
 * Batches are packed, without padding, so a text's states do not depend on its neighbours. Thread-safe.
 */
public final class BertEncoder implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(BertEncoder.class.getName());

    private final BertConfig config;
    private final Backend backend;
    private final BertEmbeddings embeddings;
    private final List<EncoderLayer> layers;
    private final @Nullable DenseLayer pooler;

    private BertEncoder(
            BertConfig config, Backend backend, BertEmbeddings embeddings, List<EncoderLayer> layers, @Nullable DenseLayer pooler) {
        this.config = config;
        this.backend = backend;
        this.embeddings = embeddings;
        this.layers = layers;
        this.pooler = pooler;
    }

    /**
     * Reads {@code config.json} and {@code model.safetensors} (or its shards) of a Hugging Face model folder.
     *
     * @throws IOException if a file is missing or is not as it must be; the message names it
     */
    public static BertEncoder load(Path folder, Backend backend) throws IOException {
        Path file = folder.resolve("config.json");
        if (!Files.isRegularFile(file)) {
            throw new ModelFolderException(folder, "has no config.json: it is not a model folder");
        }
        BertConfig config;
        try {
            config = BertConfig.of(Json.read(file));
        } catch (JsonException e) {
            throw new ModelFolderException(e);
        }
        try (Weights weights = Weights.open(folder, backend, "embeddings.word_embeddings.weight")) {
            // Layers are read and packed by all cores: most of the time from start to first vector.
            EncoderLayer[] layers = new EncoderLayer[config.layers()];
            BertEmbeddings[] embeddings = new BertEmbeddings[1];
            IntStream.rangeClosed(0, config.layers()).parallel().forEach(i -> {
                try {
                    if (i == 0) {
                        embeddings[0] = BertEmbeddings.load(weights, config);
                    } else {
                        layers[i - 1] = EncoderLayer.load(weights, config, i - 1);
                    }
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
            if (weights.has("encoder.layer." + config.layers() + ".output.dense.weight")) {
                LOG.log(System.Logger.Level.WARNING, "{0} has more layers of weights than the {1} that num_hidden_layers says; they are left out",
                        file, config.layers());
            }
            DenseLayer pooler = weights.has("pooler.dense.weight")
                    ? DenseLayer.load(weights, config.hiddenSize(), config.hiddenSize(), "pooler.dense")
                    : null;
            return new BertEncoder(config, backend, embeddings[0], List.of(layers), pooler);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    /** The sizes. */
    public BertConfig config() {
        return config;
    }

    /** Where the weights are and batches run. */
    public Backend backend() {
        return backend;
    }

    /** Whether the checkpoint has the dense layer of next-sentence prediction on [CLS]. */
    public boolean hasPooler() {
        return pooler != null;
    }

    /** A token's row of the input embeddings, before position and type are added: (D). */
    public float[] wordEmbedding(int id) {
        if (id < 0 || id >= config.vocabularySize()) {
            throw new IllegalArgumentException("[wordEmbedding] id must be 0 to " + (config.vocabularySize() - 1) + ": got " + id);
        }
        float[] row = new float[config.hiddenSize()];
        embeddings.words().read((long) id * row.length, row, 0, row.length);
        return row;
    }

    /** The states after the last layer, (N, D). */
    public Tensor forward(PackedBatch batch) {
        try (Scope scope = Scope.open()) {
            IntTensor offsets = offsets(batch);
            Tensor x = embeddings.forward(backend, batch);
            for (EncoderLayer layer : layers) {
                x = layer.forward(x, offsets);
            }
            return scope.keep(x);
        }
    }

    /** The states after the embeddings and after each layer: layers + 1 tensors (N, D). */
    public List<Tensor> hiddenStates(PackedBatch batch) {
        try (Scope scope = Scope.open()) {
            IntTensor offsets = offsets(batch);
            List<Tensor> states = new ArrayList<>();
            states.add(scope.keep(embeddings.forward(backend, batch)));
            for (EncoderLayer layer : layers) {
                states.add(scope.keep(layer.forward(states.getLast(), offsets)));
            }
            return states;
        }
    }

    /**
     * One vector per text, (texts, D), of the states after the last layer. Where a text's first or last state alone is read, the last layer
     * computes no others.
     */
    public Tensor vectors(Pooling.Mode mode, PackedBatch batch) {
        try (Scope scope = Scope.open()) {
            RowSelection rows = RowSelection.readBy(mode, Segments.of(backend, batch.offsets()));
            if (rows == null) {
                return scope.keep(pool(mode, forward(batch), batch));
            }
            Tensor x = embeddings.forward(backend, batch);
            for (EncoderLayer layer : layers.subList(0, layers.size() - 1)) {
                x = layer.forward(x, rows.batch().offsets());
            }
            return scope.keep(pool(mode, layers.getLast().forward(x, rows), rows.segments().offsets()));
        }
    }

    /**
     * tanh(W·h + b) of each text's first state, (texts, D): the pooled output of the original BERT.
     *
     * @throws IllegalStateException if the checkpoint has no pooler
     */
    public Tensor pooled(PackedBatch batch) {
        if (pooler == null) {
            throw new IllegalStateException("[pooled] the checkpoint has no pooler.dense");
        }
        return pooler.forward(vectors(Pooling.Mode.FIRST, batch), Activation.TANH);
    }

    /** One vector per text. states: (N, D). Returns (texts, D). */
    public Tensor pool(Pooling.Mode mode, Tensor states, PackedBatch batch) {
        return pool(mode, states, offsets(batch));
    }

    private static Tensor pool(Pooling.Mode mode, Tensor states, IntTensor offsets) {
        int size = states.shape().last();
        int texts = offsets.shape().dim(0) - 1;
        Tensor vectors = states.like(Shape.of(texts, size));
        states.kernels().pooling().segmentPool(mode, states.buffer(), offsets.buffer(), texts, size, vectors.buffer());
        return vectors;
    }

    private IntTensor offsets(PackedBatch batch) {
        return IntTensor.of(backend, Shape.of(batch.offsets().length), batch.offsets());
    }

    @Override
    public void close() {
        embeddings.close();
        layers.forEach(EncoderLayer::close);
        if (pooler != null) {
            pooler.close();
        }
    }
}
