package io.isotropy.nlp.average;

import io.isotropy.nlp.EmbeddingModel;
import io.isotropy.nlp.corpus.Corpus;
import io.isotropy.nlp.corpus.Tokenizer;
import io.isotropy.nlp.corpus.Vocabulary;
import io.isotropy.nlp.text.IntSink;
import io.isotropy.nlp.word.WordVectorModel;
import io.isotropy.nlp.word.WordVectors;
import io.isotropy.tensor.linalg.Matrix;
import io.isotropy.tensor.linalg.SymmetricEigen;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;

/**
 * A text's vector is the weighted mean of its words' vectors, from which directions that all texts share may be taken: see {@link Averaging}.
 * Words without a vector are left out. A text that has none with one has the vector 0; the author's code of uSIF gives it a in every
 * component. Thread-safe.
 */
public final class AverageModel implements WordVectorModel {

    private final Averaging averaging;
    private final WordVectors vectors;
    private final Tokenizer tokenizer;
    private final double[] weights;
    private final Components components;

    AverageModel(Averaging averaging, WordVectors vectors, Tokenizer tokenizer, double[] weights, Components components) {
        this.averaging = averaging;
        this.vectors = vectors;
        this.tokenizer = tokenizer;
        this.weights = weights;
        this.components = components;
    }

    /**
     * Directions that all texts share.
     *
     * @param directions (m, D), of length 1 and orthogonal
     * @param shares (m), how much of each is taken out, 1 for all
     */
    record Components(Matrix directions, double[] shares) {

        static Components none(int dimension) {
            return new Components(Matrix.zeros(0, dimension), new double[0]);
        }

        void takeFrom(double[] x) {
            for (int i = 0; i < shares.length; i++) {
                double[] direction = directions.row(i);
                double along = 0;
                for (int j = 0; j < x.length; j++) {
                    along += x[j] * direction[j];
                }
                for (int j = 0; j < x.length; j++) {
                    x[j] -= shares[i] * along * direction[j];
                }
            }
        }
    }

    /** The plain mean, which learns nothing. */
    public static AverageModel mean(WordVectors vectors, Tokenizer tokenizer) {
        return new AverageModel(
                new Averaging.Mean(), vectors, tokenizer, WordWeights.equal(vectors), Components.none(vectors.dimension()));
    }

    /**
     * Weighs words by their counts, or by the texts they are in, and finds the directions that the texts of a corpus share: where sentences of
     * the kind that will be embedded are at hand, take those.
     *
     * @param vectors which the model will close
     * @param counts of words, in a large corpus best; not used by TF-IDF
     */
    public static AverageModel train(
            WordVectors vectors, Corpus corpus, Tokenizer tokenizer, Averaging averaging, Vocabulary counts) throws IOException {
        double[] weights =
                switch (averaging) {
                    case Averaging.Mean _ -> WordWeights.equal(vectors);
                    case Averaging.TfIdfMean _ -> WordWeights.inverseTextFrequencies(vectors, corpus, tokenizer);
                    case Averaging.Sif sif -> WordWeights.of(sif, vectors, counts);
                    case Averaging.Usif usif -> WordWeights.of(usif, vectors, counts);
                };
        AverageModel plain = new AverageModel(averaging, vectors, tokenizer, weights, Components.none(vectors.dimension()));
        return averaging.components() == 0
                ? plain
                : new AverageModel(averaging, vectors, tokenizer, weights, plain.components(corpus));
    }

    /** The first right singular vectors of the texts' matrix X, from XᵀX, so that texts need not be held. */
    private Components components(Corpus corpus) throws IOException {
        int size = dimension();
        int count = averaging.components();
        double[] gram = new double[size * size]; // XᵀX
        long[] texts = new long[1];
        corpus.forEach(text -> {
            double[] x = average(text);
            if (Arrays.stream(x).anyMatch(value -> value != 0)) {
                texts[0]++;
                addProduct(gram, x);
            }
        });
        if (texts[0] < count || count > size) {
            throw corpus.error("has " + texts[0] + " texts with a known word, and their vectors have " + size
                    + " components: too few to find " + count + " directions that they share");
        }
        SymmetricEigen eigen = SymmetricEigen.of(new Matrix(size, size, gram)); // s² of X
        double[] shares = Arrays.copyOf(eigen.values(), count);
        double sum = Arrays.stream(shares).sum();
        for (int i = 0; i < count; i++) {
            shares[i] = averaging instanceof Averaging.Usif ? shares[i] / sum : 1;
        }
        return new Components(eigen.vectors().columns(count).transposed(), shares);
    }

    private static void addProduct(double[] gram, double[] x) {
        int size = x.length;
        for (int i = 0; i < size; i++) {
            double factor = x[i];
            int row = i * size;
            for (int j = 0; j < size; j++) {
                gram[row + j] += factor * x[j];
            }
        }
    }

    /** The weighted mean: (D). */
    private double[] average(String text) {
        IntSink rows = new IntSink();
        tokenizer.tokenize(text, word -> {
            int row = vectors.row(word);
            if (row >= 0) {
                rows.add(row);
            }
        });
        int size = dimension();
        float[] vector = new float[size];
        double[] x = new double[size];
        double[] squares = new double[size];
        double weight = 0;
        for (int t = 0; t < rows.size(); t++) {
            int row = rows.get(t);
            vectors.matrix().buffer().read((long) row * size, vector, 0, size);
            weight += weights[row];
            for (int j = 0; j < size; j++) {
                x[j] += weights[row] * vector[j];
                squares[j] += (double) vector[j] * vector[j];
            }
        }
        for (int j = 0; j < size && rows.size() > 0; j++) {
            x[j] /= switch (averaging) {
                case Averaging.Mean _, Averaging.Sif _ -> rows.size();
                case Averaging.TfIdfMean _ -> weight;
                case Averaging.Usif _ -> squares[j] == 0 ? 1 : rows.size() * Math.sqrt(squares[j]);
            };
        }
        return x;
    }

    /** How words become a text. */
    public Averaging averaging() {
        return averaging;
    }

    /** What finds the words of a text. */
    public Tokenizer tokenizer() {
        return tokenizer;
    }

    @Override
    public WordVectors vectors() {
        return vectors;
    }

    double[] weights() {
        return weights;
    }

    Components components() {
        return components;
    }

    @Override
    public String name() {
        return averaging.name();
    }

    @Override
    public int dimension() {
        return vectors.dimension();
    }

    /** The vector of a text: (D). */
    public double[] vector(String text) {
        double[] x = average(text);
        components.takeFrom(x);
        return x;
    }

    @Override
    public List<float[]> embed(List<String> texts) {
        EmbeddingModel.requireTexts(texts);
        return texts.stream().map(text -> {
            double[] x = vector(text);
            float[] floats = new float[x.length];
            for (int j = 0; j < x.length; j++) {
                floats[j] = (float) x[j];
            }
            return floats;
        }).toList();
    }

    /** Frees the word vectors. */
    @Override
    public void close() {
        vectors.close();
    }
}
