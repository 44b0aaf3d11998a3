package io.isotropy.tensor;

import static io.isotropy.tensor.Shape.require;

import io.isotropy.kernels.IntBuffer;
import io.isotropy.kernels.Pooling;
import java.util.Arrays;
import java.util.List;

/** Joining tensors, and picking and placing the rows of tables. */
final class Rows {

    private Rows() {}

    static Tensor concat(int axis, List<Tensor> parts) {
        require(!parts.isEmpty(), "concat", "there must be a tensor", "tensors", 0);
        Tensor first = parts.getFirst();
        int position = first.shape().axis("concat", axis);
        long length = 0;
        for (Tensor part : parts) {
            require(part.backend() == first.backend(), "concat", "all must be on one backend",
                    "first", first.backend().name(), "other", part.backend().name());
            boolean fits = part.rank() == first.rank()
                    && part.shape().without(position).equals(first.shape().without(position));
            require(fits, "concat", "all sizes but that of axis " + axis + " must be equal",
                    "first", first.shape(), "other", part.shape());
            length += part.shape().dim(position);
        }
        require(length <= Integer.MAX_VALUE, "concat", "the result is too long", "size", length);
        Tensor all = first.like(first.shape().with(position, (int) length));
        int from = 0;
        for (Tensor part : parts) {
            int to = from + part.shape().dim(position);
            all.slice(position, from, to).assign(part);
            from = to;
        }
        return all;
    }

    static Tensor stack(int axis, List<Tensor> parts) {
        require(!parts.isEmpty(), "stack", "there must be a tensor", "tensors", 0);
        Shape first = parts.getFirst().shape();
        for (Tensor part : parts) {
            require(part.shape().equals(first), "stack", "all shapes must be equal", "first", first, "other", part.shape());
        }
        return concat(axis, parts.stream().map(part -> part.unsqueeze(axis)).toList());
    }

    /** y[i, …] = table[index[i], …]. table: (V, …); y: (shape of index, …). */
    static Tensor gather(Tensor table, IntTensor index) {
        require(table.rank() > 0, "gather", "the table must have rows", "table", table.shape());
        Shape row = table.shape().slice(1, table.rank());
        Tensor y = table.like(index.shape().append(row.toArray()));
        if (y.shape().size() > 0) {
            try (Scope _ = Scope.open()) {
                table.kernels().embedding().gather(
                        table.contiguous().region(), index.buffer(), y.region(), index.shape().size(), row.size());
            }
        }
        return y;
    }

    /** A copy of the table with row index[i] replaced by rows[i, …]; of equal indices the last counts. */
    static Tensor scatter(Tensor table, IntTensor index, Tensor rows) {
        int[] targets = targets("scatter", table, index, rows);
        int height = table.shape().dim(0);
        int[] sources = new int[height];
        Arrays.setAll(sources, v -> v);
        for (int i = 0; i < targets.length; i++) {
            sources[targets[i]] = height + i;
        }
        try (Scope scope = Scope.open()) {
            IntTensor source = IntTensor.of(table.backend(), Shape.of(height), sources);
            return scope.keep(gather(concat(0, List.of(table, flat(table, rows, targets.length))), source));
        }
    }

    /** A copy of the table with rows[i, …] added to row index[i], in the order of i. */
    static Tensor scatterAdd(Tensor table, IntTensor index, Tensor rows) {
        int[] targets = targets("scatterAdd", table, index, rows);
        int height = table.shape().dim(0);
        // Sorted by target (a stable counting sort), the rows of one target are a segment, whose sum is a kernel.
        int[] offsets = new int[height + 1];
        for (int target : targets) {
            offsets[target + 1]++;
        }
        Arrays.parallelPrefix(offsets, Integer::sum);
        int[] next = offsets.clone();
        int[] order = new int[targets.length];
        for (int i = 0; i < targets.length; i++) {
            order[next[targets[i]]++] = i;
        }
        try (Scope scope = Scope.open()) {
            IntTensor byTarget = IntTensor.of(table.backend(), Shape.of(order.length), order);
            Tensor sorted = gather(flat(table, rows, targets.length), byTarget);
            Tensor sums = table.like(table.shape());
            if (sums.shape().size() > 0) {
                IntBuffer segments = IntTensor.of(table.backend(), Shape.of(offsets.length), offsets).buffer();
                table.kernels().pooling().segmentPool(
                        Pooling.Mode.SUM, sorted.region(), segments, height, table.shape().size() / height,
                        sums.region());
            }
            return scope.keep(table.plus(sums));
        }
    }

    private static int[] targets(String op, Tensor table, IntTensor index, Tensor rows) {
        require(table.rank() > 0, op, "the table must have rows", "table", table.shape());
        Shape row = table.shape().slice(1, table.rank());
        require(rows.shape().equals(index.shape().append(row.toArray())), op,
                "rows must be (shape of index, one row of the table)",
                "table", table.shape(), "index", index.shape(), "rows", rows.shape());
        int[] targets = index.toArray();
        int height = table.shape().dim(0);
        for (int target : targets) {
            if (target < 0 || target >= height) {
                throw new IndexOutOfBoundsException("[" + op + "] index " + target + " is not a row of table "
                        + table.shape());
            }
        }
        return targets;
    }

    private static Tensor flat(Tensor table, Tensor rows, int count) {
        return rows.reshape(table.shape().with(0, count).toArray());
    }
}
