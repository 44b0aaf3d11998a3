package io.isotropy.nlp.repair;

import io.isotropy.nlp.ModelFolderException;
import io.isotropy.nlp.json.Json;
import io.isotropy.tensor.linalg.Matrix;
import io.isotropy.tensor.linalg.SymmetricEigen;
import io.isotropy.tensor.safetensors.SafetensorsEntry;
import io.isotropy.tensor.safetensors.SafetensorsFile;
import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * BERT-whitening: Su, Cao, Liu and Ou 2021, "Whitening Sentence Representations for Better Semantics and Faster Retrieval". A vector x becomes
 * (x − μ)·W (eq. 2), of mean 0 and covariance I over the texts that it was fitted to; with fewer columns of W, only the directions of the largest
 * variance (§3.3).
 *
 * <p>Two departures. Eigenvalues below a share of the largest are cut: the last layer norm of a BERT puts every vector on a hyperplane, which
 * has no variance across, and dividing by the root of none would blow up rounding errors to the size of everything else. And the covariance may
 * be shrunk towards a multiple of I, for few texts.
 *
 * @param mean (D), μ
 * @param weight (D, k), W = U·diag(1/√s) (eq. 7), its first k columns
 * @param eigenvalues (D), s, of the covariance, falling
 */
public record Whitening(double[] mean, Matrix weight, double[] eigenvalues, Config config) implements Repair {

    /** What {@code isotropy.json} calls it. */
    public static final String NAME = "whitening";

    private static final String MEAN = "mean";
    private static final String WEIGHT = "weight";
    private static final String EIGENVALUES = "eigenvalues";

    /** Variance below this share of the mean's squared length is less than float32 can hold: the square of its ε. */
    private static final double SAME = 0x1p-46;

    /**
     * How a whitening is fitted.
     *
     * @param dimension k, the most components to keep; 0 for all
     * @param tolerance eigenvalues below this share of the largest are cut
     * @param shrinkage λ: the covariance is taken as (1 − λ)·Σ + λ·tr(Σ)/D·I (Ledoit and Wolf 2004, with a λ that is given)
     */
    public record Config(int dimension, double tolerance, double shrinkage) {

        /** All components whose variance is more than rounding errors in float32, and the covariance as it is. */
        public static final Config DEFAULT = new Config(0, 1e-8, 0);

        /** Checks the ranges. */
        public Config {
            if (dimension < 0) {
                throw new IllegalArgumentException("[whitening] dimension must be 1 or more, or 0 for all: got " + dimension);
            }
            if (!(tolerance >= 0 && tolerance < 1)) {
                throw new IllegalArgumentException("[whitening] tolerance must be 0 to below 1: got " + tolerance);
            }
            if (!(shrinkage >= 0 && shrinkage <= 1)) {
                throw new IllegalArgumentException("[whitening] shrinkage must be 0 to 1: got " + shrinkage);
            }
        }
    }

    /** Checks the sizes. */
    public Whitening {
        if (weight.rows() != mean.length || eigenvalues.length != mean.length || weight.cols() < 1 || weight.cols() > mean.length) {
            throw new IllegalArgumentException("[whitening] weight must be (D, 1 to D), mean and eigenvalues (D): got weight (" + weight.rows()
                    + ", " + weight.cols() + "), mean (" + mean.length + "), eigenvalues (" + eigenvalues.length + ")");
        }
    }

    /**
     * Fits to the mean and covariance of some vectors.
     *
     * @throws IllegalArgumentException if more components are asked for than there are, or all vectors are equal
     */
    public static Whitening fit(Moments moments, Config config) {
        Matrix covariance = shrunk(moments.covariance(), config.shrinkage);
        int size = covariance.rows();
        if (config.dimension > size) {
            throw new IllegalArgumentException("[whitening] dimension must be at most the vectors' " + size + ": got " + config.dimension);
        }
        SymmetricEigen eigen = SymmetricEigen.of(covariance); // Σ = U·Λ·Uᵀ, eq. 5
        double[] values = eigen.values();
        double[] mean = moments.mean();
        if (values[0] <= SAME * squared(mean)) {
            throw new IllegalArgumentException("[whitening] the vectors must differ: all " + moments.count() + " are equal");
        }
        int kept = config.dimension == 0 ? size : config.dimension;
        kept = Math.min(kept, above(config.tolerance * values[0], values));
        Matrix weight = eigen.vectors().columns(kept);
        for (int i = 0; i < size; i++) {
            for (int j = 0; j < kept; j++) {
                weight.values()[i * kept + j] /= Math.sqrt(values[j]); // eq. 7
            }
        }
        return new Whitening(mean, weight, values, config);
    }

