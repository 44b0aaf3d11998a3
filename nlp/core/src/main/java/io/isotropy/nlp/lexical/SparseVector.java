package io.isotropy.nlp.lexical;

import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;

/**
 * A vector most of whose elements are zero.
 *
 * @param indices places of the others, rising
 * @param values what stands there
 */
public record SparseVector(int[] indices, double[] values) {

    /** The zero vector. */
    public static final SparseVector ZERO = new SparseVector(new int[0], new double[0]);

    /** Checks the indices. */
    public SparseVector {
        if (indices.length != values.length) {
            throw new IllegalArgumentException(
                    "[sparse] there must be as many values as indices: got " + values.length + " and " + indices.length);
        }
        for (int i = 0; i < indices.length; i++) {
            if (indices[i] < 0 || i > 0 && indices[i] <= indices[i - 1]) {
                throw new IllegalArgumentException("[sparse] indices must rise from 0 or more: got " + Arrays.toString(indices));
            }
        }
    }

    /** How many times each index occurs in the first {@code size} elements of {@code ids}, which are sorted in place. */
    static SparseVector counts(int[] ids, int size) {
        Arrays.sort(ids, 0, size);
        int[] indices = new int[size];
        double[] values = new double[size];
        int count = 0;
        for (int i = 0; i < size; i++) {
            if (count > 0 && indices[count - 1] == ids[i]) {
                values[count - 1]++;
            } else {
                indices[count] = ids[i];
                values[count++] = 1;
            }
        }
        return new SparseVector(Arrays.copyOf(indices, count), Arrays.copyOf(values, count));
    }

    /** The number of elements that are kept. */
    public int size() {
        return indices.length;
    }

    /** The sum of the values. */
    public double sum() {
        double sum = 0;
        for (double value : values) {
            sum += value;
        }
        return sum;
    }

    /** The inner product. */
    public double dot(SparseVector other) {
        double sum = 0;
        int i = 0;
        int j = 0;
        while (i < indices.length && j < other.indices.length) {
            int order = Integer.compare(indices[i], other.indices[j]);
            if (order == 0) {
                sum += values[i] * other.values[j];
            }
            i += order <= 0 ? 1 : 0;
            j += order >= 0 ? 1 : 0;
        }
        return sum;
    }

    /** The Euclidean length. */
    public double norm() {
        double sum = 0;
        for (double value : values) {
            sum += value * value;
        }
        return Math.sqrt(sum);
    }

    /** The cosine of the angle; 0 beside a zero vector. */
    public double cosine(SparseVector other) {
        double norms = norm() * other.norm();
        return norms == 0 ? 0 : dot(other) / norms;
    }

    /** The Euclidean distance. */
    public double distance(SparseVector other) {
        double sum = 0;
        int i = 0;
        int j = 0;
        while (i < indices.length || j < other.indices.length) {
            int left = i < indices.length ? indices[i] : Integer.MAX_VALUE;
            int right = j < other.indices.length ? other.indices[j] : Integer.MAX_VALUE;
            double difference = (left <= right ? values[i] : 0) - (right <= left ? other.values[j] : 0);
            sum += difference * difference;
            i += left <= right ? 1 : 0;
            j += right <= left ? 1 : 0;
        }
        return Math.sqrt(sum);
    }

    /** Each value changed; the zeros stay. */
    SparseVector map(DoubleUnaryOperator change) {
        return new SparseVector(indices, Arrays.stream(values).map(change).toArray());
    }

    /** Of length 1; the zero vector stays. */
    public SparseVector normalized() {
        double norm = norm();
        return norm == 0 ? this : map(value -> value / norm);
    }

    /** All elements. */
    public float[] toDense(int dimension) {
        float[] dense = new float[dimension];
        for (int i = 0; i < indices.length; i++) {
            dense[indices[i]] = (float) values[i];
        }
        return dense;
    }
}
