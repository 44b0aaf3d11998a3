package io.isotropy.nlp.sentence;

import io.isotropy.kernels.Backend;
import io.isotropy.kernels.Backends;
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
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
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
 * Thread-safe. The {@code with…} methods give models that share the weights; closing one closes them for all.
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
    private final AtomicBoolean warned = new AtomicBoolean();

    private SentenceEncoder(
            String name, TokenEncoder encoder, List<Pooling> poolings, List<Stage> stages, Map<String, String> prompts, String prefix) {
        this.name = name;
        this.encoder = encoder;
        this.poolings = poolings;
        this.stages = stages;
        this.prompts = prompts;
        this.prefix = prefix;
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
                    prompt);
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
        return new SentenceEncoder(name, encoder, List.of(modes), stages, prompts, prefix);
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
        return new SentenceEncoder(name, encoder, poolings, List.copyOf(changed), prompts, prefix);
    }

    /** The same model that puts {@code text} before every text: "query: " for a search with e5, say. */
    public SentenceEncoder withPrefix(String text) {
        return new SentenceEncoder(name, encoder, poolings, stages, prompts, text);
    }

    /** The same model that cuts texts at {@code max} tokens, [CLS] and [SEP] included. */
    public SentenceEncoder withMaxLength(int max) {
        if (max > encoder.longest()) {
            throw new IllegalArgumentException("[withMaxLength] max must be at most the model's "
                    + encoder.longest() + " positions: got " + max);
        }
        return new SentenceEncoder(name, encoder.withMaxLength(max), poolings, stages, prompts, prefix);
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
        List<int[]> ids = new ArrayList<>(texts.size());
        List<Integer> truncated = new ArrayList<>();
        IntSink sink = new IntSink();
        for (int i = 0; i < texts.size(); i++) {
            sink.clear();
            if (encoder.encodeTo(prefix + texts.get(i), sink)) {
                truncated.add(i);
            }
            ids.add(sink.toArray());
        }
        long tokens = ids.stream().mapToLong(text -> text.length).sum();
        return new Embeddings(encodeIds(ids), tokens, truncated);
    }

    /** The vectors of texts given as token ids, [CLS] and [SEP] included. */
    public List<float[]> encodeIds(List<int[]> texts) {
        for (int[] ids : texts) {
            if (ids.length > encoder.longest()) {
                throw new IllegalArgumentException("[encodeIds] a text must have at most "
                        + encoder.longest() + " tokens: got " + ids.length);
            }
        }
        // By length, so that a batch has much the same work per text; the result does not depend on it.
        int[] order = IntStream.range(0, texts.size())
                .boxed()
                .sorted(Comparator.comparingInt(i -> -texts.get(i).length))
                .mapToInt(Integer::intValue)
                .toArray();
        float[][] vectors = new float[texts.size()][];
        for (int from = 0; from < order.length; ) {
            int to = from;
            for (int tokens = 0; to < order.length; to++) {
                tokens += texts.get(order[to]).length;
                if (tokens > BATCH_TOKENS && to > from) {
                    break;
                }
            }
            run(texts, order, from, to, vectors);
            from = to;
        }
        return List.of(vectors);
    }

    private void run(List<int[]> texts, int[] order, int from, int to, float[][] vectors) {
        PackedBatch batch =
                PackedBatch.of(IntStream.range(from, to).mapToObj(i -> texts.get(order[i])).toList());
        try (Scope _ = Scope.open()) {
            Tensor x = pooled(batch); // (texts, D)
            for (Stage stage : stages) {
                x = stage.apply(x);
            }
            int size = x.shape().last();
            for (int i = from; i < to; i++) {
                vectors[order[i]] = new float[size];
                x.buffer().read((long) (i - from) * size, vectors[order[i]], 0, size);
            }
        }
    }

    private Tensor pooled(PackedBatch batch) {
        if (poolings.size() == 1) {
            return encoder.pool(poolings.getFirst(), batch);
        }
        return Tensor.concat(1, poolings.stream().map(pooling -> encoder.pool(pooling, batch)).toList());
    }

    @Override
    public void close() {
        encoder.close();
        for (Stage stage : stages) {
            if (stage instanceof Stage.Dense dense) {
                dense.layer().close();
            }
        }
    }
}
