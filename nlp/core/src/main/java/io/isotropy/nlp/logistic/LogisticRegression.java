package io.isotropy.nlp.logistic;

import static io.isotropy.tensor.Shape.require;

import io.isotropy.tensor.Scope;
import io.isotropy.tensor.Shape;
import io.isotropy.tensor.Tensor;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Logistic regression, L2-regularized: minimizes Σ −log p(yᵢ | xᵢ) + ‖W‖²/(2C), the objective of scikit-learn's LogisticRegression, the biases
 * free. p is the softmax of W·x + b; for two classes the sigmoid of one row. Products with x go through the kernels in float, the search for the
 * minimum is in double.
 *
 * @param classes the classes that came in training, rising
 * @param weights (rows, D), row after row: one row for two classes, else one per class
 * @param biases one per row
 */
public record LogisticRegression(int[] classes, double[] weights, double[] biases) {

    /** On the mean loss's gradient; scikit-learn stops at 1e-4. */
    private static final double TOLERANCE = 1e-5;

    private static final int ITERATIONS = 1000;

    /**
     * Learns.
     *
     * @param x (N, D), finite
     * @param y the class of each row, 0 or more; where all are the same, that is what will be predicted
     * @param c the inverse of the regularization's strength, above 0
     */
    public static LogisticRegression fit(Tensor x, int[] y, double c) {
        return fit(x, y, c, null);
    }

    /** As the other, the search beginning at what was learnt from the same rows with another c: it ends sooner. */
    public static LogisticRegression fit(Tensor x, int[] y, double c, @Nullable LogisticRegression start) {
        require(x.rank() == 2 && x.shape().dim(0) == y.length && y.length > 0, "logisticRegression", "x must be (N, D), a row for each class",
                "x", x.shape(), "classes", y.length);
        require(c > 0 && Double.isFinite(c), "logisticRegression", "c must be above 0", "c", c);
        int[] classes = Arrays.stream(y).sorted().distinct().toArray();
        int dimension = x.shape().dim(1);
        if (classes.length == 1) {
            return new LogisticRegression(classes, new double[0], new double[0]);
        }
        int[] places = Arrays.stream(y).map(label -> Arrays.binarySearch(classes, label)).toArray();
        int rows = classes.length == 2 ? 1 : classes.length;
        double[] parameters = new double[rows * (dimension + 1)];
        if (start != null && Arrays.equals(start.classes, classes)) {
            System.arraycopy(start.weights, 0, parameters, 0, start.weights.length);
            System.arraycopy(start.biases, 0, parameters, start.weights.length, rows);
        }
        double[] found;
        try (Scope _ = Scope.open()) {
            found = Lbfgs.minimize(LogisticLoss.of(x, places, rows, c), parameters, TOLERANCE, ITERATIONS);
        }
        return new LogisticRegression(
                classes, Arrays.copyOf(found, rows * dimension), Arrays.copyOfRange(found, rows * dimension, found.length));
    }

    /** The most probable class of each row of x, (N, D); of equally probable ones the lowest. */
    public int[] predict(Tensor x) {
        int[] predicted = new int[x.shape().dim(0)];
        if (classes.length == 1) {
            Arrays.fill(predicted, classes[0]);
            return predicted;
        }
        int rows = biases.length;
        float[] products;
        try (Scope _ = Scope.open()) {
            Tensor matrix = Tensor.of(x.backend(), Shape.of(rows, x.shape().dim(1)), weights);
            products = x.matmul(matrix.transpose()).toArray(); // (N, D)·(D, rows) -> (N, rows)
        }
        for (int i = 0; i < predicted.length; i++) {
            predicted[i] = classes[rows == 1 ? (products[i] + biases[0] > 0 ? 1 : 0) : best(products, i * rows)];
        }
        return predicted;
    }

    private int best(float[] products, int from) {
        int best = 0;
        for (int row = 1; row < biases.length; row++) {
            best = products[from + row] + biases[row] > products[from + best] + biases[best] ? row : best;
        }
        return best;
    }
}
