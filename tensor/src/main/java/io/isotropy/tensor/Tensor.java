package io.isotropy.tensor;

import static io.isotropy.tensor.Shape.require;

import io.isotropy.kernels.Backend;
import io.isotropy.kernels.Backends;
import io.isotropy.kernels.Buffer;
import io.isotropy.kernels.Kernels;
import java.util.Arrays;
import java.util.List;

/**
 * An n-dimensional array of floats in the memory of one backend: NumPy's role. Views (reshape, slice, permute, expand,
 * …) share memory with what they were taken from; all other operations make a new tensor and leave their operands
 * alone. Operands broadcast as in NumPy ({@link Shape#broadcast}). Equality is identity; {@link #allClose} compares
 * values.
 *
 * <p>Inside a {@link Scope}, memory is recycled at the scope's end. Without a backend named, {@link Backends#preferred}
 * is used.
 */
public final class Tensor implements Arithmetic, Reducing {

    private final Storage<Buffer> storage;
    private final View view;

    private Tensor(Storage<Buffer> storage, View view) {
        this.storage = storage;
        this.view = view;
    }

    private Tensor with(View view) {
        return new Tensor(storage, view);
    }

    // Creation

    /** A new tensor, its contents undefined: for what is overwritten whole. */
    public static Tensor uninitialized(Backend backend, Shape shape) {
        return new Tensor(Storage.uninitialized(backend, shape.size()), View.of(shape));
    }

    /** Zeros on the preferred backend. */
    public static Tensor zeros(Shape shape) {
        return zeros(Backends.preferred(), shape);
    }

    /** Zeros. */
    public static Tensor zeros(Backend backend, Shape shape) {
        return new Tensor(Storage.zeros(backend, shape.size()), View.of(shape));
    }

    /** Ones on the preferred backend. */
    public static Tensor ones(Shape shape) {
        return full(Backends.preferred(), shape, 1);
    }

    /** One value everywhere. */
    public static Tensor full(Backend backend, Shape shape, float value) {
        Tensor tensor = uninitialized(backend, shape);
        tensor.fill(value);
        return tensor;
    }

    /** A vector on the preferred backend. */
    public static Tensor of(float... values) {
        return of(Backends.preferred(), Shape.of(values.length), values);
    }

    /** Values in row-major order, on the preferred backend. */
    public static Tensor of(Shape shape, float... values) {
        return of(Backends.preferred(), shape, values);
    }

    /** Values in row-major order. */
    public static Tensor of(Backend backend, Shape shape, float... values) {
        require(values.length == shape.size(), "of", "there must be as many values as the shape has elements",
                "values", values.length, "shape", shape);
        Tensor tensor = uninitialized(backend, shape);
        tensor.region().write(0, values, 0, values.length);
        return tensor;
    }

    /** Values in row-major order, rounded where the backend stores float32. */
    public static Tensor of(Backend backend, Shape shape, double[] values) {
        require(values.length == shape.size(), "of", "there must be as many values as the shape has elements",
                "values", values.length, "shape", shape);
        Tensor tensor = uninitialized(backend, shape);
        tensor.region().write(0, values, 0, values.length);
        return tensor;
    }

    /** start, start + step, … below end: ⌈(end − start) / step⌉ numbers, on the preferred backend. */
    public static Tensor arange(float start, float end, float step) {
        return Filling.arange(Backends.preferred(), start, end, step);
    }

    /** {@code count} numbers from start to end, both included, on the preferred backend. */
    public static Tensor linspace(float start, float end, int count) {
        return Filling.linspace(Backends.preferred(), start, end, count);
    }

    /** The identity matrix (n, n), on the preferred backend. */
    public static Tensor eye(int n) {
        return Filling.eye(Backends.preferred(), n);
    }

    /** Element i is low + (high − low)·u, u number i of the generator's uniform ones. */
    public static Tensor uniform(Backend backend, Shape shape, Philox random, float low, float high) {
        return Filling.uniform(backend, shape, random, low, high);
    }

    /** Element i is mean + deviation·z, z number i of the generator's normal ones. */
    public static Tensor normal(Backend backend, Shape shape, Philox random, float mean, float deviation) {
        return Filling.normal(backend, shape, random, mean, deviation);
    }

    /** A new tensor of this shape on the same backend, its contents undefined. */
    public Tensor like() {
        return like(shape());
    }

