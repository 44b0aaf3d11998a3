package io.isotropy.nlp.repair;

import io.isotropy.nlp.EmbeddingModel;
import io.isotropy.nlp.corpus.Corpus;
import io.isotropy.tensor.linalg.Matrix;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongConsumer;

/**
 * Mean and covariance of vectors that come one after the other and are not kept: Chan, Golub and LeVeque 1979, "Updating Formulae and a Pairwise
 * Algorithm for Computing Sample Variances". Blocks of a fixed size are centered on their own means and then joined, in double, so the result
 * depends on the vectors and their order alone.
 */
public final class Moments {

    /** Vectors of a block: enough that the join costs nothing, few enough that a block stays in the cache. */
    private static final int BLOCK = 128;
    /** Texts that are embedded at once. */
    private static final int WINDOW = 512;

    private final int dimension;
    private final double[] mean;
    /** Σ (x − mean)(x − mean)ᵀ of the blocks that are joined; only j ≥ i. */
    private final double[] scatter;
    /** The block that is being filled, and a row for the distance of its mean. */
    private final double[] block;
    private int filled;
    private long joined;
    private long zeros;

    /** None yet, of vectors with {@code dimension} components. */
    public Moments(int dimension) {
        this.dimension = dimension;
        mean = new double[dimension];
        scatter = new double[Math.multiplyExact(dimension, dimension)];
        block = new double[Math.multiplyExact(BLOCK + 1, dimension)];
    }

    /**
     * Of the vectors that a model gives the texts of a corpus.
     *
     * @param progress is told how many texts are done
     */
    public static Moments of(EmbeddingModel model, Corpus corpus, LongConsumer progress) throws IOException {
        Moments moments = new Moments(model.dimension());
        forEachVector(model, corpus, moments::add, progress);
        return moments;
    }

    /**
     * Hands over the vectors that a model gives the texts of a corpus, in their order.
     *
     * @param progress is told how many texts are done
     */
    public static void forEachVector(EmbeddingModel model, Corpus corpus, Consumer<float[]> action, LongConsumer progress) throws IOException {
        List<String> window = new ArrayList<>(WINDOW);
        long[] done = new long[1];
        Runnable embed = () -> {
            model.embed(window).forEach(action);
            done[0] += window.size();
            window.clear();
            progress.accept(done[0]);
        };
        corpus.forEach(text -> {
            window.add(text);
            if (window.size() == WINDOW) {
                embed.run();
            }
        });
        embed.run();
    }

    /**
     * Takes in a vector. One of zeros is but counted: it stands for a text without any word that the model knows, and says nothing of the space.
     *
     * @throws IllegalArgumentException if its length is another, or a component is not finite
     */
    public void add(float[] vector) {
        if (vector.length != dimension) {
            throw new IllegalArgumentException("[moments] vectors must have " + dimension + " components: got " + vector.length);
        }
        boolean zero = true;
        for (int j = 0; j < dimension; j++) {
            if (!Float.isFinite(vector[j])) {
                throw new IllegalArgumentException("[moments] components must be finite: vector " + (count() + zeros + 1) + " has "
                        + vector[j] + " at component " + (j + 1));
            }
            zero &= vector[j] == 0;
            block[filled * dimension + j] = vector[j];
        }
        if (zero) {
            zeros++;
        } else if (++filled == BLOCK) {
            join();
        }
    }

    /** How many vectors there were, without those of zeros. */
    public long count() {
        return joined + filled;
    }

    /** How many vectors were zero. */
    public long zeros() {
        return zeros;
    }

    /** (D). */
    public double[] mean() {
        join();
        return mean.clone();
    }

    /**
     * (D, D), over n − 1.
     *
     * @throws IllegalArgumentException with fewer than two vectors
     */
    public Matrix covariance() {
        join();
        if (joined < 2) {
            throw new IllegalArgumentException("[moments] a covariance needs two vectors at least: got " + joined);
        }
        Matrix covariance = Matrix.zeros(dimension, dimension);
        double[] values = covariance.values();
        for (int i = 0; i < dimension; i++) {
            for (int j = i; j < dimension; j++) {
                double value = scatter[i * dimension + j] / (joined - 1);
                values[i * dimension + j] = value;
                values[j * dimension + i] = value;
            }
        }
        return covariance;
    }

    /** Joins the block to what came before: the distance δ of the means counts as one more row, δ·√(n·m / (n + m)). */
    private void join() {
        if (filled == 0) {
            return;
        }
        double[] own = new double[dimension];
        for (int r = 0; r < filled; r++) {
            for (int j = 0; j < dimension; j++) {
                own[j] += block[r * dimension + j];
            }
        }
        double total = (double) joined + filled;
        double weight = Math.sqrt(joined * (filled / total));
        for (int j = 0; j < dimension; j++) {
            own[j] /= filled;
            block[filled * dimension + j] = weight * (own[j] - mean[j]);
        }
        for (int r = 0; r < filled; r++) {
            for (int j = 0; j < dimension; j++) {
                block[r * dimension + j] -= own[j];
            }
        }
        for (int j = 0; j < dimension; j++) {
            mean[j] += (own[j] - mean[j]) * (filled / total);
        }
        addProducts(filled + 1);
        joined += filled;
        filled = 0;
    }

    /** scatter += CᵀC of the block's first rows, four rows at a time, which spares loads and stores of the sums. */
    private void addProducts(int rows) {
        int r = 0;
        for (; r + 4 <= rows; r += 4) {
            int at = r * dimension;
            for (int i = 0; i < dimension; i++) {
                addRows(i, at, block[at + i], block[at + dimension + i], block[at + 2 * dimension + i], block[at + 3 * dimension + i]);
            }
        }
        for (; r < rows; r++) {
            int at = r * dimension;
            for (int i = 0; i < dimension; i++) {
                double factor = block[at + i];
                for (int j = i; j < dimension; j++) {
                    scatter[i * dimension + j] += factor * block[at + j];
                }
            }
        }
    }

    private void addRows(int i, int at, double a, double b, double c, double d) {
        int target = i * dimension;
        int second = at + dimension;
        int third = second + dimension;
        int fourth = third + dimension;
        for (int j = i; j < dimension; j++) {
            scatter[target + j] += a * block[at + j] + b * block[second + j] + (c * block[third + j] + d * block[fourth + j]);
        }
    }
}
