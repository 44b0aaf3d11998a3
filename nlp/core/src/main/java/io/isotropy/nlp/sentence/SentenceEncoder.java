package io.isotropy.nlp.sentence;

import io.isotropy.kernels.Backend;
import io.isotropy.kernels.Backends;
import io.isotropy.kernels.Pooling.Mode;
import io.isotropy.nlp.EmbeddingModel;
import io.isotropy.nlp.ModelFolderException;
import io.isotropy.nlp.bert.BertEncoder;
import io.isotropy.nlp.bert.PackedBatch;
import io.isotropy.nlp.json.JsonException;
import io.isotropy.nlp.text.IntSink;
import io.isotropy.nlp.text.WordPieceTokenizer;
import io.isotropy.tensor.Scope;
import io.isotropy.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Sentence vectors from a published encoder: Reimers and Gurevych 2019, "Sentence-BERT". Reads the folders that sentence-transformers and
 * Hugging Face write, and gives the vectors they give. What a folder begins with is a BERT, or vectors of words with or without LSTMs.
 *
 * <pre>{@code
 * try (SentenceEncoder model = SentenceEncoder.load(Path.of("all-MiniLM-L6-v2"))) {
 *     float[] vector = model.embed("A man is playing a guitar.");
 * }
 * }</pre>
 *
 * Thread-safe. The {@code with…} methods give models that share the weights: closing one closes them all, after the calls in flight, and later
 * calls throw {@link IllegalStateException}.
 */
public final class SentenceEncoder implements EmbeddingModel {

    /** Tokens that go through the encoder at once, unless one text alone is longer: enough for full speed, few enough for the cache. */
    private static final int BATCH_TOKENS = 1024;

    private static final System.Logger LOG = System.getLogger(SentenceEncoder.class.getName());

    private final String name;
    private final TokenEncoder encoder;
    private final List<Pooling> poolings;
    private final List<Stage> stages;
    private final Map<String, String> prompts;
    private final String prefix;
    private final Usage usage;
    private final AtomicBoolean warned = new AtomicBoolean();

    private SentenceEncoder(
            String name, TokenEncoder encoder, List<Pooling> poolings, List<Stage> stages, Map<String, String> prompts, String prefix,
            Usage usage) {
        this.name = name;
        this.encoder = encoder;
        this.poolings = poolings;
        this.stages = stages;
        this.prompts = prompts;
        this.prefix = prefix;
        this.usage = usage;
    }

    /** Loads a model folder on the preferred backend. */
    public static SentenceEncoder load(Path folder) throws IOException {
        return load(folder, Backends::preferred);
    }

    /**
     * Loads a model folder.
     *
     * @throws IOException if a file is missing or is not as it must be; the message names it and what would help
     */
    public static SentenceEncoder load(Path folder, Backend backend) throws IOException {
        return load(folder, () -> backend);
    }

    private static SentenceEncoder load(Path folder, Supplier<Backend> backend) throws IOException {
        try {
            SentenceFolder read = SentenceFolder.read(folder, backend);
            String prompt = read.prompts().getOrDefault(read.defaultPrompt(), "");
            Path last = folder.toAbsolutePath().normalize().getFileName();
            return new SentenceEncoder(
                    last == null ? folder.toString() : last.toString(), read.encoder(), read.poolings(), read.stages(), read.prompts(),
                    prompt, new Usage());
        } catch (JsonException e) {
            throw new ModelFolderException(e);
        }
    }

    /** The same model with other poolings, whose vectors are concatenated. */
    public SentenceEncoder withPooling(Pooling... modes) {
        if (modes.length == 0) {
            throw new IllegalArgumentException("[withPooling] at least one pooling is needed");
        }
        for (Pooling mode : modes) {
            if (!encoder.allows(mode)) {
                throw new IllegalArgumentException("[withPooling] model " + name + " has no "
                        + (mode == Pooling.POOLER ? "pooler" : "layers of an encoder for the pooling " + mode.word()));
            }
        }
        return new SentenceEncoder(name, encoder, List.of(modes), stages, prompts, prefix, usage);
    }

    /** The same model with vectors of unit length, or as the encoder gives them. */
    public SentenceEncoder withNormalize(boolean unit) {
        List<Stage> changed = new ArrayList<>(stages);
        changed.removeIf(stage -> stage instanceof Stage.Normalize);
        if (unit) {
            changed.add(new Stage.Normalize());
        }
        return with(changed);
    }

    /**
     * The same model with only the first {@code size} components of its vectors, normalized again if they were: for models trained with
     * Matryoshka losses (Kusupati et al. 2022). Others lose quality.
     *
     * @throws IllegalArgumentException if {@code size} is not 1 to {@link #dimension}
     */
    public SentenceEncoder withDimension(int size) {
        if (size < 1 || size > dimension()) {
            throw new IllegalArgumentException("[withDimension] size must be 1 to " + dimension() + ": got " + size);
        }
        List<Stage> changed = new ArrayList<>(stages);
        boolean unit = !stages.isEmpty() && stages.getLast() instanceof Stage.Normalize;
        if (unit) {
            changed.removeLast();
        }
        changed.add(new Stage.Truncate(size));
        if (unit) {
            changed.add(new Stage.Normalize());
        }
        return with(changed);
    }

