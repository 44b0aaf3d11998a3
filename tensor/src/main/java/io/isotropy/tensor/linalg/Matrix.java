package io.isotropy.tensor.linalg;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * A dense matrix in double precision, row after row.
 *
 * @param values element (i, j) is number i · cols + j
 */
public record Matrix(int rows, int cols, double[] values) {

    /** What an array holds. */
    private static final int MOST_VALUES = Integer.MAX_VALUE - 8;

    /** So many values are written out. */
    private static final int MOST_PRINTED = 100;

    private static final double SMALL = 0x1p-300;
    private static final int MOST_EXPONENT = 1000;

    /** So few that copying the right side of a product is not worth while. */
    private static final int FEW_ROWS = 4;

    /** Checks the length. */
    public Matrix {
        if (rows < 0 || cols < 0 || values.length != (long) rows * cols) {
            throw new IllegalArgumentException(
                    "[matrix] needs rows · cols values: got " + values.length + " for (" + rows + ", " + cols + ")");
        }
    }

    /** A matrix of zeros. */
    public static Matrix zeros(int rows, int cols) {
        long size = (long) rows * cols;
        if (rows < 0 || cols < 0 || size > MOST_VALUES) {
            throw refused("sizes must be 0 or more, and their product at most " + MOST_VALUES, "(" + rows + ", " + cols + ")");
        }
        return new Matrix(rows, cols, new double[(int) size]);
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
        if (i < 0 || i >= rows || j < 0 || j >= cols) {
            throw refused("an element must lie in (" + rows + ", " + cols + ")", "(" + i + ", " + j + ")");
        }
        return values[i * cols + j];
    }

    /** A copy of a row. */
    public double[] row(int i) {
        if (i < 0 || i >= rows) {
            throw refused("a row must be one of the " + rows, "" + i);
        }
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
        if (rows < FEW_ROWS) {
            return fewTimes(other);
        }
        double[][] result = new double[rows][n];
        RowLoops.addProduct(result, 0, rows, toRows(), 0, cols, other.toRows(), 0, n, 1);
        return ofRows(result, n);
    }

    /** The same, to the bit, without copies of the right side. */
    private Matrix fewTimes(Matrix other) {
        int n = other.cols;
        Matrix result = zeros(rows, n);
        for (int i = 0; i < rows; i++) {
            for (int k = 0; k < cols; k++) {
                double factor = values[i * cols + k];
                for (int j = 0; j < n; j++) {
                    result.values[i * n + j] = Math.fma(factor, other.values[k * n + j], result.values[i * n + j]);
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
        return columns(0, count);
    }

    /** Columns from…to−1. */
    public Matrix columns(int from, int to) {
        requireRange("columns must be some of the " + cols, from, to, cols);
        Matrix result = zeros(rows, to - from);
        for (int i = 0; i < rows; i++) {
            System.arraycopy(values, i * cols + from, result.values, i * result.cols, result.cols);
        }
        return result;
    }

    /** The first {@code count} rows. */
    public Matrix firstRows(int count) {
        requireRange("rows must be some of the " + rows, 0, count, rows);
        return new Matrix(count, cols, Arrays.copyOf(values, count * cols));
    }

    private static void requireRange(String rule, int from, int to, int size) {
        if (from < 0 || to < from || to > size) {
            throw refused(rule, "from " + from + ", to " + to);
        }
    }

    private static IllegalArgumentException refused(String rule, String got) {
        return new IllegalArgumentException("[matrix] " + rule + ": got " + got);
    }

    /** Makes the element of largest magnitude of every column positive, negating the other's column with it. */
    void makeColumnsPositive(@Nullable Matrix other) {
        for (int j = 0; j < cols; j++) {
            double largest = 0;
            for (int i = 0; i < rows; i++) {
                largest = Math.abs(at(i, j)) > Math.abs(largest) ? at(i, j) : largest;
            }
            if (largest < 0) {
                negateColumn(j);
                if (other != null && j < other.cols) {
                    other.negateColumn(j);
                }
            }
        }
    }

    private void negateColumn(int j) {
        for (int i = 0; i < rows; i++) {
            values[i * cols + j] *= -1;
        }
    }

    /** Copies of the rows. */
    double[][] toRows() {
        return toRows(1);
    }

    /** Copies of the rows, times {@code scale}. */
    double[][] toRows(double scale) {
        double[][] copies = new double[rows][];
        for (int i = 0; i < rows; i++) {
            copies[i] = row(i);
            if (scale != 1) {
                RowLoops.scale(copies[i], scale, 0, cols);
            }
        }
        return copies;
    }

    /** The first {@code cols} numbers of each row. */
    static Matrix ofRows(double[][] rows, int cols) {
        Matrix matrix = zeros(rows.length, cols);
        for (int i = 0; i < rows.length; i++) {
            System.arraycopy(rows[i], 0, matrix.values, i * cols, cols);
        }
        return matrix;
    }

    Matrix requireSquare(String operation) {
        if (rows != cols) {
            throw new IllegalArgumentException("[" + operation + "] the matrix must be square: got (" + rows + ", " + cols + ")");
        }
        return this;
    }

    Matrix requireFinite(String operation) {
        for (int i = 0; i < values.length; i++) {
            if (!Double.isFinite(values[i])) {
                throw new IllegalArgumentException("[" + operation + "] the elements must be finite: got " + values[i] + " at (" + i / cols
                        + ", " + i % cols + ")");
            }
        }
        return this;
    }

    /** A power of two that brings the largest element near 1 where its square could overflow or vanish; 1 elsewhere. */
    double powerOfTwo() {
        double largest = 0;
        for (double value : values) {
            largest = Math.max(largest, Math.abs(value));
        }
        return largest == 0 || (largest > SMALL && largest < 1 / SMALL) ? 1
                : Math.scalb(1.0, -Math.clamp(Math.getExponent(largest), -MOST_EXPONENT, MOST_EXPONENT));
    }

    /** Whether sizes and all numbers are the same. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Matrix matrix && rows == matrix.rows && cols == matrix.cols && Arrays.equals(values, matrix.values);
    }

    @Override
    public int hashCode() {
        return 31 * (31 * rows + cols) + Arrays.hashCode(values);
    }

    /** The sizes, and the rows of a small matrix. */
    @Override
    public String toString() {
        String sizes = "Matrix (" + rows + ", " + cols + ")";
        return values.length > MOST_PRINTED ? sizes : sizes + " " + Arrays.deepToString(toRows());
    }
}
