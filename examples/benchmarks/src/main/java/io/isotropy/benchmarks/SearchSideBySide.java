package io.isotropy.benchmarks;

import io.isotropy.kernels.Backend;
import io.isotropy.kernels.Backends;
import io.isotropy.nlp.search.Hit;
import io.isotropy.nlp.search.Measure;
import io.isotropy.nlp.search.VectorSearch;
import io.isotropy.tensor.Philox;
import io.isotropy.tensor.Scope;
import io.isotropy.tensor.Shape;
import io.isotropy.tensor.Tensor;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;

/**
 * The best ten of all vectors by cosine, for one query and for many at once, beside the product of vectors and queries alone, which reads all vectors as
 * fast as memory gives them, and NumPy, which scores in float and is another process.
 */
public final class SearchSideBySide {

    private static final int SIZE = 384;
    private static final int BEST = 10;

    private SearchSideBySide() {}

    /**
     * Measures with each number of {@code --threads} for each number of {@code --queries}.
     *
     * @param args the options
     */
    public static void main(String[] args) throws IOException {
        Arguments arguments = Arguments.parse(args, "rounds", "threads", "vectors", "queries");
        SideBySide sideBySide = SideBySide.of(arguments.number("rounds", 7));
        Backend backend = Backends.byName("cpu");
        Tensor vectors = unit(backend, arguments.number("vectors", 100_000), 1);
        VectorSearch search = VectorSearch.of(vectors, Measure.COSINE);
        RatioTable table = new RatioTable(System.out, "queries/s");
        boolean first = true;
        for (int count : arguments.numbers("queries", 1, 128)) {
            Tensor asked = unit(backend, count, 2);
            List<float[]> queries = rows(asked);
            for (int threads : arguments.numbers("threads", 1, 2)) {
                backend.setThreads(threads);
                try (PythonPeer peer = PythonPeer.start("search.py", "numpy", threads, search.size(), SIZE, count)) {
                    peer.send(vectors);
                    peer.send(asked);
                    requireSame(search.best(queries.getFirst(), 1).getFirst(), (int) peer.ask());
                    List<Contender> contenders = List.of(
                            Contender.giving("Isotropy", () -> search.best(queries, BEST)),
                            Contender.of("product alone", () -> multiply(vectors, asked)),
                            Contender.giving("NumPy", peer::ask));
                    if (first) {
                        table.header("queries, threads", contenders);
                        first = false;
                    }
                    table.row(count + ", " + threads, count, sideBySide.run(contenders));
                }
            }
        }
    }

    private static Tensor unit(Backend backend, int count, long seed) {
        try (Scope scope = Scope.open()) {
            Tensor x = Tensor.normal(backend, Shape.of(count, SIZE), Philox.of(seed), 0, 1);
            return scope.keep(x.dividedBy(x.norm(1, true)));
        }
    }

    private static List<float[]> rows(Tensor x) {
        float[] all = x.toArray();
        float[][] rows = new float[x.shape().dim(0)][];
        Arrays.setAll(rows, i -> Arrays.copyOfRange(all, i * SIZE, (i + 1) * SIZE));
        return List.of(rows);
    }

    private static void multiply(Tensor vectors, Tensor asked) {
        try (Scope _ = Scope.open()) {
            if (asked.shape().dim(0) == 1) {
                vectors.matmul(asked.flatten()); // (N, D)·(D) -> (N)
            } else {
                asked.matmul(vectors.transpose()); // (Q, D)·(D, N) -> (Q, N)
            }
        }
    }

    private static void requireSame(Hit ours, int row) {
        if (ours.row() != row) {
            throw new IllegalStateException("the best row is " + ours.row() + " here, " + row + " in NumPy");
        }
    }
}
