package io.isotropy.nlp.repair;

import io.isotropy.nlp.ModelFolderException;
import io.isotropy.nlp.json.Json;
import io.isotropy.tensor.linalg.Matrix;
import io.isotropy.tensor.linalg.SymmetricEigen;
import io.isotropy.tensor.safetensors.SafetensorsEntry;
import io.isotropy.tensor.safetensors.SafetensorsFile;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Takes out the mean and the few directions along which vectors vary most, which carry what all have in common rather than what they mean: Mu,
 * Bhat and Viswanath 2018, "All-but-the-Top", algorithm 1: x becomes x − μ − Σᵢ uᵢ·(uᵢᵀ(x − μ)).
 *
 * <p>The paper's step 3 projects x, not x − μ, on the directions, which moves all vectors by the same Σᵢ uᵢ·(uᵢᵀμ); with it the mean of what comes
 * out is 0, as the paper's first aim is.
 *
 * @param mean (D), μ
 * @param components (m, D), the first principal components u, of length 1 and orthogonal
 * @param eigenvalues (D), of the covariance, falling
 */
public record AllButTheTop(double[] mean, Matrix components, double[] eigenvalues) implements Repair {

    /** What {@code isotropy.json} calls it. */
    public static final String NAME = "all-but-the-top";

    /** One direction for so many dimensions, §2.2. */
    private static final int DIMENSIONS_PER_COMPONENT = 100;

    private static final String MEAN = "mean";
    private static final String COMPONENTS = "components";
    private static final String EIGENVALUES = "eigenvalues";

    /** Checks the sizes. */
    public AllButTheTop {
        if (components.cols() != mean.length || eigenvalues.length != mean.length || components.rows() > mean.length) {
            throw new IllegalArgumentException("[allButTheTop] components must be (0 to D, D), mean and eigenvalues (D): got components ("
                    + components.rows() + ", " + components.cols() + "), mean (" + mean.length + "), eigenvalues (" + eigenvalues.length + ")");
        }
    }

    /** How many directions the paper takes out of vectors with so many components, one at least. */
    public static int components(int dimension) {
        return Math.max(1, Math.round(dimension / (float) DIMENSIONS_PER_COMPONENT));
    }

    /**
     * Fits to the mean and covariance of some vectors.
     *
     * @param count m, how many directions to take out; 0 takes out the mean alone
     */
    public static AllButTheTop fit(Moments moments, int count) {
        Matrix covariance = moments.covariance();
        int size = covariance.rows();
        if (count < 0 || count >= size) {
            throw new IllegalArgumentException("[allButTheTop] components must be 0 to " + (size - 1) + ", fewer than the vectors' " + size
                    + ": got " + count);
        }
        SymmetricEigen eigen = SymmetricEigen.of(covariance);
        return new AllButTheTop(moments.mean(), eigen.vectors().columns(count).transposed(), eigen.values());
    }

    /** The share of the variance along the directions that are taken out. */
    public double share() {
        double sum = 0;
        double top = 0;
        for (int i = 0; i < eigenvalues.length; i++) {
            sum += eigenvalues[i];
            top += i < components.rows() ? eigenvalues[i] : 0;
        }
        return sum == 0 ? 0 : top / sum;
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
        return mean.length;
    }

    @Override
    public List<float[]> apply(List<float[]> vectors) {
        Matrix x = Matrix.ofFloats(vectors, mean.length).minusRow(mean);
        Matrix along = x.times(components.transposed()); // (n, m)
        return x.minus(along.times(components)).toFloats();
    }

    /** What it is as x·A + b. */
    Affine affine() {
        return Affine.centered(mean, Matrix.identity(mean.length).minus(components.transposed().times(components)));
    }

    @Override
    public List<SafetensorsEntry> tensors() {
        return List.of(
                SafetensorsEntry.of(MEAN, new long[] {mean.length}, mean),
                SafetensorsEntry.of(COMPONENTS, new long[] {components.rows(), components.cols()}, components.values()),
                SafetensorsEntry.of(EIGENVALUES, new long[] {eigenvalues.length}, eigenvalues));
    }

    @Override
    public Map<String, Object> settings() {
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put("input_dimension", inputDimension());
        settings.put("components", components.rows());
        return settings;
    }

    static AllButTheTop read(Json settings, SafetensorsFile tensors) throws IOException {
        int size = settings.get("input_dimension").asInt();
        int count = settings.get("components").asInt();
        double[] mean = tensors.readDoubles(MEAN);
        double[] components = tensors.readDoubles(COMPONENTS);
        double[] eigenvalues = tensors.readDoubles(EIGENVALUES);
        if (size < 1 || count < 0 || count > size || mean.length != size || components.length != (long) count * size
                || eigenvalues.length != size) {
            throw new ModelFolderException(tensors.path(), "must have a mean of " + size + " numbers, " + count + " components of as many and "
                    + size + " eigenvalues, as the settings say: the files belong to different models");
        }
        return new AllButTheTop(mean, new Matrix(count, size, components), eigenvalues);
    }
}
