package io.isotropy.nlp.search;

import static io.isotropy.tensor.Shape.require;

import io.isotropy.kernels.Backend;
import io.isotropy.tensor.Scope;
import io.isotropy.tensor.Shape;
import io.isotropy.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Exact search: the k vectors of a matrix with the largest dot product or cosine with a query, looked for among all of them.
 *
 * <p>Scores are defined in double: Σ qᵢ·vᵢ in the order of i and, for the cosine, that over the product of the lengths. The kernels find them in
 * float, many queries and vectors at a time, or for a few queries among many vectors from a copy of these in bytes, which the first such call makes; the few
 * rows that come within the error of that of the k best are then scored in double. So a query's hits are the same to the bit for any batch, number of
 * threads and backend. Equal scores go by row. A row whose score is NaN is not found.
 *
 * <p>Thread-safe, as long as nobody changes the matrix.
 */
public final class VectorSearch {

    /** Rows that are scored at a time: their scores for a block of queries stay in the cache. */
    private static final int BLOCK_ROWS = 8192;
    /** Queries that are scored at a time. */
    private static final int BLOCK_QUERIES = 128;
    /** Fewer queries go one by one through the matrix as it lies, which then takes less time than to rearrange it. */
    private static final int FEW_QUERIES = 4;
    /** Numbers of a matrix that no cache holds, so that reading a quarter of it first takes less time. */
    private static final int WORTH_BYTES = 1 << 20;
    /** A share of all rows, one of so many, up to which those that bytes leave are scored one by one. */
    private static final int FEW_ROWS = 32;
    /** The error of one rounding to float, relative. */
    private static final double UNIT_ROUNDOFF = 0x1p-24;

    private final Tensor vectors;
    private final Measure measure;
    /** ‖row‖. */
    private final double[] norms;
    /** 1/‖row‖, 0 for a row of zeros. */
    private final float[] inverseNorms;
    private final double longest;
    private final boolean finite;
    private volatile @Nullable RowsInBytes inBytes;

    private VectorSearch(Tensor vectors, Measure measure) {
        this.vectors = vectors;
        this.measure = measure;
        this.norms = new double[size()];
        this.inverseNorms = new float[size()];
        IntStream.range(0, (size() + BLOCK_ROWS - 1) / BLOCK_ROWS).parallel().forEach(this::measureBlock);
        this.finite = Arrays.stream(norms).allMatch(Double::isFinite);
        this.longest = Arrays.stream(norms).filter(Double::isFinite).max().orElse(0);
    }

    /**
     * A search through the rows of a matrix.
     *
     * @param vectors (N, D), not in a scope that ends before the search is done with
     */
    public static VectorSearch of(Tensor vectors, Measure measure) {
        require(vectors.rank() == 2, "search", "vectors must be (N, D)", "vectors", vectors.shape());
        return new VectorSearch(vectors.contiguous(), measure);
    }

    /**
     * A search through vectors, which are copied.
     *
     * @param dimension the length of each
     */
    public static VectorSearch of(Backend backend, List<float[]> vectors, int dimension, Measure measure) {
        Tensor matrix = Scope.outside(() -> Tensor.uninitialized(backend, Shape.of(vectors.size(), dimension)));
        for (int row = 0; row < vectors.size(); row++) {
            float[] vector = vectors.get(row);
            require(vector.length == dimension, "search", "all vectors must have one length", "vector " + row, vector.length,
                    "dimension", dimension);
            matrix.buffer().write((long) row * dimension, vector, 0, dimension);
        }
        return of(matrix, measure);
    }

    /** N, the number of vectors. */
    public int size() {
        return vectors.shape().dim(0);
    }

    /** D, the length of the vectors. */
    public int dimension() {
        return vectors.shape().dim(1);
    }

    /** The k best rows for a query, the best first; all of them where there are fewer than k. */
    public List<Hit> best(float[] query, int k) {
        return best(List.of(query), k).getFirst();
    }

    /** The same for many queries at once, which takes less time than one by one. */
    public List<List<Hit>> best(List<float[]> queries, int k) {
        require(k >= 0, "search", "k must be 0 or more", "k", k);
        for (float[] query : queries) {
            require(query.length == dimension(), "search", "a query must have the length of the vectors", "query", query.length,
                    "dimension", dimension());
        }
        List<List<Hit>> found = new ArrayList<>(queries.size());
        for (int from = 0; from < queries.size(); from += BLOCK_QUERIES) {
            found.addAll(bestOfBlock(queries.subList(from, Math.min(queries.size(), from + BLOCK_QUERIES)), Math.min(k, size())));
        }
        return found;
    }

    private List<List<Hit>> bestOfBlock(List<float[]> queries, int k) {
        if (queries.size() < FEW_QUERIES && finite && (long) size() * dimension() >= WORTH_BYTES && k <= size() / FEW_ROWS) {
            return queries.stream().map(query -> bestByBytes(query, k)).toList();
        }
        return bestByFloats(queries, k);
    }

