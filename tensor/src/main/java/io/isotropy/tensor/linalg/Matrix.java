package io.isotropy.tensor.linalg;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntToDoubleFunction;

/**
 * A dense matrix in double precision, row after row.
 *
 * @param values element (i, j) is number i · cols + j
 */
public record Matrix(int rows, int cols, double[] values) {

    /** Checks the length. */
    public Matrix {
        if (rows < 0 || cols < 0 || values.length != (long) rows * cols) {
            throw new IllegalArgumentException(
                    "[matrix] needs rows · cols values: got " + values.length + " for (" + rows + ", " + cols + ")");
        }
    }

    /** A matrix of zeros. */
    public static Matrix zeros(int rows, int cols) {
        return new Matrix(rows, cols, new double[Math.multiplyExact(rows, cols)]);
    }

    /** The identity of n rows. */
    public static Matrix identity(int n) {
        return diagonal(n, _ -> 1);
    }

    /** A square matrix with the given diagonal. */
    public static Matrix diagonal(int n, IntToDoubleFunction diagonal) {
        Matrix matrix = zeros(n, n);
        for (int i = 0; i < n; i++) {
            matrix.values[i * n + i] = diagonal.applyAsDouble(i);
        }
        return matrix;
    }

    /** A matrix of rows of equal length. */
    public static Matrix of(double[]... rows) {
        int cols = rows.length == 0 ? 0 : rows[0].length;
        Matrix matrix = zeros(rows.length, cols);
        for (int i = 0; i < rows.length; i++) {
            if (rows[i].length != cols) {
                throw new IllegalArgumentException("[matrix] all rows must have " + cols + " columns: row " + i + " has " + rows[i].length);
            }
            System.arraycopy(rows[i], 0, matrix.values, i * cols, cols);
        }
        return matrix;
    }

    /** A matrix of rows of {@code cols} numbers each. */
    public static Matrix ofFloats(List<float[]> rows, int cols) {
        Matrix matrix = zeros(rows.size(), cols);
        for (int i = 0; i < rows.size(); i++) {
            float[] row = rows.get(i);
            if (row.length != cols) {
                throw new IllegalArgumentException("[matrix] all rows must have " + cols + " columns: row " + i + " has " + row.length);
            }
            for (int j = 0; j < cols; j++) {
                matrix.values[i * cols + j] = row[j];
            }
        }
        return matrix;
    }

    /** The rows, rounded. */
    public List<float[]> toFloats() {
        List<float[]> all = new ArrayList<>(rows);
        for (int i = 0; i < rows; i++) {
            float[] row = new float[cols];
            for (int j = 0; j < cols; j++) {
                row[j] = (float) values[i * cols + j];
            }
            all.add(row);
        }
        return all;
    }

    /** Element (i, j). */
    public double at(int i, int j) {
        return values[i * cols + j];
    }

    /** A copy of a row. */
    public double[] row(int i) {
        return Arrays.copyOfRange(values, i * cols, (i + 1) * cols);
    }

    /** (cols, rows). */
    public Matrix transposed() {
        Matrix result = zeros(cols, rows);
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < cols; j++) {
                result.values[j * rows + i] = values[i * cols + j];
            }
        }
        return result;
    }

    /** The product; other: (cols, n). Returns (rows, n). */
    public Matrix times(Matrix other) {
        if (cols != other.rows) {
            throw new IllegalArgumentException("[times] the left side's columns must be the right side's rows: got (" + rows + ", " + cols
                    + ") and (" + other.rows + ", " + other.cols + ")");
        }
        int n = other.cols;
        Matrix result = zeros(rows, n);
        for (int i = 0; i < rows; i++) {
            for (int k = 0; k < cols; k++) {
                double factor = values[i * cols + k];
                for (int j = 0; j < n; j++) {
                    result.values[i * n + j] += factor * other.values[k * n + j];
                }
            }
        }
        return result;
    }

    /** The difference; other: the same shape. */
    public Matrix minus(Matrix other) {
        if (rows != other.rows || cols != other.cols) {
            throw new IllegalArgumentException("[minus] the shapes must be equal: got (" + rows + ", " + cols + ") and (" + other.rows + ", "
                    + other.cols + ")");
        }
        Matrix result = zeros(rows, cols);
        for (int i = 0; i < values.length; i++) {
            result.values[i] = values[i] - other.values[i];
        }
        return result;
    }

    /** Every row less {@code row}: (cols). */
    public Matrix minusRow(double[] row) {
        if (row.length != cols) {
            throw new IllegalArgumentException("[minusRow] the row must have " + cols + " numbers: got " + row.length);
        }
        Matrix result = zeros(rows, cols);
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < cols; j++) {
                result.values[i * cols + j] = values[i * cols + j] - row[j];
            }
        }
        return result;
    }

    /** The first {@code count} columns. */
    public Matrix columns(int count) {
        Matrix result = zeros(rows, count);
        for (int i = 0; i < rows; i++) {
            System.arraycopy(values, i * cols, result.values, i * count, count);
        }
        return result;
    }
}
