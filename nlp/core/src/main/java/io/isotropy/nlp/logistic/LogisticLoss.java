package io.isotropy.nlp.logistic;

import io.isotropy.tensor.Scope;
import io.isotropy.tensor.Shape;
import io.isotropy.tensor.Tensor;
import java.util.Arrays;

/**
 * (Σ −log p(yᵢ | xᵢ) + ‖W‖²/(2C))/N of the rows of W, one after the other, with the biases behind them.
 *
 * @param x (N, D)
 * @param columns (D, N), x transposed: one row of W then is multiplied with both as they lie, where a product of matrices would rearrange x first
 * @param y classes from 0
 * @param rows of W: 1 for two classes, else their number
 */
record LogisticLoss(Tensor x, Tensor columns, int[] y, int rows, double c) implements Lbfgs.Objective {

    static LogisticLoss of(Tensor x, int[] y, int rows, double c) {
        return new LogisticLoss(x, rows == 1 ? x.transpose().contiguous() : x.transpose(), y, rows, c);
    }

    @Override
    public double at(double[] parameters, double[] gradient) {
        int n = y.length;
        int dimension = x.shape().dim(1);
        int size = rows * dimension;
        double[] weights = Arrays.copyOf(parameters, size);
        double loss = 0;
        try (Scope _ = Scope.open()) {
            Tensor matrix = Tensor.of(x.backend(), Shape.of(rows, dimension), weights);
            float[] errors = (rows == 1 ? x.matmul(matrix.flatten()) : x.matmul(matrix.transpose())).toArray(); // (N, rows)
            Arrays.fill(gradient, size, size + rows, 0);
            for (int i = 0; i < n; i++) {
                loss += rows == 1 ? binary(errors, i, parameters[size]) : softmax(errors, i * rows, parameters, size, y[i]);
                for (int row = 0; row < rows; row++) {
                    gradient[size + row] += errors[i * rows + row];
                }
            }
            Tensor back = Tensor.of(x.backend(), Shape.of(n, rows), errors);
            Tensor slope = rows == 1 ? columns.matmul(back.flatten()) : back.transpose().matmul(x); // (rows, N)·(N, D) -> (rows, D)
            System.arraycopy(slope.toDoubles(), 0, gradient, 0, size);
        }
        double squares = 0;
        for (int i = 0; i < size; i++) {
            squares += weights[i] * weights[i];
            gradient[i] = (gradient[i] + weights[i] / c) / n;
        }
        for (int i = size; i < gradient.length; i++) {
            gradient[i] /= n;
        }
        return (loss + squares / (2 * c)) / n;
    }

    /** log(1 + e^(−t·z)), t = ±1; z becomes p − y. */
    private double binary(float[] z, int i, double bias) {
        double score = z[i] + bias;
        double signed = y[i] == 1 ? -score : score;
        // Neither branch lets the exponential overflow.
        double power = Math.exp(-Math.abs(signed));
        double wrong = signed > 0 ? 1 / (1 + power) : power / (1 + power);
        z[i] = (float) (y[i] == 1 ? -wrong : wrong);
        return Math.max(signed, 0) + Math.log1p(power);
    }

    /** log Σ e^z − z of the class; each z becomes p − [its row is the class]. */
    private double softmax(float[] z, int from, double[] parameters, int biases, int label) {
        double largest = Double.NEGATIVE_INFINITY;
        for (int row = 0; row < rows; row++) {
            largest = Math.max(largest, z[from + row] + parameters[biases + row]);
        }
        double sum = 0;
        for (int row = 0; row < rows; row++) {
            sum += Math.exp(z[from + row] + parameters[biases + row] - largest);
        }
        double normalizer = largest + Math.log(sum);
        double loss = normalizer - z[from + label] - parameters[biases + label];
        for (int row = 0; row < rows; row++) {
            double p = Math.exp(z[from + row] + parameters[biases + row] - normalizer);
            z[from + row] = (float) (row == label ? p - 1 : p);
        }
        return loss;
    }
}
