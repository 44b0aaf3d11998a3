package io.isotropy.nlp.word;

import static io.isotropy.tensor.Shape.require;

import io.isotropy.kernels.Backend;
import io.isotropy.kernels.Backends;
import io.isotropy.tensor.Scope;
import io.isotropy.tensor.Shape;
import io.isotropy.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Words and their vectors, as word2vec (Mikolov et al. 2013), GloVe (Pennington et al. 2014) and fastText (Bojanowski et al. 2017) give them.
 *
 * <pre>{@code
 * try (WordVectors vectors = WordVectors.load(Path.of("glove.6B.300d.txt"))) {
 *     vectors.nearest("frog", 10).forEach(System.out::println);
 * }
 * }</pre>
 *
 * Thread-safe, as long as nobody changes the matrix.
 */
public final class WordVectors implements AutoCloseable {

    private final List<String> words;
    private final Map<String, Integer> rows;
    private final Tensor matrix;
    /** 1/‖row‖, 0 for a row of zeros; made by the first look for neighbours. */
    private float @Nullable [] inverseNorms;

    private WordVectors(List<String> words, Map<String, Integer> rows, Tensor matrix) {
        this.words = words;
        this.rows = rows;
        this.matrix = matrix;
    }

    /**
     * Words with the rows of a matrix, which this object closes.
     *
     * @param words V, each once
     * @param matrix (V, D), not in a scope that ends before this object
     */
    public static WordVectors of(List<String> words, Tensor matrix) {
        require(matrix.rank() == 2 && matrix.shape().dim(0) == words.size() && matrix.shape().dim(1) > 0, "wordVectors",
                "matrix must be (words, D)", "words", words.size(), "matrix", matrix.shape());
        Map<String, Integer> rows = HashMap.newHashMap(words.size());
        for (String word : words) {
            Integer before = rows.put(word, rows.size());
            require(before == null, "wordVectors", "a word must be there once", "word", word);
        }
        return new WordVectors(List.copyOf(words), rows, matrix.contiguous());
    }

    /** Words with the rows of a matrix (V, D), given row by row, on a backend. */
    public static WordVectors of(Backend backend, List<String> words, int dimension, float... values) {
        return of(words, Scope.outside(() -> Tensor.of(backend, Shape.of(words.size(), dimension), values)));
    }

    /** Reads a file of any of the formats, which it tells apart by what the file holds, on the preferred backend. */
    public static WordVectors load(Path file) throws IOException {
        return load(file, Backends.preferred(), 0);
    }

    /**
     * Reads a file of any of the formats, which it tells apart by what the file holds. Of a word that comes twice the first vector counts.
     *
     * @param most the number of words to read, from the file's first on, which are the frequent ones; 0 for all
     * @throws IOException if the file is not as it must be; the message names file and line
     */
    public static WordVectors load(Path file, Backend backend, int most) throws IOException {
        return WordVectorReader.read(file, null, backend, most);
    }

    /** Reads a file of a format that is known. */
    public static WordVectors load(Path file, WordVectorFormat format, Backend backend, int most) throws IOException {
        return WordVectorReader.read(file, format, backend, most);
    }

    /**
     * Writes a file, whole or not at all; compressed by gzip where its name ends in {@code .gz}.
     *
     * @throws IOException if it cannot be written, or the format cannot hold a word
     */
    public void save(Path file, WordVectorFormat format) throws IOException {
        WordVectorWriter.write(this, file, format);
    }

    /** V, the number of words. */
    public int size() {
        return words.size();
    }

    /** D, the length of the vectors. */
    public int dimension() {
        return matrix.shape().dim(1);
    }

    /** All words, in the order of the rows. */
    public List<String> words() {
        return words;
    }

    /** All vectors, (V, D). */
    public Tensor matrix() {
        return matrix;
    }

    /** The row of a word; −1 if there is none. */
    public int row(String word) {
        return rows.getOrDefault(word, -1);
    }

    public boolean contains(String word) {
        return rows.containsKey(word);
    }

    /** The vector of a row. */
    public float[] vector(int row) {
        require(row >= 0 && row < size(), "vector", "row must be 0 to " + (size() - 1), "row", row);
        float[] vector = new float[dimension()];
        matrix.buffer().read((long) row * vector.length, vector, 0, vector.length);
        return vector;
    }

