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
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * Sentence vectors from a published encoder: Reimers and Gurevych 2019, "Sentence-BERT". Reads the folders that sentence-transformers and
 * Hugging Face write, and gives the vectors they give.
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
    private final BertEncoder encoder;
    private final WordPieceTokenizer tokenizer;
    private final List<Pooling> poolings;
    private final List<Stage> stages;
    private final Map<String, String> prompts;
    private final String prefix;
    private final boolean lowerCase;
    private final AtomicBoolean warned = new AtomicBoolean();

    private SentenceEncoder(
            String name, BertEncoder encoder, WordPieceTokenizer tokenizer, List<Pooling> poolings, List<Stage> stages,
            Map<String, String> prompts, String prefix, boolean lowerCase) {
        this.name = name;
        this.encoder = encoder;
        this.tokenizer = tokenizer;
        this.poolings = poolings;
        this.stages = stages;
        this.prompts = prompts;
        this.prefix = prefix;
        this.lowerCase = lowerCase;
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
                    last == null ? folder.toString() : last.toString(), read.encoder(), read.tokenizer(), read.poolings(),
                    read.stages(), read.prompts(), prompt, read.lowerCase());
        } catch (JsonException e) {
            throw new ModelFolderException(e);
        }
    }

    /** The same model with other poolings, whose vectors are concatenated. */
    public SentenceEncoder withPooling(Pooling... modes) {
        if (modes.length == 0) {
            throw new IllegalArgumentException("[withPooling] at least one pooling is needed");
        }
        if (List.of(modes).contains(Pooling.POOLER) && !encoder.hasPooler()) {
            throw new IllegalArgumentException("[withPooling] model " + name + " has no pooler");
        }
        return new SentenceEncoder(name, encoder, tokenizer, List.of(modes), stages, prompts, prefix, lowerCase);
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

    private SentenceEncoder with(List<Stage> changed) {
        return new SentenceEncoder(name, encoder, tokenizer, poolings, List.copyOf(changed), prompts, prefix, lowerCase);
    }

    /** The same model that puts {@code text} before every text: "query: " for a search with e5, say. */
    public SentenceEncoder withPrefix(String text) {
        return new SentenceEncoder(name, encoder, tokenizer, poolings, stages, prompts, text, lowerCase);
    }

    /** The same model that cuts texts at {@code max} tokens, [CLS] and [SEP] included. */
    public SentenceEncoder withMaxLength(int max) {
        if (max > encoder.config().maxPositions()) {
            throw new IllegalArgumentException("[withMaxLength] max must be at most the model's "
                    + encoder.config().maxPositions() + " positions: got " + max);
        }
        return new SentenceEncoder(
                name, encoder, tokenizer.withMaxLength(max), poolings, stages, prompts, prefix, lowerCase);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public int dimension() {
        int size = poolings.size() * encoder.config().hiddenSize();
        for (Stage stage : stages) {
            size = stage.dimension(size);
        }
        return size;
    }

    /** The longest text it reads, in tokens, [CLS] and [SEP] included. */
    public int maxLength() {
        return tokenizer.maxLength().orElse(encoder.config().maxPositions());
    }

    /** The tokens of the whole text, before any cut: more than {@link #maxLength} means that {@link #embed} cuts it. */
    public int countTokens(String text) {
        return tokenizer.countTokens(prepared(text));
    }

    /** The prefixes the model's authors name, {@code query} and {@code document} say, for {@link #withPrefix}. */
    public Map<String, String> prompts() {
        return prompts;
    }

    /** Text to token ids. */
    public WordPieceTokenizer tokenizer() {
        return tokenizer;
    }

    /** Token ids to states, for those who want to look inside. */
    public BertEncoder encoder() {
        return encoder;
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
            if (tokenizer.encodeTo(prepared(texts.get(i)), sink)) {
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
            if (ids.length > encoder.config().maxPositions()) {
                throw new IllegalArgumentException("[encodeIds] a text must have at most "
                        + encoder.config().maxPositions() + " tokens: got " + ids.length);
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
            return poolings.getFirst().apply(encoder, batch);
        }
        return Tensor.concat(1, poolings.stream().map(pooling -> pooling.apply(encoder, batch)).toList());
    }

    private String prepared(String text) {
        String whole = prefix.isEmpty() ? text : prefix + text;
        return lowerCase ? whole.toLowerCase(Locale.ROOT) : whole;
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
