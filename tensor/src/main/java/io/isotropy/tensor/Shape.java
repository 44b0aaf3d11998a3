package io.isotropy.tensor;

import java.util.Arrays;

/** The sizes of a tensor, outermost first; without any, the shape of a single number. Immutable. */
public final class Shape {

    private static final Shape SCALAR = new Shape(new int[0], 1);

    private final int[] dims;
    private final int size;

    private Shape(int[] dims, int size) {
        this.dims = dims;
        this.size = size;
    }

    /**
     * The shape of these sizes.
     *
     * @throws IllegalArgumentException if one is negative, or their product does not fit an int
     */
    public static Shape of(int... dims) {
        if (dims.length == 0) {
            return SCALAR;
        }
        long size = 1;
        for (int dim : dims) {
            if (dim < 0) {
                throw new IllegalArgumentException("[shape] sizes must be 0 or more: got " + text(dims));
            }
            // A later 0 makes the product small again, but such a shape has no row-major strides.
            size = Math.multiplyExact(size, Math.max(dim, 1));
            if (size > Integer.MAX_VALUE) {
                throw new IllegalArgumentException(
                        "[shape] a tensor has at most " + Integer.MAX_VALUE + " elements: got " + text(dims));
            }
        }
        boolean empty = Arrays.stream(dims).anyMatch(dim -> dim == 0);
        return new Shape(dims.clone(), empty ? 0 : (int) size);
    }

    /** The number of dims. */
    public int rank() {
        return dims.length;
    }

    /** The number of elements. */
    public int size() {
        return size;
    }

    /** The size along an axis; negative axes count from the last, −1. */
    public int dim(int axis) {
        return dims[axis("dim", axis)];
    }

    /** The size of the last dim. */
    public int last() {
        return dim(-1);
    }

    /** The sizes, as a copy. */
    public int[] toArray() {
        return dims.clone();
    }

    /** This shape with another size along an axis. */
    public Shape with(int axis, int dim) {
        int[] changed = dims.clone();
        changed[axis("with", axis)] = dim;
        return of(changed);
    }

    /** This shape without an axis. */
    public Shape without(int axis) {
        int position = axis("without", axis);
        int[] rest = new int[dims.length - 1];
        System.arraycopy(dims, 0, rest, 0, position);
        System.arraycopy(dims, position + 1, rest, position, rest.length - position);
        return of(rest);
    }

    /** This shape with further dims after its own. */
    public Shape append(int... more) {
        int[] all = Arrays.copyOf(dims, dims.length + more.length);
        System.arraycopy(more, 0, all, dims.length, more.length);
        return of(all);
    }

    /** The dims from…to−1. */
    public Shape slice(int from, int to) {
        return of(Arrays.copyOfRange(dims, from, to));
    }

    /**
     * The common shape of two operands. Aligned at the last dim, two sizes must be equal or one of them 1, which is
     * repeated; missing dims count as 1.
     *
     * @param op the operation, for the message if they do not match
     */
    public static Shape broadcast(String op, Shape x, Shape y) {
        int rank = Math.max(x.rank(), y.rank());
        int[] common = new int[rank];
        for (int i = 1; i <= rank; i++) {
            int a = i <= x.rank() ? x.dims[x.rank() - i] : 1;
            int b = i <= y.rank() ? y.dims[y.rank() - i] : 1;
            require(a == b || a == 1 || b == 1, op, "sizes must be equal or 1, from the last dim on", "x", x, "y", y);
            common[rank - i] = a == 1 ? b : a;
        }
        return of(common);
    }

    /**
     * Throws {@code [op] rule: got name (shape), name (shape)} unless {@code holds}.
     *
     * @param namesAndValues names and what they have, alternating
     */
    public static void require(boolean holds, String op, String rule, Object... namesAndValues) {
        if (!holds) {
            StringBuilder message = new StringBuilder("[" + op + "] " + rule + ": got ");
            for (int i = 0; i < namesAndValues.length; i++) {
                Object part = namesAndValues[i] instanceof int[] list ? Arrays.toString(list) : namesAndValues[i];
                message.append(i == 0 ? "" : i % 2 == 0 ? ", " : " ").append(part);
            }
            throw new IllegalArgumentException(message.toString());
        }
    }

    /** The axis, counted from 0; negative ones count from the last. */
    int axis(String op, int axis) {
        int position = axis < 0 ? axis + dims.length : axis;
        require(position >= 0 && position < dims.length, op, "axis must be one of the dims", "axis", axis, "x", this);
        return position;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Shape shape && Arrays.equals(dims, shape.dims);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(dims);
    }

    @Override
    public String toString() {
        return text(dims);
    }

    private static String text(int[] dims) {
        String list = Arrays.toString(dims);
        return "(" + list.substring(1, list.length() - 1) + ")";
    }

    /** The target of a reshape, in which −1 for one size stands for what is left. */
    Shape completed(int... dims) {
        int[] known = dims.clone();
        long product = 1;
        int open = -1;
        for (int i = 0; i < dims.length; i++) {
            if (dims[i] == -1) {
                require(open < 0, "reshape", "only one size may be -1", "target", dims);
                open = i;
            } else {
                product *= dims[i];
            }
        }
        if (open >= 0) {
            require(product > 0 && size() % product == 0, "reshape",
                    "the other sizes must divide the number of elements",
                    "x", this, "target", dims);
            known[open] = (int) (size() / product);
        }
        return Shape.of(known);
    }
}
