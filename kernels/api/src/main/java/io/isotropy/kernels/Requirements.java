package io.isotropy.kernels;

import org.jspecify.annotations.Nullable;

/**
 * The checks that a backend makes before a kernel writes anything, in one place so that every backend refuses the same
 * calls with the same words: {@code [op] rule: got …}. Sizes are computed in long and stick at {@link Long#MAX_VALUE}
 * instead of overflowing, so that a size too large to be true never fits.
 */
public final class Requirements {

    private Requirements() {}

    /** The exception for a broken rule, for rules that have no method here. */
    public static IllegalArgumentException refused(String op, String rule, String got) {
        return new IllegalArgumentException("[" + op + "] " + rule + ": got " + got);
    }

    /** size ≥ 0. */
    public static void notNegative(String op, String name, long size) {
        atLeast(op, name, size, 0);
    }

    /** size ≥ least. */
    public static void atLeast(String op, String name, long size, long least) {
        if (size < least) {
            throw refused(op, name + " must be at least " + least, name + " = " + size);
        }
    }

    /** 0 ≤ from ≤ to ≤ cols, and sizes that are not negative. Returns to − from. */
    public static int columns(String op, int rows, int cols, int from, int to) {
        notNegative(op, "rows", rows);
        notNegative(op, "cols", cols);
        if (from < 0 || to < from || to > cols) {
            throw refused(op, "columns must be 0 ≤ from ≤ to ≤ " + cols, "from = " + from + ", to = " + to);
        }
        return to - from;
    }

    /** A buffer that is there if and only if it is needed. */
    public static void given(String op, String name, @Nullable Buffer buffer, boolean needed) {
        if ((buffer != null) != needed) {
            throw refused(op, name + (needed ? " must be given" : " must be null"), name + (needed ? " = null" : " that is not"));
        }
    }

    /** 0 ≤ share ≤ 1: a probability. */
    public static void share(String op, String name, float share) {
        if (!(share >= 0 && share <= 1)) {
            throw refused(op, name + " must be 0 to 1", name + " = " + share);
        }
    }

    /** The leading dimension {@code name} spans {@code columns}. */
    public static void leadingDimension(String op, String name, long leading, long columns) {
        if (leading < columns) {
            throw refused(op, name + " must be at least the stored columns, " + columns, name + " = " + leading);
        }
    }

    /** What belongs to {@code owner} is used on {@code expected}. */
    public static void sameBackend(String op, String name, @Nullable Backend owner, Backend expected) {
        if (owner != expected) {
            throw refused(
                    op,
                    "every buffer must belong to backend '" + expected.name() + "'",
                    name + " of backend '" + (owner == null ? null : owner.name()) + "'");
        }
    }

    /** The buffer is not closed and holds at least {@code needed} elements. */
    public static void fits(String op, String name, Buffer buffer, long needed) {
        open(op, name, buffer);
        fits(op, name, buffer.length(), needed);
    }

    /** The buffer is not closed: what it held may be another's by now. */
    public static void open(String op, String name, Buffer buffer) {
        if (buffer.isClosed()) {
            throw new IllegalStateException(
                    "[" + op + "] a closed buffer must not be used: got " + name + " of length " + buffer.length());
        }
    }

    /** The buffer holds at least {@code needed} integers. */
    public static void fits(String op, String name, IntBuffer buffer, long needed) {
        fits(op, name, buffer.length(), needed);
    }

    private static void fits(String op, String name, long length, long needed) {
        if (length < needed) {
            throw refused(op, name + " must hold " + needed + " elements", name + " of length " + length);
        }
    }

    /** The elements that a (rows, columns) matrix with this leading dimension reaches over: 0 if it is empty. */
    public static long extent(long rows, long columns, long leading) {
        return rows == 0 || columns == 0 ? 0 : sum(product(rows - 1, leading), columns);
    }

    /** The elements that {@code batch} blocks of {@code extent} elements reach over, {@code stride} apart. */
    public static long batchExtent(long batch, long stride, long extent) {
        return batch == 0 || extent == 0 ? 0 : sum(product(batch - 1, stride), extent);
    }

    /** The number of elements of a shape, whose sizes must not be negative; 1 for the empty shape. */
    public static long elements(String op, int[] shape) {
        long elements = 1;
        for (int size : shape) {
            notNegative(op, "a size of shape", size);
            elements = product(elements, size);
        }
        return elements;
    }

    /** The elements that a shape reaches over with these strides, each at least {@code leastStride}. */
    public static long stridedExtent(String op, int[] shape, long[] strides, int leastStride) {
        if (shape.length != strides.length) {
            String got = shape.length + " sizes, " + strides.length + " strides";
            throw refused(op, "shape and strides must be of one length", got);
        }
        long reach = elements(op, shape) == 0 ? 0 : 1;
        for (int i = 0; i < shape.length; i++) {
            atLeast(op, "a stride", strides[i], leastStride);
            reach = reach == 0 ? 0 : sum(reach, product(shape[i] - 1, strides[i]));
        }
        return reach;
    }

