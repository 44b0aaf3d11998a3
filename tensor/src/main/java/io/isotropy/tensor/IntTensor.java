package io.isotropy.tensor;

import static io.isotropy.tensor.Shape.require;

import io.isotropy.kernels.Backend;
import io.isotropy.kernels.Backends;
import io.isotropy.kernels.IntBuffer;
import java.util.Arrays;

/** An n-dimensional array of 32-bit integers, contiguous: token ids, row indices, labels. */
public final class IntTensor {

    private final Storage<IntBuffer> storage;
    private final Shape shape;

    private IntTensor(Storage<IntBuffer> storage, Shape shape) {
        this.storage = storage;
        this.shape = shape;
    }

    /** Zeros. */
    public static IntTensor zeros(Backend backend, Shape shape) {
        return new IntTensor(Storage.ints(backend, shape.size()), shape);
    }

    /** A vector on the preferred backend. */
    public static IntTensor of(int... values) {
        return of(Backends.preferred(), Shape.of(values.length), values);
    }

    /** Values in row-major order. */
    public static IntTensor of(Backend backend, Shape shape, int... values) {
        require(values.length == shape.size(), "of", "there must be as many values as the shape has elements",
                "values", values.length, "shape", shape);
        IntTensor tensor = zeros(backend, shape);
        tensor.buffer().write(0, values, 0, values.length);
        return tensor;
    }

    /** The sizes. */
    public Shape shape() {
        return shape;
    }

    /** The device it lies on. */
    public Backend backend() {
        return buffer().backend();
    }

    /** The elements in row-major order; shared, not copied. */
    public IntBuffer buffer() {
        return storage.buffer(shape);
    }

    /** The same elements under another shape; shared, not copied. */
    public IntTensor reshape(int... dims) {
        Shape target = Shape.of(dims);
        require(target.size() == shape.size(), "reshape", "the number of elements must stay", "x", shape, "target",
                target);
        return new IntTensor(storage, target);
    }

    /** The elements in row-major order, copied. */
    public int[] toArray() {
        int[] values = new int[shape.size()];
        buffer().read(0, values, 0, values.length);
        return values;
    }

    /** One element. */
    public int get(int... index) {
        int[] value = new int[1];
        buffer().read(View.of(shape).place("get", index), value, 0, 1);
        return value[0];
    }

    /** As NumPy prints it. */
    @Override
    public String toString() {
        return Printing.ints(shape, shown(toArray()));
    }

    /** The elements that are shown, all or those near the ends. */
    private int[] shown(int[] all) {
        return java.util.stream.IntStream.range(0, all.length)
                .filter(i -> {
                    int rest = i;
                    for (int axis = shape.rank() - 1; axis >= 0; axis--) {
                        int at = rest % shape.dim(axis);
                        rest /= shape.dim(axis);
                        if (Printing.isSummarized(shape, axis) && at >= Printing.EDGE
                                && at < shape.dim(axis) - Printing.EDGE) {
                            return false;
                        }
                    }
                    return true;
                })
                .map(i -> all[i])
                .toArray();
    }

    Storage<IntBuffer> storage() {
        return storage;
    }

    /** Whether both have the same shape and elements. */
    public boolean sameAs(IntTensor other) {
        return shape.equals(other.shape) && Arrays.equals(toArray(), other.toArray());
    }
}
