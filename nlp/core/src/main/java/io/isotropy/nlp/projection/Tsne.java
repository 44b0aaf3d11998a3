package io.isotropy.nlp.projection;

import io.isotropy.tensor.linalg.Matrix;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;

/**
 * t-distributed stochastic neighbour embedding: van der Maaten and Hinton 2008, "Visualizing Data using t-SNE"; in O(n log n) by van der Maaten 2014,
 * "Accelerating t-SNE using Tree-Based Algorithms". Neighbours of the vectors become neighbours on the plane; distances between groups mean
 * little. Starts from the first two principal components, so it needs no random numbers and keeps the large shape (Kobak and Berens 2019).
 *
 * <p>Each point's sums run in one order whatever thread makes them: the picture is the same to the bit for any number of threads.
 *
 * @param places (N, 2)
 * @param divergence KL(P‖Q) of the picture, in nat, over the pairs that have an affinity (2014, eq. 2)
 */
public record Tsne(Matrix places, double divergence) {

    /** The standard deviation of the start's first coordinate: small, so that all points can pass each other. */
    private static final double START = 1e-4;
    private static final double EARLY_MOMENTUM = 0.5;
    private static final double MOMENTUM = 0.8;
    private static final double GAIN = 0.2;
    private static final double LOSS = 0.8;
    private static final double LEAST_GAIN = 0.01;
    /** Fewer points have no neighbourhoods; they stay at their principal components. */
    private static final int FEWEST = 4;
    private static final int BLOCK = 256;

    /**
     * Finds the places of vectors.
     *
     * @param dimension the length of each
     * @param progress is told how many iterations are done
     */
    public static Tsne of(List<float[]> vectors, int dimension, TsneConfig config, IntConsumer progress) {
        Matrix reduced = Pca.fit(vectors, dimension, config.components()).apply(vectors); // (N, k)
        int n = reduced.rows();
        double[] places = start(reduced);
        if (n < FEWEST) {
            return new Tsne(new Matrix(n, 2, places), 0);
        }
        double perplexity = config.perplexity(n);
        Neighbours neighbours = Neighbours.of(reduced, (int) Math.ceil(Affinities.NEIGHBOURS * perplexity));
        Affinities affinities = Affinities.of(neighbours, perplexity);
        descend(affinities, places, config, progress);
        return new Tsne(new Matrix(n, 2, places), divergence(affinities, places, config.angle()));
    }

    private static double[] start(Matrix reduced) {
        int n = reduced.rows();
        double squares = 0;
        for (int i = 0; i < n; i++) {
            squares += reduced.at(i, 0) * reduced.at(i, 0) / n;
        }
        double factor = squares == 0 ? 0 : START / Math.sqrt(squares);
        double[] places = new double[2 * n];
        for (int i = 0; i < n; i++) {
            places[2 * i] = factor * reduced.at(i, 0);
            places[2 * i + 1] = reduced.cols() == 1 ? 0 : factor * reduced.at(i, 1);
        }
        return places;
    }

    /** Gradient descent with momentum and gains (Jacobs 1988), as in the authors' code. */
    private static void descend(Affinities affinities, double[] places, TsneConfig config, IntConsumer progress) {
        double[] gradient = new double[places.length];
        double[] velocity = new double[places.length];
        double[] gains = new double[places.length];
        Arrays.fill(gains, 1);
        double step = config.step(affinities.size());
        for (int iteration = 0; iteration < config.iterations(); iteration++) {
            boolean early = iteration < config.exaggerated();
            gradient(affinities, places, early ? config.exaggeration() : 1, config.angle(), gradient);
            for (int i = 0; i < places.length; i++) {
                boolean turned = gradient[i] > 0 != velocity[i] > 0;
                gains[i] = Math.max(turned ? gains[i] + GAIN : gains[i] * LOSS, LEAST_GAIN);
                velocity[i] = (early ? EARLY_MOMENTUM : MOMENTUM) * velocity[i] - step * gains[i] * gradient[i];
                places[i] += velocity[i];
            }
            centre(places);
            progress.accept(iteration + 1);
        }
    }

    private static void centre(double[] places) {
        for (int axis = 0; axis < 2; axis++) {
            double mean = 0;
            for (int i = axis; i < places.length; i += 2) {
                mean += places[i];
            }
            mean /= places.length / 2;
            for (int i = axis; i < places.length; i += 2) {
                places[i] -= mean;
            }
        }
    }

    /**
     * ∂KL/∂y_i = 4·Σ_j (e·p_ij − q_ij)·(y_i − y_j)/(1 + ‖y_i − y_j‖²), 2008, eq. 5, split as in 2014, eq. 6 into what pulls, over the affinities, and what
     * pushes, over the tree.
     *
     * @param exaggeration e
     */
    static void gradient(Affinities affinities, double[] places, double exaggeration, double angle, double[] gradient) {
        int n = affinities.size();
        double[] push = new double[2 * n];
        double z = repulsion(places, angle, push);
        int[] columns = affinities.columns();
        double[] values = affinities.values();
        blocks(n).forEach(block -> {
            for (int i = block * BLOCK; i < Math.min(n, (block + 1) * BLOCK); i++) {
                double pullX = 0;
                double pullY = 0;
                for (int at = affinities.starts()[i]; at < affinities.starts()[i + 1]; at++) {
                    int j = 2 * columns[at];
                    double dx = places[2 * i] - places[j];
                    double dy = places[2 * i + 1] - places[j + 1];
                    double weight = values[at] / (1 + dx * dx + dy * dy);
                    pullX += weight * dx;
                    pullY += weight * dy;
                }
                gradient[2 * i] = 4 * (exaggeration * pullX - push[2 * i] / z);
                gradient[2 * i + 1] = 4 * (exaggeration * pullY - push[2 * i + 1] / z);
            }
        });
    }

    /** Fills the forces of {@link QuadTree#repulsion}; returns Z = Σ_{k≠l} 1/(1 + ‖y_k − y_l‖²). */
    private static double repulsion(double[] places, double angle, double[] push) {
        QuadTree tree = new QuadTree(places);
        int[] order = tree.order();
        int n = order.length;
        double[] sums = new double[n];
        // In the order of the tree: neighbours walk through the same squares.
        blocks(n).forEach(block -> {
            for (int i = block * BLOCK; i < Math.min(n, (block + 1) * BLOCK); i++) {
                sums[order[i]] = tree.repulsion(order[i], angle * angle, push);
            }
        });
        double z = 0;
        for (double sum : sums) {
            z += sum;
        }
        return z;
    }

    private static IntStream blocks(int n) {
        return IntStream.range(0, (n + BLOCK - 1) / BLOCK).parallel();
    }

    /** KL(P‖Q) = Σ p·ln(p/q), q_ij = 1/((1 + ‖y_i − y_j‖²)·Z). */
    static double divergence(Affinities affinities, double[] places, double angle) {
        double z = repulsion(places, angle, new double[places.length]);
        double sum = 0;
        for (int i = 0; i < affinities.size(); i++) {
            for (int at = affinities.starts()[i]; at < affinities.starts()[i + 1]; at++) {
                int j = affinities.columns()[at];
                double p = affinities.values()[at];
                double dx = places[2 * i] - places[2 * j];
                double dy = places[2 * i + 1] - places[2 * j + 1];
                sum += p * Math.log(p * z * (1 + dx * dx + dy * dy));
            }
        }
        return sum;
    }
}
