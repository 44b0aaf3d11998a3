package io.isotropy.benchmarks;

import io.isotropy.kernels.Backend;
import io.isotropy.kernels.Backends;
import io.isotropy.nlp.cluster.KMeans;
import io.isotropy.nlp.cluster.KMeansConfig;
import io.isotropy.tensor.Philox;
import io.isotropy.tensor.Scope;
import io.isotropy.tensor.Shape;
import io.isotropy.tensor.Tensor;
import java.io.IOException;
import java.util.List;

/**
 * k-means from k-means++ on, {@code --iterations} rounds from a new seed in each call, against scikit-learn's KMeans (Lloyd) on the same vectors.
 * scikit-learn is another process, which fits when it is asked to and sleeps else; the time of the question and the answer is in its time.
 */
public final class ClusterSideBySide {

    private static final int SIZE = 384;

    /** Inertias of other seeds that may differ by this share before anything is timed. */
    private static final double TOLERANCE = 0.02;

    private ClusterSideBySide() {}

    /**
     * Measures with each number of {@code --threads} for each number of {@code --clusters}.
     *
     * @param args the options
     */
    public static void main(String[] args) throws IOException {
        Arguments arguments = Arguments.parse(args, "rounds", "threads", "clusters", "vectors", "iterations");
        SideBySide sideBySide = new SideBySide(arguments.number("rounds", 5), 0, 250, 5000);
        int iterations = arguments.number("iterations", 20);
        Backend backend = Backends.byName("cpu");
        Tensor x = vectors(backend, arguments.number("vectors", 20_000));
        int count = x.shape().dim(0);
        RatioTable table = new RatioTable(System.out, "vectors/s");
        boolean first = true;
        for (int clusters : arguments.numbers("clusters", 20, 100, 1000)) {
            for (int threads : arguments.numbers("threads", 1, 2)) {
                Fit ours = new Fit(x, clusters, iterations, threads);
                try (PythonPeer peer = PythonPeer.start("cluster.py", "sklearn", threads, count, SIZE, clusters, iterations)) {
                    peer.send(x);
                    requireAlike(ours.next(), peer.ask());
                    List<Contender> contenders = List.of(Contender.giving("Isotropy", ours::next), Contender.giving("scikit-learn", peer::ask));
                    if (first) {
                        table.header("clusters, threads", contenders);
                        first = false;
                    }
                    table.row(clusters + ", " + threads, count, sideBySide.run(contenders));
                }
            }
        }
    }

    /** Unit vectors without clear groups, so that no round is the last before its time: like embeddings, with most variance in few directions. */
    private static Tensor vectors(Backend backend, int count) {
        int directions = 48;
        try (Scope scope = Scope.open()) {
            Tensor hidden = Tensor.normal(backend, Shape.of(count, directions), Philox.of(1), 0, 1);
            Tensor basis = Tensor.normal(backend, Shape.of(directions, SIZE), Philox.of(2), 0, 1);
            Tensor noise = Tensor.normal(backend, Shape.of(count, SIZE), Philox.of(3), 0, 3);
            Tensor x = hidden.matmul(basis).plus(noise); // (N, D)
            Tensor lengths = x.norm(1, true); // (N, 1)
            return scope.keep(x.dividedBy(lengths));
        }
    }

    private static void requireAlike(double inertia, double other) {
        if (!(Math.abs(inertia / other - 1) <= TOLERANCE)) {
            throw new IllegalStateException("the inertia is " + inertia + " here, " + other + " in scikit-learn");
        }
    }

    /** The side of this library. */
    private static final class Fit {

        private final Tensor x;
        private final int clusters;
        private final int iterations;
        private final int threads;
        private long seed;

        Fit(Tensor x, int clusters, int iterations, int threads) {
            this.x = x;
            this.clusters = clusters;
            this.iterations = iterations;
            this.threads = threads;
        }

        /** Returns the inertia. */
        double next() {
            x.backend().setThreads(threads);
            try (Scope _ = Scope.open()) {
                return KMeans.of(x, new KMeansConfig(clusters, 1, iterations, 0, seed++)).inertia();
            }
        }
    }
}
