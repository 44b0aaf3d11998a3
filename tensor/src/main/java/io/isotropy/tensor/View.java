package io.isotropy.tensor;

import static io.isotropy.tensor.Shape.require;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * How a tensor lies in its memory: element (i₀, i₁, …) is at offset + Σ iⱼ·stridesⱼ. Strides are 0 (repeated) or more.
 * Never written to after construction.
 */
record View(Shape shape, long[] strides, long offset) {

    /** Row-major from 0. */
    static View of(Shape shape) {
        return new View(shape, rowMajor(shape), 0);
    }

    private static long[] rowMajor(Shape shape) {
        long[] strides = new long[shape.rank()];
        long stride = 1;
        for (int i = strides.length - 1; i >= 0; i--) {
            strides[i] = stride;
            stride *= Math.max(shape.dim(i), 1);
        }
        return strides;
    }

    /** Whether the elements lie row-major without gaps. */
    boolean isContiguous() {
        return shape.size() == 0 || isContiguous(0, shape.rank());
    }

    /** Whether the dims from…to−1 lie row-major without gaps, seen alone. */
    boolean isContiguous(int from, int to) {
        long stride = 1;
        for (int i = to - 1; i >= from; i--) {
            if (shape.dim(i) != 1 && strides[i] != stride) {
                return false;
            }
            stride *= shape.dim(i);
        }
        return true;
    }

    /** Whether the dims from…to−1 only repeat. */
    boolean isRepeated(int from, int to) {
        for (int i = from; i < to; i++) {
            if (shape.dim(i) != 1 && strides[i] != 0) {
                return false;
            }
        }
        return true;
    }

    /** The number of places from the first element to the last, both included. */
    long span() {
        if (shape.size() == 0) {
            return 0;
        }
        long span = 1;
        for (int i = 0; i < strides.length; i++) {
            span += (shape.dim(i) - 1) * strides[i];
        }
        return span;
    }

    View permute(int... axes) {
        require(axes.length == shape.rank(), "permute", "every dim must be named once", "axes", axes, "x", shape);
        int[] dims = new int[axes.length];
        long[] permuted = new long[axes.length];
        boolean[] seen = new boolean[axes.length];
        for (int i = 0; i < axes.length; i++) {
            int axis = shape.axis("permute", axes[i]);
            require(!seen[axis], "permute", "every dim must be named once", "axes", axes, "x", shape);
            seen[axis] = true;
            dims[i] = shape.dim(axis);
            permuted[i] = strides[axis];
        }
        return new View(Shape.of(dims), permuted, offset);
    }

    View transpose(int axis, int other) {
        int[] axes = new int[shape.rank()];
        Arrays.setAll(axes, i -> i);
        int first = shape.axis("transpose", axis);
        int second = shape.axis("transpose", other);
        axes[first] = second;
        axes[second] = first;
        return permute(axes);
    }

    /**
     * Elements from, from + step, … below to along an axis. Negative bounds count from the end; bounds beyond it are an
     * error.
     */
    View slice(int axis, int from, int to, int step) {
        int position = shape.axis("slice", axis);
        int dim = shape.dim(position);
        int begin = from < 0 ? from + dim : from;
        int end = to < 0 ? to + dim : to;
        require(step > 0, "slice", "step must be 1 or more", "step", step);
        require(0 <= begin && begin <= end && end <= dim, "slice", "bounds must ascend within the axis",
                "from", from, "to", to, "axis", axis, "x", shape);
        long[] sliced = strides.clone();
        sliced[position] *= step;
        int count = (int) (((long) end - begin + step - 1) / step);
        long start = count == 0 ? offset : offset + begin * strides[position];
        return new View(shape.with(position, count), sliced, start);
    }

    /** The part at one index of an axis, without that axis. */
    View select(int axis, int index) {
        int position = shape.axis("select", axis);
        int dim = shape.dim(position);
        int place = index < 0 ? index + dim : index;
        require(0 <= place && place < dim, "select", "index must lie within the axis", "index", index, "axis", axis,
                "x", shape);
        return new View(shape.without(position), without(position), offset + place * strides[position]);
    }

