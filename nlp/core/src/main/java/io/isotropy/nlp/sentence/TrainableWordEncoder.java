package io.isotropy.nlp.sentence;

import io.isotropy.autograd.Elementwise;
import io.isotropy.autograd.Mode;
import io.isotropy.autograd.Segments;
import io.isotropy.autograd.Var;
import io.isotropy.autograd.nn.Initializer;
import io.isotropy.autograd.nn.Linear;
import io.isotropy.autograd.nn.Lstm;
import io.isotropy.autograd.nn.Parameters;
import io.isotropy.kernels.Activation;
import io.isotropy.kernels.Backend;
import io.isotropy.nlp.bert.PackedBatch;
import io.isotropy.nlp.word.WhitespaceTokenizer;
import io.isotropy.nlp.word.WordVectors;
import io.isotropy.tensor.Philox;
import io.isotropy.tensor.Scope;
import io.isotropy.tensor.Shape;
import io.isotropy.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * An encoder of sentences that begins with vectors of words, to be trained: InferSent (Conneau et al. 2017) and the deep averaging network
 * of USE (Cer et al. 2018). A text without a known word has the pooled vector 0.
 */
public final class TrainableWordEncoder implements TrainableEncoder {

    /** Of random vectors. */
    private static final Initializer WORDS = Initializer.normal(0.1f);

    private final String name;
    private final Parameters parameters;
    private final WhitespaceTokenizer tokenizer;
    private final WordEncoderConfig config;
    private final boolean updated;
    private final WordStates states;
    private final List<Linear> dense = new ArrayList<>();

    private TrainableWordEncoder(
            String name, Parameters parameters, WhitespaceTokenizer tokenizer, WordEncoderConfig config, Var table, boolean updated) {
        this.name = name;
        this.parameters = parameters;
        this.tokenizer = tokenizer;
        this.config = config;
        this.updated = updated;
        List<Lstm> layers = config.hidden() == 0
                ? List.of()
                : WordStates.lstm(parameters.at("lstm.encoder"),
                        new WordStates.LstmSizes(table.shape().dim(1), config.hidden(), 1, config.bidirectional()));
        this.states = new WordStates(table, layers, 0);
        int size = states.size();
        for (int i = 0; i < config.dense().size(); i++) {
            dense.add(Linear.create(parameters.at("dense", i).at("linear"), size, config.dense().get(i)));
            size = config.dense().get(i);
        }
    }

    /** One with random vectors of words, which are trained, too; all a function of the seed. */
    public static TrainableWordEncoder create(
            WordEncoderConfig config, WhitespaceTokenizer tokenizer, int wordDimension, Backend backend, long seed) {
        if (wordDimension < 1) {
            throw new IllegalArgumentException("[wordEncoder] vectors of words must have a component or more: got " + wordDimension);
        }
        Parameters parameters = Parameters.create(backend, seed);
        Shape shape = Shape.of(tokenizer.vocabulary().size(), wordDimension);
        Var table = parameters.weight(TABLE, shape, (value, random) -> {
            WORDS.fill(value, random);
            value.buffer().write(0, new float[wordDimension], 0, wordDimension); // the padding
        });
        return new TrainableWordEncoder("words", parameters, tokenizer, config, table, true);
    }

    /**
     * One with the vectors of a file.
     *
     * @param update whether they are trained, too; InferSent leaves them as they are
     */
    public static TrainableWordEncoder create(
            WordEncoderConfig config, WordVectors vectors, boolean update, Backend backend, long seed) {
        List<String> vocabulary = new ArrayList<>(List.of(WhitespaceTokenizer.PADDING));
        vocabulary.addAll(vectors.words());
        int size = vectors.dimension();
        Initializer copy = (value, random) -> {
            value.buffer().write(0, new float[size], 0, size);
            for (int row = 0; row < vectors.size(); row++) {
                value.buffer().write((row + 1L) * size, vectors.vector(row), 0, size);
            }
        };
        Parameters parameters = Parameters.create(backend, seed);
        Shape shape = Shape.of(vocabulary.size(), size);
        Var table;
        if (update) {
            table = parameters.weight(TABLE, shape, copy);
        } else {
            Tensor fixed = Scope.outside(() -> Tensor.uninitialized(backend, shape));
            copy.fill(fixed, Philox.of(seed));
            table = Var.constant(fixed);
        }
        WhitespaceTokenizer tokenizer = new WhitespaceTokenizer(vocabulary, Set.of(), false, false);
        return new TrainableWordEncoder("words", parameters, tokenizer, config, table, update);
    }

    private static final String TABLE = "words." + WordTokenEncoder.TABLE;

    /** The sizes. */
    public WordEncoderConfig config() {
        return config;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public int dimension() {
        return config.dense().isEmpty() ? states.size() : config.dense().getLast();
    }

    @Override
    public Parameters parameters() {
        return parameters;
    }

    /** Text to the numbers of words. */
    public WhitespaceTokenizer tokenizer() {
        return tokenizer;
    }

    @Override
    public int[] ids(String text) {
        return tokenizer.ids(text);
    }

    @Override
    public Var vectors(List<int[]> texts, Mode mode) {
        PackedBatch batch = PackedBatch.of(switch (mode) {
            case Mode.Train train when config.wordDropout() > 0 -> withoutSome(texts, train.next());
            case Mode.Train _, Mode.Eval _ -> texts;
        });
        Segments segments = states.segments(batch);
        Var x = states.forward(batch, segments, mode); // (N, D)
        x = io.isotropy.autograd.Pooling.segmentPool(Objects.requireNonNull(config.pooling().mode()), x, segments); // (texts, D)
        for (Linear layer : dense) {
            Var y = layer.forward(x);
            x = config.activation() == Activation.TANH ? Elementwise.tanh(y) : Elementwise.relu(y);
        }
        return x;
    }

    /** Iyyer et al. 2015, §3.1, eq. 5; a text of which nothing would be left stays whole. */
    private List<int[]> withoutSome(List<int[]> texts, Philox random) {
        List<int[]> kept = new ArrayList<>();
        long number = 0;
        for (int[] ids : texts) {
            int[] some = new int[ids.length];
            int count = 0;
            for (int id : ids) {
                if (random.uniform(number++) >= config.wordDropout()) {
                    some[count++] = id;
                }
            }
            kept.add(count == 0 ? ids : Arrays.copyOf(some, count));
        }
        return kept;
    }

    @Override
    public void save(Path folder) throws IOException {
        WordLayout layout = new WordLayout(folder);
        layout.words(tokenizer, updated);
        if (!states.layers().isEmpty()) {
            layout.lstm(states.table().shape().dim(1), config.hidden(), config.bidirectional(), parameters.at("lstm").all());
        }
        layout.pooling(states.size(), config.pooling());
        int size = states.size();
        for (int i = 0; i < dense.size(); i++) {
            layout.dense(size, config.dense().get(i), config.activation(), parameters.at("dense", i).all());
            size = config.dense().get(i);
        }
        layout.finish(states.table().value());
    }

    /** Does nothing: parameters are freed with the model. */
    @Override
    public void close() {}
}
