package io.isotropy.nlp.cluster;

import static io.isotropy.tensor.Shape.require;

import io.isotropy.tensor.Philox;
import io.isotropy.tensor.Scope;
import io.isotropy.tensor.Tensor;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * k-means: groups points so that the squared distances to the groups' means are small. Lloyd 1982, "Least squares quantization in PCM", from starts
 * by k-means++; rules for the end and for empty clusters as scikit-learn's. Distances go through the kernels' matrix products, means are summed
 * in double in the order of the points: the result is the same to the bit for any number of threads.
 *
 * <p>A cluster that loses all its points takes the point that is farthest from its own centre; several take the farthest, the next and so on.
 */
public final class KMeans {

    private final Points points;
    private final KMeansConfig config;
    /** The number of each point's cluster. */
    private int[] labels;

    private KMeans(Points points, KMeansConfig config) {
        this.points = points;
        this.config = config;
        this.labels = new int[0];
    }

    /**
     * Groups points.
     *
     * @param x (N, D), N at least the number of clusters
     */
    public static Clustering of(Tensor x, KMeansConfig config) {
        try (Scope scope = Scope.open()) {
            requirePoints(x, config.clusters());
            // Around the mean, where float products lose least.
            Tensor mean = x.mean(0); // (D)
            Points points = new Points(x.minus(mean));
            Clustering best = start(points, config, 0);
            for (int start = 1; start < config.starts(); start++) {
                Clustering one = start(points, config, start);
                best = one.inertia() < best.inertia() ? one : best;
            }
            return at(mean, best, scope);
        }
    }

    private static Clustering start(Points points, KMeansConfig config, int start) {
        Philox random = Philox.of(config.seed()).withStream(start);
        return new KMeans(points, config).run(KMeansStart.centres(points, config.clusters(), random));
    }

    /**
     * Groups points from known centres on.
     *
     * @param x (N, D)
     * @param centres (K, D)
     * @param config its number of clusters must be K; starts and seed count for nothing
     */
    public static Clustering from(Tensor x, Tensor centres, KMeansConfig config) {
        try (Scope scope = Scope.open()) {
            requirePoints(x, config.clusters());
            require(centres.rank() == 2 && centres.shape().dim(0) == config.clusters() && centres.shape().dim(1) == x.shape().dim(1),
                    "kMeans", "centres must be (clusters, D)", "centres", centres.shape(), "clusters", config.clusters(), "x", x.shape());
            Tensor mean = x.mean(0); // (D)
            Points points = new Points(x.minus(mean));
            return at(mean, new KMeans(points, config).run(centres.minus(mean)), scope);
        }
    }

    private static void requirePoints(Tensor x, int clusters) {
        require(x.rank() == 2 && x.shape().dim(0) >= clusters && x.shape().dim(1) > 0, "kMeans",
                "x must be (N, D) with as many points as clusters at least", "x", x.shape(), "clusters", clusters);
    }

    private static Clustering at(Tensor mean, Clustering found, Scope scope) {
        return new Clustering(found.labels(), scope.keep(found.centres().plus(mean)), found.inertia(), found.iterations());
    }

    private Clustering run(Tensor start) {
        double variance = meanVariance();
        require(Double.isFinite(variance), "kMeans", "x must hold finite numbers", "x", points.matrix().shape(), "mean variance", variance);
        double tolerance = config.tolerance() * variance;
        Tensor centres = start;
        int round = 0;
        boolean done = false;
        labels = points.nearest(centres);
        while (round < config.iterations() && !done) {
            Tensor next = means(centres);
            double moved = squaredDistance(centres, next);
            int[] before = labels;
            centres = next;
            labels = points.nearest(centres);
            round++;
            done = moved <= tolerance || Arrays.equals(before, labels);
        }
        double inertia = DoubleStream.of(points.squaredDistances(centres, labels)).sum();
        return new Clustering(labels, centres, inertia, round);
    }

    /** Around the origin, the points' mean. */
    private double meanVariance() {
        try (Scope _ = Scope.open()) {
            double sum = 0;
            for (double square : Points.squares(points.matrix()).toDoubles()) {
                sum += square;
            }
            return sum / points.size() / points.dimension();
        }
    }

    /** The mean of each cluster's points, (K, D). */
    private Tensor means(Tensor centres) {
        int k = config.clusters();
        int dimension = points.dimension();
        fillEmpty(centres);
        int[][] members = members();
        Tensor means = centres.like();
        IntStream clusters = IntStream.range(0, k);
        (points.backend().threads() == 1 ? clusters : clusters.parallel()).forEach(cluster -> {
            double[] sum = new double[dimension];
            float[] vector = new float[dimension];
            for (int point : members[cluster]) {
                points.matrix().buffer().read((long) point * dimension, vector, 0, dimension);
                for (int i = 0; i < dimension; i++) {
                    sum[i] += vector[i];
                }
            }
            for (int i = 0; i < dimension; i++) {
                sum[i] /= members[cluster].length;
            }
            means.buffer().write((long) cluster * dimension, sum, 0, dimension);
        });
        return means;
    }

    private int[][] members() {
        int[] sizes = sizes();
        int[][] members = new int[config.clusters()][];
        Arrays.setAll(members, cluster -> new int[sizes[cluster]]);
        int[] filled = new int[members.length];
        for (int point = 0; point < labels.length; point++) {
            int cluster = labels[point];
            members[cluster][filled[cluster]++] = point;
        }
        return members;
    }

    private int[] sizes() {
        int[] sizes = new int[config.clusters()];
        for (int label : labels) {
            sizes[label]++;
        }
        return sizes;
    }

    private void fillEmpty(Tensor centres) {
        int[] sizes = sizes();
        int[] empty = IntStream.range(0, sizes.length).filter(cluster -> sizes[cluster] == 0).toArray();
        if (empty.length == 0) {
            return;
        }
        double[] distances = points.squaredDistances(centres, labels);
        int[] farthest = IntStream.range(0, labels.length)
                .boxed()
                .sorted(Comparator.comparingDouble((Integer point) -> -distances[point]).thenComparing(Comparator.naturalOrder()))
                .mapToInt(Integer::intValue)
                .toArray();
        int next = 0;
        for (int cluster : empty) {
            while (sizes[labels[farthest[next]]] == 1) {
                next++; // the only point of its cluster stays there
            }
            int point = farthest[next++];
            sizes[labels[point]]--;
            labels[point] = cluster;
            sizes[cluster]++;
        }
    }

    private static double squaredDistance(Tensor x, Tensor y) {
        double[] a = x.toDoubles();
        double[] b = y.toDoubles();
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += (a[i] - b[i]) * (a[i] - b[i]);
        }
        return sum;
    }
}
