package io.isotropy.nlp.fasttext;

import static io.isotropy.tensor.Shape.require;

import io.isotropy.kernels.Backend;
import io.isotropy.kernels.Backends;
import io.isotropy.nlp.EmbeddingModel;
import io.isotropy.nlp.corpus.Corpus;
import io.isotropy.nlp.corpus.Tokenizer;
import io.isotropy.nlp.text.IntSink;
import io.isotropy.nlp.word.Neighbour;
import io.isotropy.nlp.word.WordVectorModel;
import io.isotropy.nlp.word.WordVectors;
import io.isotropy.tensor.Scope;
import io.isotropy.tensor.Shape;
import io.isotropy.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * fastText: word vectors with subword information (Bojanowski, Grave, Joulin and Mikolov 2017) and the linear classifier of texts (Joulin,
 * Grave, Bojanowski and Mikolov 2017). A word's vector is the mean of its own row and the rows of its n-grams of characters, so that words
 * that were not in the corpus have one too.
 *
 * <pre>{@code
 * try (FastText model = FastText.load(Path.of("cc.en.300.bin"))) {
 *     model.nearest("embeddable", 10).forEach(System.out::println);
 * }
 * }</pre>
 *
 * Files are the original's {@code .bin} of version 12, and figures are its own. Thread-safe.
 */
public final class FastText implements WordVectorModel {

    private final FastTextConfig config;
    private final FastTextDictionary dictionary;
    private final Tokenizer tokenizer;
    /** (words + buckets, D). */
    private final Tensor input;
    /** (words or labels, D). */
    private final Tensor output;

    private final @Nullable Classifier classifier;
    /** Made when first asked for. */
    private @Nullable WordVectors vectors;

    FastText(FastTextConfig config, FastTextDictionary dictionary, Tokenizer tokenizer, Tensor input, Tensor output) {
        this.config = config;
        this.dictionary = dictionary;
        this.tokenizer = tokenizer;
        this.input = input;
        this.output = output;
        this.classifier = config.supervised() ? new Classifier(dictionary, config.loss(), output) : null;
    }

    /**
     * Trains word vectors. The original's end of a line, {@code </s>}, stands behind every text; texts of more than 1024 words become several.
     *
     * @param tokenizer what finds the words of a text, here and later
     * @param config of skip-gram or CBOW
     * @throws IOException if the corpus cannot be read, has no word that is frequent enough, or the model does not fit the memory
     */
    public static FastText train(Corpus corpus, Tokenizer tokenizer, FastTextConfig config, TrainingPlan plan, Backend backend)
            throws IOException {
        return FastTextTraining.vectors(corpus, tokenizer, config, plan, backend);
    }

    /**
     * Trains a classifier. Texts are learned in their order, so that those of a label should not come all together.
     *
     * @param tokenizer what finds the words of a text, here and later
     * @param config of architecture {@code SUPERVISED}
     * @throws IOException if the texts cannot be read, have no label or word, or the model does not fit the memory
     */
    public static FastText trainClassifier(
            LabelledTexts texts, Tokenizer tokenizer, FastTextConfig config, TrainingPlan plan, Backend backend) throws IOException {
        return FastTextTraining.classifier(texts, tokenizer, config, plan, backend);
    }

    /** Reads a {@code .bin} file to the preferred backend. Its texts are cut into words at spaces, as the original does. */
    public static FastText load(Path file) throws IOException {
        return load(file, Backends.preferred());
    }

    /**
     * Reads a {@code .bin} file.
     *
     * @throws IOException if it is no such file, a damaged one, or too large for the memory; the message says which
     */
    public static FastText load(Path file, Backend backend) throws IOException {
        return FastTextReader.read(file, backend, Tokenizer.asciiWhitespace());
    }

    /** Whether a file begins as a {@code .bin} file does. */
    public static boolean isModel(Path file) throws IOException {
        return FastTextReader.isModel(file);
    }

    /** Writes a {@code .bin} file, whole or not at all. */
    public void save(Path file) throws IOException {
        FastTextWriter.write(this, file);
    }

    /** What it is. */
    public FastTextConfig config() {
        return config;
    }

    /** Its words and labels. */
    public FastTextDictionary dictionary() {
        return dictionary;
    }

    /** What finds the words of a text. */
    public Tokenizer tokenizer() {
        return tokenizer;
    }

    Tensor input() {
        return input;
    }

    Tensor output() {
        return output;
    }

    @Override
    public String name() {
        return config.supervised() ? "fasttext classifier" : "fasttext";
    }

    @Override
    public int dimension() {
        return config.dimension();
    }

    /** The vector of any word: (D), the mean of its rows; 0 for one that has none, which only words without n-grams can be. */
    public float[] vector(String word) {
        IntSink rows = new IntSink();
        dictionary.addWord(word, rows);
        return mean(rows);
    }