    private static double squared(double[] vector) {
        return Arrays.stream(vector).map(value -> value * value).sum();
    }

    private static Matrix shrunk(Matrix covariance, double shrinkage) {
        int size = covariance.rows();
        double trace = 0;
        for (int i = 0; i < size; i++) {
            trace += covariance.at(i, i);
        }
        double[] values = covariance.values();
        for (int i = 0; i < values.length; i++) {
            values[i] *= 1 - shrinkage;
        }
        for (int i = 0; i < size; i++) {
            values[i * size + i] += shrinkage * trace / size;
        }
        return covariance;
    }

    /** How many are positive, and not below the limit. */
    private static int above(double limit, double[] falling) {
        int count = 0;
        while (count < falling.length && falling[count] >= limit && falling[count] > 0) {
            count++;
        }
        return count;
    }

    /** How many eigenvalues are not cut, whether their components are kept or not. */
    public int rank() {
        return above(config.tolerance * eigenvalues[0], eigenvalues);
    }

    /**
     * How many directions the variance would fill if it were the same in all of them: exp(−Σ p·ln p), p the eigenvalues' shares. Roy and
     * Vetterli 2007, "The Effective Rank", of the covariance.
     */
    public double effectiveRank() {
        double sum = 0;
        for (double value : eigenvalues) {
            sum += Math.max(value, 0);
        }
        double entropy = 0;
        for (double value : eigenvalues) {
            entropy -= value <= 0 ? 0 : value / sum * Math.log(value / sum);
        }
        return Math.exp(entropy);
    }

    /** The same with only the first components, as if fewer had been asked for. */
    public Whitening withDimension(int size) {
        if (size < 1 || size > dimension()) {
            throw new IllegalArgumentException("[withDimension] size must be 1 to " + dimension() + ": got " + size);
        }
        return new Whitening(mean, weight.columns(size), eigenvalues, new Config(size, config.tolerance, config.shrinkage));
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public int inputDimension() {
        return mean.length;
    }

    @Override
    public int dimension() {
        return weight.cols();
    }

    @Override
    public List<float[]> apply(List<float[]> vectors) {
        return Matrix.ofFloats(vectors, mean.length).minusRow(mean).times(weight).toFloats();
    }

    /** What it is as x·A + b. */
    Affine affine() {
        return Affine.centered(mean, weight);
    }

    @Override
    public List<SafetensorsEntry> tensors() {
        return List.of(
                SafetensorsEntry.of(MEAN, new long[] {mean.length}, mean),
                SafetensorsEntry.of(WEIGHT, new long[] {weight.rows(), weight.cols()}, weight.values()),
                SafetensorsEntry.of(EIGENVALUES, new long[] {eigenvalues.length}, eigenvalues));
    }

    @Override
    public Map<String, Object> settings() {
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put("input_dimension", inputDimension());
        settings.put("dimension", dimension());
        settings.put("tolerance", config.tolerance);
        settings.put("shrinkage", config.shrinkage);
        return settings;
    }

    static Whitening read(Json settings, SafetensorsFile tensors) throws IOException {
        int size = settings.get("input_dimension").asInt();
        int dimension = settings.get("dimension").asInt();
        double[] mean = tensors.readDoubles(MEAN);
        double[] weight = tensors.readDoubles(WEIGHT);
        double[] eigenvalues = tensors.readDoubles(EIGENVALUES);
        if (dimension < 1 || dimension > size || mean.length != size || weight.length != (long) size * dimension
                || eigenvalues.length != size) {
            throw new ModelFolderException(tensors.path(), "must have a mean of " + size + " numbers, a weight of " + size + " · " + dimension
                    + " and " + size + " eigenvalues, as the settings say: the files belong to different models");
        }
        return new Whitening(mean, new Matrix(size, dimension, weight), eigenvalues,
                new Config(dimension, settings.get("tolerance").asDouble(), settings.get("shrinkage").asDouble()));
    }
}