    View squeeze(int axis) {
        int position = shape.axis("squeeze", axis);
        require(shape.dim(position) == 1, "squeeze", "the axis must have size 1", "axis", axis, "x", shape);
        return new View(shape.without(position), without(position), offset);
    }

    View unsqueeze(int axis) {
        int rank = shape.rank() + 1;
        int position = axis < 0 ? axis + rank : axis;
        require(position >= 0 && position < rank, "unsqueeze", "axis must be one of the new dims", "axis", axis, "x",
                shape);
        int[] dims = new int[rank];
        long[] wider = new long[rank];
        for (int i = 0; i < rank; i++) {
            int source = i < position ? i : i - 1;
            dims[i] = i == position ? 1 : shape.dim(source);
            wider[i] = i == position ? 0 : strides[source];
        }
        return new View(Shape.of(dims), wider, offset);
    }

    View expand(String op, Shape target) {
        int more = target.rank() - shape.rank();
        require(more >= 0, op, "x must not have more dims than the target", "x", shape, "target", target);
        long[] wider = new long[target.rank()];
        for (int i = 0; i < shape.rank(); i++) {
            boolean same = shape.dim(i) == target.dim(i + more);
            require(same || shape.dim(i) == 1, op, "sizes must be equal, or 1 in x, from the last dim on",
                    "x", shape, "target", target);
            wider[i + more] = same ? strides[i] : 0;
        }
        return new View(target, wider, offset);
    }

    /** The same elements under another shape of the same size, or null where that needs a copy. */
    @Nullable View reshape(Shape target) {
        require(shape.size() == target.size(), "reshape", "the number of elements must stay", "x", shape, "target",
                target);
        if (isContiguous()) {
            return new View(target, rowMajor(target), offset);
        }
        long[] reshaped = new long[target.rank()];
        int old = 0;
        int fresh = 0;
        while (fresh < target.rank() && old < shape.rank()) {
            // The smallest groups of old and new dims that hold as many elements.
            int oldEnd = old + 1;
            int freshEnd = fresh + 1;
            long oldSize = shape.dim(old);
            long freshSize = target.dim(fresh);
            while (oldSize != freshSize) {
                if (oldSize < freshSize) {
                    oldSize *= shape.dim(oldEnd++);
                } else {
                    freshSize *= target.dim(freshEnd++);
                }
            }
            long stride = mergedStride(old, oldEnd);
            if (stride < 0) {
                return null;
            }
            for (int i = freshEnd - 1; i >= fresh; i--) {
                reshaped[i] = stride;
                stride *= target.dim(i);
            }
            old = oldEnd;
            fresh = freshEnd;
        }
        return new View(target, reshaped, offset); // any dims left over have size 1
    }

    /** The stride of the dims from…to−1 walked as one, row-major, or −1 where no single stride walks them. */
    long mergedStride(int from, int to) {
        long stride = -1;
        long expected = 0;
        for (int i = to - 1; i >= from; i--) {
            if (shape.dim(i) == 1) {
                continue;
            }
            if (stride < 0) {
                stride = strides[i];
            } else if (strides[i] != expected) {
                return -1;
            }
            expected = strides[i] * shape.dim(i);
        }
        return Math.max(stride, 0);
    }

    private long[] without(int position) {
        long[] rest = new long[strides.length - 1];
        System.arraycopy(strides, 0, rest, 0, position);
        System.arraycopy(strides, position + 1, rest, position, rest.length - position);
        return rest;
    }

    /** Where an element lies; negative indices count from the end of their axis. */
    long place(String op, int... index) {
        require(index.length == shape.rank(), op, "there must be one index per dim", "index", index, "x", shape);
        long place = offset;
        for (int i = 0; i < index.length; i++) {
            int at = index[i] < 0 ? index[i] + shape.dim(i) : index[i];
            if (at < 0 || at >= shape.dim(i)) {
                throw new IndexOutOfBoundsException("[" + op + "] index must lie within the shape: got index "
                        + Arrays.toString(index) + ", x " + shape);
            }
            place += at * strides[i];
        }
        return place;
    }
}