    private float[] mean(IntSink rows) {
        int size = dimension();
        double[] sum = new double[size];
        float[] row = new float[size];
        for (int i = 0; i < rows.size(); i++) {
            input.buffer().read((long) rows.get(i) * size, row, 0, size);
            for (int d = 0; d < size; d++) {
                sum[d] += row[d];
            }
        }
        return scaled(sum, rows.size());
    }

    private static float[] scaled(double[] sum, int count) {
        float[] mean = new float[sum.length];
        for (int d = 0; d < mean.length && count > 0; d++) {
            mean[d] = (float) (sum[d] / count);
        }
        return mean;
    }

    /**
     * Vectors of texts, as {@code fasttext print-sentence-vectors} makes them: the mean of the words' vectors, each scaled to length 1; of a
     * classifier the mean of the rows of words and n-grams.
     */
    @Override
    public List<float[]> embed(List<String> texts) {
        EmbeddingModel.requireTexts(texts);
        return texts.stream().map(text -> config.supervised() ? mean(rows(text)) : meanOfUnits(text)).toList();
    }

    private IntSink rows(String text) {
        IntSink rows = new IntSink();
        dictionary.addText(tokenizer.tokens(text), rows);
        return rows;
    }

    private float[] meanOfUnits(String text) {
        double[] sum = new double[dimension()];
        int count = 0;
        for (String word : tokenizer.tokens(text)) {
            float[] vector = vector(word);
            double squares = 0;
            for (float x : vector) {
                squares += (double) x * x;
            }
            if (squares > 0) {
                count++;
                for (int d = 0; d < sum.length; d++) {
                    sum[d] += vector[d] / Math.sqrt(squares);
                }
            }
        }
        return scaled(sum, count);
    }

    /**
     * The labels of a text, the best first.
     *
     * @param count at most so many
     * @param threshold only those with this probability at least
     * @throws IllegalArgumentException if the model is no classifier
     */
    public List<Prediction> predict(String text, int count, double threshold) {
        if (classifier == null) {
            throw new IllegalArgumentException("[predict] the model must be a classifier: got one of architecture " + config.architecture());
        }
        require(count >= 1, "predict", "the number of labels must be 1 or more", "count", count);
        IntSink rows = rows(text);
        return rows.size() == 0 ? List.of() : classifier.predict(mean(rows), count, threshold);
    }

    /**
     * Compares the labels that are found with those that texts have, as {@code fasttext test} does.
     *
     * @param count at most so many labels a text
     * @param threshold only those with this probability at least
     */
    public ClassifierScores test(LabelledTexts texts, int count, double threshold) throws IOException {
        long[] sums = new long[4];
        texts.forEach((labels, text) -> {
            List<String> known = labels.stream().filter(label -> dictionary.label(label) >= 0).toList();
            if (known.isEmpty() || rows(text).size() == 0) {
                return;
            }
            List<Prediction> found = predict(text, count, threshold);
            sums[0]++;
            sums[1] += found.size();
            sums[2] += found.stream().filter(one -> known.contains(one.label())).count();
            sums[3] += known.size();
        });
        return new ClassifierScores(sums[0], sums[1], sums[2], sums[3]);
    }

    /** The vectors of all words of the dictionary, what the original writes to its {@code .vec}; closed with this model. */
    @Override
    public synchronized WordVectors vectors() {
        if (vectors == null) {
            vectors = vectorsWith(List.of());
        }
        return vectors;
    }

    /** The vectors of all words of the dictionary and, behind them, of other words; to be closed by the caller. */
    public WordVectors vectorsWith(List<String> others) {
        Map<String, Integer> once = LinkedHashMap.newLinkedHashMap(dictionary.words().size());
        dictionary.words().forEach(word -> once.putIfAbsent(word, once.size()));
        others.forEach(word -> once.putIfAbsent(word, once.size()));
        Tensor matrix = Scope.outside(() -> Tensor.uninitialized(input.backend(), Shape.of(once.size(), dimension())));
        once.forEach((word, row) -> matrix.buffer().write((long) row * dimension(), vector(word), 0, dimension()));
        return WordVectors.of(new ArrayList<>(once.keySet()), matrix);
    }

    /** The words of the dictionary closest to any word, the closest first, without the word itself. */
    public List<Neighbour> nearest(String word, int count) {
        return vectors().nearest(vector(word), count + 1).stream().filter(found -> !found.word().equals(word)).limit(count).toList();
    }

    /** Frees the weights. */
    @Override
    public synchronized void close() {
        input.release();
        output.release();
        if (vectors != null) {
            vectors.close();
        }
    }
}