    /** The same model with other choices. */
    public SentenceEncoder with(EncoderSettings settings) {
        return withPooling(settings.poolings().toArray(Pooling[]::new))
                .withNormalize(settings.normalize())
                .withPrefix(settings.prefix())
                .withMaxLength(settings.maxLength());
    }

    /** What is chosen. */
    public EncoderSettings settings() {
        boolean unit = stages.stream().anyMatch(stage -> stage instanceof Stage.Normalize);
        return new EncoderSettings(poolings, unit, prefix, maxLength());
    }

    private SentenceEncoder with(List<Stage> changed) {
        return new SentenceEncoder(name, encoder, poolings, List.copyOf(changed), prompts, prefix, usage);
    }

    /** The same model that puts {@code text} before every text: "query: " for a search with e5, say. */
    public SentenceEncoder withPrefix(String text) {
        Objects.requireNonNull(text, "[withPrefix] the prefix must not be null; \"\" is none");
        return new SentenceEncoder(name, encoder, poolings, stages, prompts, text, usage);
    }

    /** The same model that cuts texts at {@code max} tokens, [CLS] and [SEP] included. */
    public SentenceEncoder withMaxLength(int max) {
        if (max > encoder.longest()) {
            throw new IllegalArgumentException("[withMaxLength] max must be at most the model's "
                    + encoder.longest() + " positions: got " + max);
        }
        return new SentenceEncoder(name, encoder.withMaxLength(max), poolings, stages, prompts, prefix, usage);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public int dimension() {
        int size = poolings.size() * encoder.size();
        for (Stage stage : stages) {
            size = stage.dimension(size);
        }
        return size;
    }

    /** The longest text it reads, in tokens, [CLS] and [SEP] included. */
    public int maxLength() {
        return encoder.maxLength();
    }

    /** The tokens of the whole text, before any cut: more than {@link #maxLength} means that {@link #embed} cuts it. */
    public int countTokens(String text) {
        return encoder.countTokens(prefix + text);
    }

    /** The prefixes the model's authors name, {@code query} and {@code document} say, for {@link #withPrefix}. */
    public Map<String, String> prompts() {
        return prompts;
    }

    /**
     * Text to token ids.
     *
     * @throws IllegalStateException if the model begins with vectors of words
     */
    public WordPieceTokenizer tokenizer() {
        return bert("tokenizer").tokenizer();
    }

    /**
     * Token ids to states, for those who want to look inside.
     *
     * @throws IllegalStateException if the model begins with vectors of words
     */
    public BertEncoder encoder() {
        return bert("encoder").encoder();
    }

    /** Whether the model begins with a BERT, and so has {@link #tokenizer}, {@link #encoder} and {@link #layers}. */
    public boolean isBert() {
        return encoder instanceof BertTokenEncoder;
    }

    /**
     * The vectors of texts as each layer has them: layers + 1 lists of them, the first of the embeddings. What follows pooling is left out.
     *
     * @param pooling one of a layer's states, which first_last_avg and pooler are not
     * @throws IllegalStateException if the model begins with vectors of words
     */
    public List<List<float[]>> layers(List<String> texts, Pooling pooling) {
        BertEncoder bert = encoder();
        Mode mode = pooling.mode();
        if (mode == null) {
            throw new IllegalArgumentException("[layers] pooling must be of one layer's states: got " + pooling.word());
        }
        List<float[][]> layers = new ArrayList<>();
        for (int layer = 0; layer <= bert.config().layers(); layer++) {
            layers.add(new float[texts.size()][]);
        }
        inBatches("layers", ids(texts).ids, (batch, rows) -> {
            List<Tensor> states = bert.hiddenStates(batch);
            for (int layer = 0; layer < states.size(); layer++) {
                scatter(bert.pool(mode, states.get(layer), batch), rows, layers.get(layer));
            }
        });
        return layers.stream().map(List::of).toList();
    }

    private BertTokenEncoder bert(String method) {
        return switch (encoder) {
            case BertTokenEncoder bert -> bert;
            case WordTokenEncoder _ ->
                throw new IllegalStateException("[" + method + "] model " + name + " begins with vectors of words, not with a BERT");
        };
    }

    /** {@inheritDoc} Logs a warning the first time a text is cut; {@link #encode} tells which. */
    @Override
    public List<float[]> embed(List<String> texts) {
        Embeddings embeddings = encode(texts);
        if (!embeddings.truncated().isEmpty() && warned.compareAndSet(false, true)) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "{0} of {1} texts are longer than the {2} tokens that {3} reads and were cut",
                    embeddings.truncated().size(), texts.size(), maxLength(), name);
        }
        return embeddings.vectors();
    }

    /** The vectors, and which texts were cut. */
    public Embeddings encode(List<String> texts) {
        TextIds read = ids(texts);
        long tokens = read.ids.stream().mapToLong(text -> text.length).sum();
        return new Embeddings(encodeIds(read.ids), tokens, read.truncated);
    }

    /** Texts as token ids, and the numbers of those that were cut. */
    private record TextIds(List<int[]> ids, List<Integer> truncated) {}

    private TextIds ids(List<String> texts) {
        EmbeddingModel.requireTexts(texts);
        TextIds read = new TextIds(new ArrayList<>(texts.size()), new ArrayList<>());
        IntSink sink = new IntSink();
        for (int i = 0; i < texts.size(); i++) {
            sink.clear();
            if (encoder.encodeTo(prefix + texts.get(i), sink)) {
                read.truncated.add(i);
            }
            read.ids.add(sink.toArray());
        }
        return read;
    }

    /**
     * The vectors of texts given as token ids, [CLS] and [SEP] included. Pooling makes a vector of zeros of a text without ids.
     *
     * @throws IllegalArgumentException if a text has more tokens than the model reads, or one that it does not know
     */
    public List<float[]> encodeIds(List<int[]> texts) {
        for (int i = 0; i < texts.size(); i++) {
            checkIds(i, texts.get(i));
        }
        float[][] vectors = new float[texts.size()][];
        inBatches("embed", texts, (batch, rows) -> {
            Tensor x = pooled(batch); // (texts, D)
            for (Stage stage : stages) {
                x = stage.apply(x);
            }
            scatter(x, rows, vectors);
        });
        return List.of(vectors);
    }

    private void checkIds(int text, int[] ids) {
        if (ids.length > encoder.longest()) {
            throw new IllegalArgumentException("[encodeIds] a text must have at most "
                    + encoder.longest() + " tokens: got " + ids.length + " in text " + text);
        }
        for (int i = 0; i < ids.length; i++) {
            if (ids[i] < 0 || ids[i] >= encoder.tokens()) {
                throw new IllegalArgumentException("[encodeIds] a token id must be 0 to " + (encoder.tokens() - 1) + ": got " + ids[i]
                        + " at " + i + " of text " + text);
            }
        }
    }

    /** Goes through texts as one call on the weights. */
    private void inBatches(String op, List<int[]> texts, BiConsumer<PackedBatch, int[]> action) {
        usage.call(op, name, () -> inBatches(texts, action));
    }

    /** Goes through texts by length, so that a batch has much the same work per text; the result does not depend on it. */
    private static void inBatches(List<int[]> texts, BiConsumer<PackedBatch, int[]> action) {
        int[] order = IntStream.range(0, texts.size())
                .boxed()
                .sorted(Comparator.comparingInt(i -> -texts.get(i).length))
                .mapToInt(Integer::intValue)
                .toArray();
        for (int from = 0; from < order.length; ) {
            int to = from;
            for (int tokens = 0; to < order.length; to++) {
                tokens += texts.get(order[to]).length;
                if (tokens > BATCH_TOKENS && to > from) {
                    break;
                }
            }
            int[] rows = Arrays.copyOfRange(order, from, to);
            try (Scope _ = Scope.open()) {
                action.accept(PackedBatch.of(Arrays.stream(rows).mapToObj(texts::get).toList()), rows);
            }
            from = to;
        }
    }

    /** Reads the rows of x, (texts, D), to their places. */
    private static void scatter(Tensor x, int[] rows, float[][] vectors) {
        int size = x.shape().last();
        for (int i = 0; i < rows.length; i++) {
            vectors[rows[i]] = new float[size];
            x.buffer().read((long) i * size, vectors[rows[i]], 0, size);
        }
    }

    private Tensor pooled(PackedBatch batch) {
        if (poolings.size() == 1) {
            return encoder.pool(poolings.getFirst(), batch);
        }
        return Tensor.concat(1, poolings.stream().map(pooling -> encoder.pool(pooling, batch)).toList());
    }

    /** Frees the weights of this model and of all that share them, after the calls in flight. */
    @Override
    public void close() {
        usage.close(this::free);
    }

    private void free() {
        encoder.close();
        for (Stage stage : stages) {
            if (stage instanceof Stage.Dense dense) {
                dense.layer().close();
            }
        }
    }

    /** The name and what is chosen, in one line. */
    @Override
    public String toString() {
        String words = poolings.stream().map(Pooling::word).collect(Collectors.joining("+"));
        return "SentenceEncoder " + name + ": vectors of " + dimension() + ", " + words + " pooling, at most " + maxLength() + " tokens";
    }
}
