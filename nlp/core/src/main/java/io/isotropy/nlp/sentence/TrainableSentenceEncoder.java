package io.isotropy.nlp.sentence;

import io.isotropy.autograd.Mode;
import io.isotropy.autograd.Normalization;
import io.isotropy.autograd.RowSelection;
import io.isotropy.autograd.Segments;
import io.isotropy.autograd.Var;
import io.isotropy.autograd.nn.Parameters;
import io.isotropy.kernels.Backend;
import io.isotropy.nlp.ModelFolderException;
import io.isotropy.nlp.bert.BertDropout;
import io.isotropy.nlp.bert.PackedBatch;
import io.isotropy.nlp.bert.TrainableBert;
import io.isotropy.nlp.json.Json;
import io.isotropy.nlp.json.JsonException;
import io.isotropy.tensor.safetensors.SafetensorsEntry;
import io.isotropy.tensor.safetensors.SafetensorsWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A sentence encoder to be trained: Reimers and Gurevych 2019, "Sentence-BERT", §3. What {@link #save} writes, {@link SentenceEncoder} and
 * sentence-transformers load.
 */
public final class TrainableSentenceEncoder implements TrainableEncoder {

    /** PyTorch's functional.normalize divides by at least this. */
    private static final float EPS = 1e-12f;
    private static final List<String> TOKENIZER_FILES = List.of(
            "tokenizer.json", "tokenizer_config.json", "special_tokens_map.json", "added_tokens.json", "vocab.txt");

    private final Path folder;
    private final TrainableBert bert;
    private final SentenceTokenizer tokenizer;
    private final Pooling pooling;
    private final io.isotropy.kernels.Pooling.Mode mode;
    private final boolean normalize;

    private TrainableSentenceEncoder(
            Path folder, TrainableBert bert, SentenceTokenizer tokenizer, Pooling pooling, boolean normalize) {
        this.folder = folder;
        this.bert = bert;
        this.tokenizer = tokenizer;
        this.pooling = pooling;
        this.mode = Objects.requireNonNull(pooling.mode());
        this.normalize = normalize;
    }

    /**
     * Loads a folder of sentence-transformers or Hugging Face.
     *
     * @param pooling null for the folder's own
     * @param maxLength the most tokens of a text; 0 for the folder's own
     * @throws IOException if a file is missing, is not as it must be or says what cannot be trained; the message names it
     */
    public static TrainableSentenceEncoder load(Path folder, Backend backend, long seed, @Nullable Pooling pooling, int maxLength)
            throws IOException {
        return load(folder, backend, seed, pooling, maxLength, bert -> {});
    }

    /** As the other, with heads whose parameters are read from the folder, too, if it has them. */
    public static TrainableSentenceEncoder load(
            Path folder, Backend backend, long seed, @Nullable Pooling pooling, int maxLength, Consumer<TrainableBert> heads)
            throws IOException {
        SentenceTokenizer tokenizer = SentenceTokenizer.load(folder);
        try {
            Path root = SentenceFolder.root(folder);
            TrainableBert bert = TrainableBert.load(root, backend, seed, encoder -> {
                heads.accept(encoder);
                return encoder;
            });
            return of(folder, bert, tokenizer, pooling, maxLength);
        } catch (JsonException e) {
            throw new ModelFolderException(e);
        }
    }

    /**
     * One with random weights, of the sizes that a folder's {@code config.json} says, with the folder's tokenizer.
     *
     * @param pooling null for the mean
     * @param maxLength the most tokens of a text; 0 for as many as there are positions
     * @throws IOException if a file is missing or is not as it must be; the message names it
     */
    public static TrainableSentenceEncoder create(Path folder, Backend backend, long seed, @Nullable Pooling pooling, int maxLength)
            throws IOException {
        SentenceTokenizer tokenizer = SentenceTokenizer.load(folder);
        TrainableBert bert = TrainableBert.create(folder, backend, seed);
        return of(folder, bert, tokenizer, pooling == null ? Pooling.MEAN : pooling, maxLength);
    }

    private static TrainableSentenceEncoder of(
            Path folder, TrainableBert bert, SentenceTokenizer tokenizer, @Nullable Pooling wanted, int maxLength) throws IOException {
        int positions = bert.config().maxPositions();
        if (maxLength != 0 && (maxLength < 3 || maxLength > positions)) {
            throw new IllegalArgumentException("[maxLength] must be 3 to the model's " + positions + " positions: got " + maxLength);
        }
        SentenceTokenizer limited = maxLength == 0
                ? tokenizer
                : new SentenceTokenizer(tokenizer.tokenizer().withMaxLength(maxLength), tokenizer.prefix(), tokenizer.lowerCase());
        Pooling pooling = Pooling.MEAN;
        boolean normalize = false;
        Path modules = folder.resolve("modules.json");
        if (Files.exists(modules)) {
            for (Json module : Json.read(modules).asList()) {
                String type = module.get("type").asString();
                switch (type.substring(type.lastIndexOf('.') + 1)) {
                    case "Transformer" -> {}
                    case "Pooling" -> pooling = own(folder, module);
                    case "Normalize" -> normalize = true;
                    default -> throw new ModelFolderException(modules, "has a module of type \"" + type
                            + "\"; models of Transformer, Pooling and Normalize can be trained");
                }
            }
        }
        pooling = wanted == null ? pooling : wanted;
        if (pooling.mode() == null) {
            throw new IllegalArgumentException("[pooling] " + pooling.word() + " cannot be trained; take cls, mean or max, say");
        }
        return new TrainableSentenceEncoder(folder, bert, limited, pooling, normalize);
    }

    /** The same encoder, with other probabilities of dropout in training. */
    public TrainableSentenceEncoder withDropout(BertDropout dropout) {
        return new TrainableSentenceEncoder(folder, bert.withDropout(dropout), tokenizer, pooling, normalize);
    }

    private static Pooling own(Path folder, Json module) throws IOException {
        Path file = folder.resolve(module.getString("path", "")).resolve("config.json");
        List<Pooling> poolings = Pooling.read(Json.read(file));
        if (poolings.size() > 1) {
            throw new ModelFolderException(file, "concatenates " + poolings.size() + " poolings; give one to be trained");
        }
        return poolings.getFirst();
    }

    @Override
    public Parameters parameters() {
        return bert.parameters();
    }

    /** Token ids to states. */
    public TrainableBert bert() {
        return bert;
    }

    /** Text to token ids. */
    public SentenceTokenizer tokenizer() {
        return tokenizer;
    }

    /** How token states become a vector. */
    public Pooling pooling() {
        return pooling;
    }

    /** The pooled states of texts that are given as token ids, (texts, D), before they are scaled to length 1. */
    public Var pooled(List<int[]> texts, Mode training) {
        return pooled(texts, training, embedded -> embedded);
    }

    /**
     * As the other, with a change to what the first layer sees.
     *
     * @param change of the embeddings of all tokens, (N, D)
     */
    public Var pooled(List<int[]> texts, Mode training, UnaryOperator<Var> change) {
        PackedBatch batch = PackedBatch.of(texts);
        Segments segments = bert.segments(batch);
        Var embedded = change.apply(bert.embed(batch, training)); // (N, D)
        RowSelection rows = RowSelection.readBy(mode, segments);
        return rows == null
                ? io.isotropy.autograd.Pooling.segmentPool(mode, bert.encode(embedded, segments, training), segments)
                : io.isotropy.autograd.Pooling.segmentPool(mode, bert.encode(embedded, rows, training), rows.segments());
    }

    @Override
    public int[] ids(String text) {
        return tokenizer.ids(text);
    }

    @Override
    public Var vectors(List<int[]> texts, Mode training) {
        Var pooled = pooled(texts, training);
        return normalize ? Normalization.l2Normalize(pooled, EPS) : pooled;
    }

    @Override
    public String name() {
        return String.valueOf(folder.getFileName());
    }

    @Override
    public int dimension() {
        return bert.config().hiddenSize();
    }

    /**
     * Writes a folder of sentence-transformers, without the heads. Every file is written whole or not at all, the weights last: a folder
     * with {@code model.safetensors} has all that belongs to it.
     */
    @Override
    public void save(Path target) throws IOException {
        save(target, bert.entries());
    }

    /** As {@link #save(Path)}, with the weights given, such as those of the encoder and a head. */
    public void save(Path target, List<SafetensorsEntry> weights) throws IOException {
        Files.createDirectories(target);
        Path root = SentenceFolder.root(folder);
        SentenceLayout.copy(root, target, List.of("config.json"));
        SentenceLayout.copy(root, target, TOKENIZER_FILES);
        SentenceLayout.copy(folder, target, List.of("config_sentence_transformers.json"));
        int max = tokenizer.tokenizer().maxLength().orElse(bert.config().maxPositions());
        SentenceLayout.write(target, dimension(), pooling, normalize, max, tokenizer.lowerCase());
        SafetensorsWriter.write(target.resolve("model.safetensors"), weights, Map.of("format", "pt"));
    }

    /** Does nothing: parameters are freed with the model. */
    @Override
    public void close() {}
}