    /**
     * The vector of a word.
     *
     * @throws IllegalArgumentException if there is none
     */
    public float[] vector(String word) {
        return vector(known(word));
    }

    private int known(String word) {
        Integer row = rows.get(word);
        if (row == null) {
            throw new IllegalArgumentException("[wordVectors] the word must be one of the " + size() + " that have a vector: got " + word);
        }
        return row;
    }

    /** The cosine of two words. */
    public double similarity(String first, String second) {
        float[] unit = unit(vector(first));
        float[] other = unit(vector(second));
        double sum = 0;
        for (int i = 0; i < unit.length; i++) {
            sum += (double) unit[i] * other[i];
        }
        return sum;
    }

    /** The words closest to a word, the closest first, without the word itself. */
    public List<Neighbour> nearest(String word, int count) {
        return nearest(List.of(word), List.of(), count);
    }

    /**
     * The words closest to Σ positive − Σ negative of unit vectors, without those given: 3CosAdd, Levy and Goldberg 2014, eq. 1. "king" and
     * "woman" without "man" asks for what is to "woman" as "king" is to "man".
     */
    public List<Neighbour> nearest(List<String> positive, List<String> negative, int count) {
        require(!positive.isEmpty() || !negative.isEmpty(), "nearest", "there must be a word to be close to", "words", 0);
        float[] query = new float[dimension()];
        Set<Integer> given = new HashSet<>();
        for (String word : positive) {
            given.add(add(query, known(word), 1));
        }
        for (String word : negative) {
            given.add(add(query, known(word), -1));
        }
        return nearest(query, count, given);
    }

    private int add(float[] query, int row, float sign) {
        float[] unit = unit(vector(row));
        for (int i = 0; i < query.length; i++) {
            query[i] += sign * unit[i];
        }
        return row;
    }

    /** The words closest to a vector, the closest first; equally close ones in the order of their rows. */
    public List<Neighbour> nearest(float[] vector, int count) {
        return nearest(vector, count, Set.of());
    }

    private List<Neighbour> nearest(float[] vector, int count, Set<Integer> without) {
        require(vector.length == dimension(), "nearest", "the vector must have the length of the words' vectors",
                "vector", vector.length, "dimension", dimension());
        require(count >= 0, "nearest", "count must be 0 or more", "count", count);
        float[] cosines = cosines(vector);
        // The worst of those that are kept comes first.
        Comparator<Integer> worstFirst = Comparator.<Integer>comparingDouble(row -> cosines[row]).thenComparingInt(row -> -row);
        PriorityQueue<Integer> best = new PriorityQueue<>(worstFirst);
        for (int row = 0; row < cosines.length && count > 0; row++) {
            if (best.size() == count && cosines[row] <= cosines[best.element()] || without.contains(row)) {
                continue;
            }
            if (best.size() == count) {
                best.remove();
            }
            best.add(row);
        }
        List<Integer> found = new ArrayList<>(best);
        found.sort(worstFirst.reversed());
        return found.stream().map(row -> new Neighbour(words.get(row), cosines[row])).toList();
    }

    /** With all words: (V). */
    private float[] cosines(float[] vector) {
        float[] factors = inverseNorms();
        try (Scope _ = Scope.open()) {
            Tensor query = Tensor.of(matrix.backend(), Shape.of(dimension()), unit(vector));
            float[] cosines = matrix.matmul(query).toArray(); // (V, D)·(D) -> (V)
            for (int row = 0; row < cosines.length; row++) {
                cosines[row] *= factors[row];
            }
            return cosines;
        }
    }

    private synchronized float[] inverseNorms() {
        if (inverseNorms == null) {
            try (Scope _ = Scope.open()) {
                float[] norms = matrix.norm(1, false).toArray(); // (V)
                for (int row = 0; row < norms.length; row++) {
                    norms[row] = norms[row] == 0 ? 0 : 1 / norms[row];
                }
                inverseNorms = norms;
            }
        }
        return inverseNorms;
    }

    private static float[] unit(float[] vector) {
        double squares = 0;
        for (float x : vector) {
            squares += (double) x * x;
        }
        double factor = squares == 0 ? 0 : 1 / Math.sqrt(squares);
        float[] unit = new float[vector.length];
        for (int i = 0; i < unit.length; i++) {
            unit[i] = (float) (factor * vector[i]);
        }
        return unit;
    }

    /** Frees the matrix. */
    @Override
    public void close() {
        matrix.release();
    }
}