    /** A new tensor of another shape on the same backend, its contents undefined. */
    public Tensor like(Shape shape) {
        return uninitialized(backend(), shape);
    }

    /** Zeros on the same backend. */
    public Tensor zeros(int... dims) {
        return zeros(backend(), Shape.of(dims));
    }

    /** The same values on another backend, copied through the host; this tensor where it is there already. */
    public Tensor to(Backend backend) {
        return backend == backend() ? this : of(backend, shape(), toDoubles());
    }

    // What it is

    /** The sizes. */
    public Shape shape() {
        return view.shape();
    }

    /** The number of dims. */
    public int rank() {
        return view.shape().rank();
    }

    /** The device it lies on. */
    public Backend backend() {
        return storage.buffer(shape()).backend();
    }

    /** The kernels of its backend. */
    public Kernels kernels() {
        return backend().kernels();
    }

    /** Whether its elements lie row-major without gaps. */
    public boolean isContiguous() {
        return view.isContiguous();
    }

    /**
     * The elements in row-major order, for kernels; shared, not copied.
     *
     * @throws IllegalStateException if they do not lie so: take {@link #contiguous()} first
     */
    public Buffer buffer() {
        if (!isContiguous()) {
            throw new IllegalStateException("[buffer] the tensor must be contiguous: got x " + shape()
                    + " with strides "
                    + Arrays.toString(view.strides()));
        }
        return region();
    }

    /** The memory from the first element to the last, gaps included. */
    Buffer region() {
        Buffer whole = storage.buffer(shape());
        long span = view.span();
        return span == whole.length() ? whole : whole.slice(span == 0 ? 0 : view.offset(), span);
    }

    View view() {
        return view;
    }

    Storage<Buffer> storage() {
        return storage;
    }

    /** What it shares with its views: one object for all tensors over the same memory. */
    public Object memory() {
        return storage;
    }

    /**
     * Hands the memory back now, before its scope ends: neither this tensor nor another over the same memory may be
     * used afterwards.
     */
    public void release() {
        storage.release();
    }

    // Views

    /**
     * The same elements under another shape; −1 for one size stands for what is left. Copied only where no view can do
     * it.
     */
    public Tensor reshape(int... dims) {
        Shape target = shape().completed(dims);
        View reshaped = view.reshape(target);
        return reshaped != null ? with(reshaped) : contiguous().reshape(dims);
    }

    /** One dim with all elements. */
    public Tensor flatten() {
        return reshape(shape().size());
    }

    /** Dim i of the view is dim axes[i] of this. */
    public Tensor permute(int... axes) {
        return with(view.permute(axes));
    }

    /** The last two dims exchanged. */
    public Tensor transpose() {
        return transpose(-2, -1);
    }

    /** Two dims exchanged. */
    public Tensor transpose(int axis, int other) {
        return with(view.transpose(axis, other));
    }

    /** Elements from…to−1 along an axis; negative bounds count from its end. Bounds outside throw, where NumPy clips them. */
    public Tensor slice(int axis, int from, int to) {
        return slice(axis, from, to, 1);
    }

    /** Elements from, from + step, … below to along an axis; negative bounds count from its end. Bounds outside throw, where NumPy clips them. */
    public Tensor slice(int axis, int from, int to, int step) {
        return with(view.slice(axis, from, to, step));
    }

    /** The part at one index of an axis, without that axis. */
    public Tensor select(int axis, int index) {
        return with(view.select(axis, index));
    }

    /** Dims of size 1 repeated to those of a shape; missing dims are added in front. */
    public Tensor expand(int... dims) {
        return expandTo("expand", Shape.of(dims));
    }

    Tensor expandTo(String op, Shape shape) {
        return with(view.expand(op, shape));
    }

    /** Without an axis, which must have size 1. */
    public Tensor squeeze(int axis) {
        return with(view.squeeze(axis));
    }

    /** With a new axis of size 1. */
    public Tensor unsqueeze(int axis) {
        return with(view.unsqueeze(axis));
    }

    /** This tensor if its elements lie row-major without gaps, else a copy that does. */
    public Tensor contiguous() {
        return isContiguous() ? this : copy();
    }

    /** A contiguous copy. */
    public Tensor copy() {
        Tensor y = like();
        if (shape().size() > 0) {
            kernels().elementwise().copy(region(), view.strides(), shape().toArray(), y.region());
        }
        return y;
    }

    // Writing

