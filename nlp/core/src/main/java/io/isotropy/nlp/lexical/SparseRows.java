package io.isotropy.nlp.lexical;

import io.isotropy.tensor.linalg.Matrix;
import java.util.Arrays;
import java.util.List;

/** A sparse matrix in compressed rows (CSR): the rows' indices and values one after the other, and where each row starts. */
public final class SparseRows {

    private final int cols;
    private final int[] offsets;
    private final int[] indices;
    private final double[] values;

    private SparseRows(int cols, int[] offsets, int[] indices, double[] values) {
        this.cols = cols;
        this.offsets = offsets;
        this.indices = indices;
        this.values = values;
    }

    /** A matrix of {@code cols} columns. */
    public static SparseRows of(List<SparseVector> rows, int cols) {
        int[] offsets = new int[rows.size() + 1];
        for (int i = 0; i < rows.size(); i++) {
            offsets[i + 1] = Math.addExact(offsets[i], rows.get(i).size());
        }
        int[] indices = new int[offsets[rows.size()]];
        double[] values = new double[indices.length];
        for (int i = 0; i < rows.size(); i++) {
            SparseVector row = rows.get(i);
            if (row.size() > 0 && row.indices()[row.size() - 1] >= cols) {
                throw new IllegalArgumentException("[sparseRows] row " + i + " has an element at " + row.indices()[row.size() - 1]
                        + ", the matrix has " + cols + " columns");
            }
            System.arraycopy(row.indices(), 0, indices, offsets[i], row.size());
            System.arraycopy(row.values(), 0, values, offsets[i], row.size());
        }
        return new SparseRows(cols, offsets, indices, values);
    }

    /** The number of rows. */
    public int rows() {
        return offsets.length - 1;
    }

    /** The number of columns. */
    public int cols() {
        return cols;
    }

    /** The number of elements that are kept. */
    public int size() {
        return indices.length;
    }

    /** A copy of a row. */
    public SparseVector row(int i) {
        return new SparseVector(
                Arrays.copyOfRange(indices, offsets[i], offsets[i + 1]), Arrays.copyOfRange(values, offsets[i], offsets[i + 1]));
    }

    /** The product with a dense matrix; x: (cols, n). Returns (rows, n). */
    public Matrix times(Matrix x) {
        require(x.rows() == cols, "times", cols, x);
        Matrix y = Matrix.zeros(rows(), x.cols());
        for (int i = 0; i < rows(); i++) {
            for (int at = offsets[i]; at < offsets[i + 1]; at++) {
                addRow(values[at], x, indices[at], y, i);
            }
        }
        return y;
    }

    /** The product of the transposed matrix with a dense one; x: (rows, n). Returns (cols, n). */
    public Matrix transposedTimes(Matrix x) {
        require(x.rows() == rows(), "transposedTimes", rows(), x);
        Matrix y = Matrix.zeros(cols, x.cols());
        for (int i = 0; i < rows(); i++) {
            for (int at = offsets[i]; at < offsets[i + 1]; at++) {
                addRow(values[at], x, i, y, indices[at]);
            }
        }
        return y;
    }

    private static void addRow(double factor, Matrix x, int from, Matrix y, int to) {
        int n = x.cols();
        double[] source = x.values();
        double[] target = y.values();
        for (int j = 0; j < n; j++) {
            target[to * n + j] += factor * source[from * n + j];
        }
    }

    private static void require(boolean fits, String op, int wanted, Matrix x) {
        if (!fits) {
            throw new IllegalArgumentException("[" + op + "] the right side must have " + wanted + " rows: got " + x.rows());
        }
    }
}
