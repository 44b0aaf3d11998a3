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
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
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
    /** Made by the first look for neighbours. */
    private @Nullable CosineSearch search;

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

    /** As {@link #of(List, Tensor)}, with each word's row. */
    static WordVectors ofRows(List<String> words, Map<String, Integer> rows, Tensor matrix) {
        return new WordVectors(Collections.unmodifiableList(words), rows, matrix.contiguous());
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

    /** Some of the words with their vectors, in their order; these vectors themselves where that is all. */
    public WordVectors only(Predicate<String> wanted) {
        List<String> kept = words.stream().filter(wanted).toList();
        if (kept.size() == words.size()) {
            return this;
        }
        Tensor rest = Scope.outside(() -> Tensor.uninitialized(matrix.backend(), Shape.of(kept.size(), dimension())));
        for (int row = 0; row < kept.size(); row++) {
            rest.buffer().write((long) row * dimension(), vector(kept.get(row)), 0, dimension());
        }
        return of(kept, rest);
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

    /** Words that are written almost like one, which has no vector perhaps; the closest first. */
    public List<String> spelledLike(String word, int count) {
        return Spelling.close(words, word, count);
    }

    // One and two

    /** The cosine of two words. */
    public double similarity(String first, String second) {
        return dot(unit(vector(first)), unit(vector(second)));
    }

    /** 1 − cosine of two words. */
    public double distance(String first, String second) {
        return 1 - similarity(first, second);
    }

    /** The cosine of the means of two sets of words, as gensim's {@code n_similarity}: the vectors are taken as they are. */
    public double nSimilarity(List<String> first, List<String> second) {
        require(!first.isEmpty() && !second.isEmpty(), "nSimilarity", "both sets must have a word", "first", first.size(), "second",
                second.size());
        return dot(unit(mean(first, false)), unit(mean(second, false)));
    }

    /** The word that fits least with the others: the one whose cosine with the mean of all unit vectors is smallest. */
    public String doesntMatch(List<String> among) {
        require(!among.isEmpty(), "doesntMatch", "there must be a word to choose from", "words", 0);
        float[] mean = unit(mean(among, true));
        return Collections.min(among, Comparator.comparingDouble(word -> dot(unit(vector(word)), mean)));
    }

    private float[] mean(List<String> among, boolean units) {
        double[] sum = new double[dimension()];
        for (String word : among) {
            float[] vector = units ? unit(vector(word)) : vector(word);
            for (int i = 0; i < sum.length; i++) {
                sum[i] += vector[i];
            }
        }
        float[] mean = new float[sum.length];
        for (int i = 0; i < sum.length; i++) {
            mean[i] = (float) (sum[i] / among.size());
        }
        return mean;
    }

    /**
     * The Word Mover's Distance of two texts (Kusner et al. 2015): the least that the words of one must travel to become those of the other,
     * by exact optimal transport. Words without a vector are left out; infinite if none is left on a side.
     *
     * @param unit whether vectors are taken at length 1, as gensim does; the paper takes them as they are
     */
    public double wordMoversDistance(List<String> first, List<String> second, boolean unit) {
        return WordMover.distance(this, first, second, unit);
    }

    /** The paper's lower bound of that, much sooner found: each word goes to the closest of the other text. */
    public double relaxedWordMoversDistance(List<String> first, List<String> second, boolean unit) {
        return WordMover.relaxed(this, first, second, unit);
    }

    // One and all

    /** The words closest to a word, the closest first, without the word itself. */
    public List<Neighbour> nearest(String word, int count) {
        return nearest(Collections.singletonList(word), List.of(), count);
    }

    /** As the other, among all words. */
    public List<Neighbour> nearest(List<String> positive, List<String> negative, int count) {
        return nearest(positive, negative, count, size());
    }

    /**
     * The words closest to Σ positive − Σ negative of unit vectors, without those given: 3CosAdd, Levy and Goldberg 2014, eq. 1. "king" and
     * "woman" without "man" asks for what is to "woman" as "king" is to "man".
     *
     * @param restrict how many words are looked through, from the first on, which are the frequent ones
     */
    public List<Neighbour> nearest(List<String> positive, List<String> negative, int count, int restrict) {
        requireWords("nearest", positive.size() + negative.size(), count, restrict);
        float[] query = new float[dimension()];
        positive.forEach(word -> add(query, word, 1));
        negative.forEach(word -> add(query, word, -1));
        return search().best(search().cosines(unit(query), Math.min(restrict, size())), count, rows(positive, negative));
    }

    /** The words with the largest product of cosines with positive words over that with negative ones: 3CosMul, their eq. 4. */
    public List<Neighbour> nearestByProduct(List<String> positive, List<String> negative, int count, int restrict) {
        requireWords("nearestByProduct", positive.size(), count, restrict);
        List<float[]> up = positive.stream().map(word -> unit(vector(word))).toList();
        List<float[]> down = negative.stream().map(word -> unit(vector(word))).toList();
        return search().best(search().quotients(up, down, Math.min(restrict, size())), count, rows(positive, negative));
    }

    private static void requireWords(String op, int words, int count, int restrict) {
        require(words > 0, op, "there must be a word to be close to", "words", words);
        require(count >= 0 && restrict >= 0, op, "count and restrict must be 0 or more", "count", count, "restrict", restrict);
    }

    private Set<Integer> rows(List<String> positive, List<String> negative) {
        Set<Integer> given = new HashSet<>();
        positive.forEach(word -> given.add(known(word)));
        negative.forEach(word -> given.add(known(word)));
        return given;
    }

    private void add(float[] query, String word, float sign) {
        float[] unit = unit(vector(word));
        for (int i = 0; i < query.length; i++) {
            query[i] += sign * unit[i];
        }
    }

    /** The words closest to a vector, the closest first; equally close ones in the order of their rows. */
    public List<Neighbour> nearest(float[] vector, int count) {
        require(vector.length == dimension(), "nearest", "the vector must have the length of the words' vectors",
                "vector", vector.length, "dimension", dimension());
        requireWords("nearest", 1, count, size());
        return search().best(search().cosines(unit(vector), size()), count, Set.of());
    }

    /** The words that are closer to {@code word} than {@code other} is, in the order of the rows. */
    public List<String> closerThan(String word, String other) {
        float[] cosines = search().cosines(unit(vector(word)), size());
        int self = known(word);
        float limit = cosines[known(other)];
        List<String> closer = new ArrayList<>();
        for (int row = 0; row < cosines.length; row++) {
            if (cosines[row] > limit && row != self) {
                closer.add(words.get(row));
            }
        }
        return closer;
    }

    /** Which neighbour of {@code word} the other is: 1 for the closest. */
    public int rank(String word, String other) {
        return closerThan(word, other).size() + 1;
    }

    /** 1/‖row‖ of every row, 0 for a row of zeros; not to be changed. */
    public float[] inverseNorms() {
        return search().inverseNorms();
    }

    private synchronized CosineSearch search() {
        if (search == null) {
            search = new CosineSearch(words, matrix);
        }
        return search;
    }

    private static double dot(float[] x, float[] y) {
        double sum = 0;
        for (int i = 0; i < x.length; i++) {
            sum += (double) x[i] * y[i];
        }
        return sum;
    }

    /** A vector at length 1; zeros stay. */
    static float[] unit(float[] vector) {
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