    /** Reads the {@code segments + 1} offsets of a packed batch, which must ascend from 0 to its number of rows. */
    public static int[] offsets(String op, IntBuffer offsets, int segments) {
        return offsets(op, "offsets", offsets, segments);
    }

    /** As {@link #offsets(String, IntBuffer, int)}, for offsets of that name. */
    public static int[] offsets(String op, String name, IntBuffer offsets, int segments) {
        notNegative(op, "segments", segments);
        fits(op, name, offsets, segments + 1L);
        int[] values = new int[segments + 1];
        offsets.read(0, values, 0, values.length);
        if (values[0] != 0) {
            throw refused(op, name + " must begin with 0", name + "[0] = " + values[0]);
        }
        for (int s = 0; s < segments; s++) {
            if (values[s + 1] < values[s]) {
                throw refused(
                        op,
                        name + " must ascend",
                        name + "[" + s + "] = " + values[s] + ", " + name + "[" + (s + 1) + "] = " + values[s + 1]);
            }
        }
        return values;
    }

    /**
     * Every index of {@code index[from … from + count − 1]} is a row of a table of {@code rows} rows.
     *
     * @throws IndexOutOfBoundsException if one is not
     */
    public static void rowsOfTable(String op, int[] index, int from, int count, long rows) {
        for (int i = 0; i < count; i++) {
            int row = index[from + i];
            if (row < 0 || row >= rows) {
                throw new IndexOutOfBoundsException("[" + op + "] an index must be below the rows of the table, " + rows
                        + ": got index[" + i + "] = " + row);
            }
        }
    }

    /** As {@link #rowsOfTable}, where row r with label 0 stands as ~r. */
    public static void labelledRows(String op, int[] index, int from, int count, long rows) {
        for (int i = 0; i < count; i++) {
            int row = index[from + i] < 0 ? ~index[from + i] : index[from + i];
            if (row >= rows) {
                throw new IndexOutOfBoundsException("[" + op + "] a target must be below the rows of its table, " + rows
                        + ": got targets[" + i + "] = " + row + (index[from + i] < 0 ? ", label 0" : ", label 1"));
            }
        }
    }

    /** The numbers of a group's vector: cols, or n·cols where each group concatenates n rows; 0 where there is no group to tell n. */
    public static int groupWidth(
            String op, WordTraining.Composition composition, boolean divide, int[] rowOffsets, int groups, int cols) {
        if (composition != WordTraining.Composition.CONCATENATION) {
            return cols;
        }
        if (divide) {
            throw refused(op, "divide must be false for a concatenation", "divide = true");
        }
        int n = groups == 0 ? 0 : rowOffsets[1] - rowOffsets[0];
        for (int k = 1; k < groups; k++) {
            if (rowOffsets[k + 1] - rowOffsets[k] != n) {
                throw refused(
                        op,
                        "groups to concatenate must have as many rows as the first, " + n,
                        "group " + k + " of " + (rowOffsets[k + 1] - rowOffsets[k]) + " rows");
            }
        }
        return (int) Math.min(Integer.MAX_VALUE, product(n, cols));
    }

    /** Every target is a class, 0 … classes−1, or the one to ignore. */
    public static void targets(String op, int[] targets, int ignoreIndex, int classes) {
        for (int r = 0; r < targets.length; r++) {
            if ((targets[r] < 0 || targets[r] >= classes) && targets[r] != ignoreIndex) {
                throw new IndexOutOfBoundsException("[" + op + "] a target must be below the columns of logits, " + classes
                        + ", or " + ignoreIndex + " to be ignored: got targets[" + r + "] = " + targets[r]);
            }
        }
    }

    /** A query of a causal attention has its key: the offsets of both are equal. */
    public static void causal(String op, int[] queryOffsets, int[] keyOffsets) {
        for (int s = 0; s < queryOffsets.length; s++) {
            if (queryOffsets[s] != keyOffsets[s]) {
                throw refused(
                        op,
                        "causal attention must have the same offsets for queries and keys",
                        "queryOffsets[" + s + "] = " + queryOffsets[s] + ", keyOffsets[" + s + "] = " + keyOffsets[s]);
            }
        }
    }

    /** One of {@code name} for each of the parameters. */
    public static void onePerParameter(String op, String name, int count, int parameters) {
        if (count != parameters) {
            throw refused(op, "there must be one of " + name + " per parameter", count + " for " + parameters + " parameters");
        }
    }

    /** Without velocities there is no momentum. */
    public static void velocities(String op, Buffer @Nullable [] velocities, float momentum) {
        if (velocities == null && momentum != 0) {
            throw refused(op, "momentum must be 0 without velocities", "momentum = " + momentum);
        }
    }

    private static long product(long a, long b) {
        return Math.multiplyHigh(a, b) != 0 || a * b < 0 ? Long.MAX_VALUE : a * b;
    }

    private static long sum(long a, long b) {
        return a + b < 0 ? Long.MAX_VALUE : a + b;
    }
}