    /** Sets all elements, also where this is a view of another tensor. */
    public void fill(float value) {
        if (isContiguous()) {
            kernels().elementwise().fill(value, region(), shape().size());
        } else {
            try (Scope _ = Scope.open()) {
                assign(full(backend(), Shape.of(), value));
            }
        }
    }

    /** Sets all elements to those of another tensor, which broadcasts; also where this is a view. */
    public void assign(Tensor source) {
        require(source.backend() == backend(), "assign", "both must be on one backend",
                "x", backend().name(), "source", source.backend().name());
        Tensor expanded = source.expandTo("assign", shape());
        if (shape().size() == 0) {
            return;
        }
        try (Scope _ = Scope.open()) {
            Tensor elements = source.storage == storage ? expanded.copy() : expanded;
            if (isContiguous()) {
                kernels().elementwise().copy(elements.region(), elements.view.strides(), shape().toArray(), region());
            } else {
                kernels().elementwise().scatter(elements.contiguous().region(), shape().toArray(), region(),
                        writableStrides());
            }
        }
    }

    private long[] writableStrides() {
        long[] strides = view.strides().clone();
        for (int i = 0; i < strides.length; i++) {
            require(strides[i] > 0 || shape().dim(i) == 1, "assign", "an expanded view cannot be written", "x",
                    shape());
            strides[i] = Math.max(strides[i], 1);
        }
        return strides;
    }

    // Joining and rows

    /** The tensors one after another along an axis. */
    public static Tensor concat(int axis, List<Tensor> tensors) {
        return Rows.concat(axis, tensors);
    }

    /** The tensors, of one shape, along a new axis. */
    public static Tensor stack(int axis, List<Tensor> tensors) {
        return Rows.stack(axis, tensors);
    }

    /** y[i, …] = x[index[i], …]: (V, …) to (shape of index, …). */
    public Tensor gather(IntTensor index) {
        return Rows.gather(this, index);
    }

    /** A copy with row index[i] replaced by rows[i, …]; of equal indices the last counts. */
    public Tensor scatter(IntTensor index, Tensor rows) {
        return Rows.scatter(this, index, rows);
    }

    /** A copy with rows[i, …] added to row index[i], in the order of i. */
    public Tensor scatterAdd(IntTensor index, Tensor rows) {
        return Rows.scatterAdd(this, index, rows);
    }

    // To the host

    /** The elements in row-major order. */
    public float[] toArray() {
        float[] values = new float[shape().size()];
        try (Scope _ = Scope.open()) {
            contiguous().region().read(0, values, 0, values.length);
        }
        return values;
    }

    /** As {@link #toArray}, without rounding on the reference backend. */
    public double[] toDoubles() {
        double[] values = new double[shape().size()];
        try (Scope _ = Scope.open()) {
            contiguous().region().read(0, values, 0, values.length);
        }
        return values;
    }

    /** One element; negative indices count from the end of their axis. */
    public float get(int... index) {
        float[] value = new float[1];
        storage.buffer(shape()).read(view.place("get", index), value, 0, 1);
        return value[0];
    }

    /** The only element. */
    public float item() {
        require(shape().size() == 1, "item", "there must be one element", "x", shape());
        return get(new int[rank()]);
    }

    /**
     * Whether shapes are equal and |x − y| ≤ absolute + relative·|y| everywhere; infinities must be equal, NaN never
     * is.
     */
    public boolean allClose(Tensor y, double relative, double absolute) {
        if (!shape().equals(y.shape())) {
            return false;
        }
        double[] a = toDoubles();
        double[] b = y.toDoubles();
        for (int i = 0; i < a.length; i++) {
            boolean close = a[i] == b[i]
                    || Double.isFinite(b[i]) && Math.abs(a[i] - b[i]) <= absolute + relative * Math.abs(b[i]);
            if (!close) {
                return false;
            }
        }
        return true;
    }

    /** As NumPy 2 prints it. */
    @Override
    public String toString() {
        try (Scope _ = Scope.open()) {
            Tensor shown = this;
            for (int axis = 0; axis < rank(); axis++) {
                if (Printing.isSummarized(shape(), axis)) {
                    shown = concat(axis, List.of(
                            shown.slice(axis, 0, Printing.EDGE),
                            shown.slice(axis, shape().dim(axis) - Printing.EDGE, shape().dim(axis))));
                }
            }
            return Printing.floats(shape(), shown.toArray());
        }
    }
}