    private List<Hit> bestByBytes(float[] query, int k) {
        RowsInBytes rows = inBytes();
        if (!(Math.sqrt(dot(query, query)) <= rows.longestQuery())) {
            return bestByFloats(List.of(query), k).getFirst();
        }
        Candidates candidates = new Candidates(k, error(query, rows.error()));
        float[] scores = rows.scores(query);
        candidates.addAll(scores, 0);
        int[] left = candidates.rows();
        return left.length > size() / FEW_ROWS ? bestByFloats(List.of(query), k).getFirst() : exact(query, left, k);
    }

    private RowsInBytes inBytes() {
        RowsInBytes rows = inBytes;
        if (rows == null) {
            synchronized (this) {
                rows = inBytes;
                if (rows == null) {
                    rows = RowsInBytes.of(vectors, measure == Measure.COSINE ? row -> norms[row] : _ -> 1);
                    inBytes = rows;
                }
            }
        }
        return rows;
    }

    private List<List<Hit>> bestByFloats(List<float[]> queries, int k) {
        Candidates[] candidates = new Candidates[queries.size()];
        Arrays.setAll(candidates, i -> new Candidates(k, error(queries.get(i), 0)));
        for (int from = 0; from < size(); from += BLOCK_ROWS) {
            int first = from;
            int rows = Math.min(BLOCK_ROWS, size() - from);
            try (Scope _ = Scope.open()) {
                Tensor products = products(queries, first, rows);
                all(queries).forEach(i -> {
                    float[] scores = new float[rows];
                    products.buffer().read((long) i * rows, scores, 0, rows);
                    weigh(scores, first);
                    candidates[i].addAll(scores, first);
                });
            }
        }
        return all(queries).mapToObj(i -> exact(queries.get(i), candidates[i].rows(), k)).toList();
    }

    /** The queries' numbers, for several threads where there are enough to be worth waking one. */
    private static IntStream all(List<float[]> queries) {
        IntStream all = IntStream.range(0, queries.size());
        return queries.size() < FEW_QUERIES ? all : all.parallel();
    }

    /** Dot products in float of queries with {@code rows} rows from {@code first} on. Returns (Q, rows), of the scope that is open. */
    private Tensor products(List<float[]> queries, int first, int rows) {
        int dimension = dimension();
        Tensor block = vectors.slice(0, first, first + rows); // (rows, D)
        Tensor asked = Tensor.uninitialized(vectors.backend(), Shape.of(queries.size(), dimension)); // (Q, D)
        for (int i = 0; i < queries.size(); i++) {
            asked.buffer().write((long) i * dimension, queries.get(i), 0, dimension);
        }
        if (queries.size() >= FEW_QUERIES) {
            return asked.matmul(block.transpose()); // (Q, D)·(D, rows) -> (Q, rows)
        }
        return Tensor.stack(0, IntStream.range(0, queries.size())
                .mapToObj(i -> block.matmul(asked.select(0, i))) // (rows, D)·(D) -> (rows)
                .toList());
    }

    /** Dot products to what the measure compares: for the cosine, those with rows of length 1. */
    private void weigh(float[] scores, int first) {
        if (measure == Measure.COSINE) {
            for (int i = 0; i < scores.length; i++) {
                scores[i] *= inverseNorms[first + i];
            }
        }
    }

    /**
     * How far a float score may be from the exact one. A sum of D products is off by γ·Σ|qᵢ·vᵢ| ≤ γ·‖q‖·‖v‖ at most, γ = D·u/(1 − D·u), in
     * whatever order it is made (Higham 2002, "Accuracy and Stability of Numerical Algorithms", §3.1); four more roundings cover the lengths.
     *
     * @param rounded how far the rows that are multiplied may be from those that are meant, which by Cauchy and Schwarz costs ‖q‖ times as much
     */
    private double error(float[] query, double rounded) {
        double roundings = (dimension() + 4) * UNIT_ROUNDOFF;
        double length = (measure == Measure.COSINE ? 1 : longest) + rounded;
        return Math.sqrt(dot(query, query)) * (roundings / (1 - roundings) * length + rounded);
    }

    private List<Hit> exact(float[] query, int[] rows, int k) {
        double length = Math.sqrt(dot(query, query));
        TopK best = new TopK(k);
        float[] vector = new float[dimension()];
        for (int row : rows) {
            vectors.buffer().read((long) row * vector.length, vector, 0, vector.length);
            double lengths = measure == Measure.DOT ? 1 : length * norms[row];
            best.add(row, lengths == 0 ? 0 : dot(query, vector) / lengths);
        }
        return IntStream.range(0, best.size()).mapToObj(i -> new Hit(best.row(i), best.score(i))).toList();
    }

    private void measureBlock(int block) {
        float[] vector = new float[dimension()];
        for (int row = block * BLOCK_ROWS; row < Math.min(size(), (block + 1) * BLOCK_ROWS); row++) {
            vectors.buffer().read((long) row * vector.length, vector, 0, vector.length);
            norms[row] = Math.sqrt(dot(vector, vector));
            inverseNorms[row] = norms[row] == 0 ? 0 : (float) Math.min(1 / norms[row], Float.MAX_VALUE);
        }
    }

    private static double dot(float[] x, float[] y) {
        double sum = 0;
        for (int i = 0; i < x.length; i++) {
            sum += (double) x[i] * y[i];
        }
        return sum;
    }
}
