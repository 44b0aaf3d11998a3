package io.isotropy.autograd;

import static io.isotropy.tensor.Shape.require;

import io.isotropy.kernels.Backend;
import io.isotropy.kernels.Kernels;
import io.isotropy.tensor.IntTensor;
import io.isotropy.tensor.Shape;
import io.isotropy.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A value in a computation that can be differentiated: define-by-run reverse mode (Griewank and Walther 2008, chapter 3). Every operation
 * on variables computes its value at once and remembers, where a gradient is wanted, its inputs and its vector-Jacobian product;
 * {@link #backward()} runs the products from last to first.
 *
 * <pre>{@code
 * Var w = Var.parameter(Tensor.of(2, 3));
 * Var loss = w.times(w).sum();
 * loss.backward();
 * w.gradient();                       // [4, 6]
 * }</pre>
 *
 * <p>A backward pass frees the values and gradients between parameters and root as soon as they are used, unless
 * {@link #retain()} was called; parameters, constants and the root keep theirs. Gradients of parameters accumulate until
 * {@link #clearGradient()}. One graph belongs to one thread.
 */
public final class Var {

    private static final AtomicLong NEXT = new AtomicLong();

    /** Grows in the order of creation: inputs have smaller numbers than what is made of them. */
    final long id = NEXT.getAndIncrement();

    final String op;
    final String name;
    final String layer = Trace.layer();
    final boolean requiresGradient;
    private final Tensor value;

    List<Var> inputs;
    @Nullable Pullback pullback;
    long nanoseconds;

    /** Of a parameter the accumulated gradient, else what has arrived during the backward pass. */
    @Nullable Tensor gradient;

    /** Whether {@link #gradient} counts; a parameter keeps the memory of its last gradient for the next one. */
    boolean hasGradient;

    /** Whether value and gradient outlive the backward pass. */
    boolean retained;

    /** Whether the own pullback does without the value, so that another may overwrite it. */
    boolean valueUnused;

    /** The uses in the current backward pass that are still to come. */
    int uses;

    @Nullable List<Consumer<Tensor>> gradientHooks;

    private Var(String op, String name, Tensor value, List<Var> inputs, @Nullable Pullback pullback, boolean requiresGradient) {
        this.op = op;
        this.name = name;
        this.value = value;
        this.inputs = inputs;
        this.pullback = pullback;
        this.requiresGradient = requiresGradient;
    }

    /** The vector-Jacobian product of an operation. */
    @FunctionalInterface
    public interface Vjp {

        /**
         * The gradients of the inputs, in their order, from that of the output. One may be {@code dy} itself, a view of it, or null for an
         * input that has none; what was not made during the call stays the caller's, unchanged.
         *
         * <p>May read {@code dy}, the values of the inputs and of the output, and tensors of the caller's own. The value of another variable
         * may be overwritten by then: let that variable be an input with gradient null, or read its {@link Var#detach()} or a copy.
         */
        List<? extends @Nullable Tensor> gradients(Tensor dy);
    }

    /** A vector-Jacobian product that writes into gradients that exist already. */
    @FunctionalInterface
    public interface Pullback {

        /** Adds to the gradients of the inputs through {@code pass}. */
        void pull(Tensor dy, Backward pass);
    }

    /** A variable that gradients are accumulated for. Its value should belong to no scope. */
    public static Var parameter(Tensor value) {
        return parameter("", value);
    }

    /** A parameter with a name, for messages and pictures. */
    public static Var parameter(String name, Tensor value) {
        require(value.isContiguous(), "parameter", "the value must be contiguous", name.isEmpty() ? "x" : name, value.shape());
        return new Var("parameter", name, value, List.of(), null, true);
    }

    /** A value without gradient. */
    public static Var constant(Tensor value) {
        return new Var("constant", "", value, List.of(), null, false);
    }

    /**
     * The result of an operation. With no gradient wanted, because no input has one or within {@link NoGradient}, neither inputs nor
     * product are remembered.
     *
     * @param op name, for messages and pictures
     * @param inputs all variables whose values {@code vjp} reads, since the pass may overwrite those of others
     * @param vjp one gradient per input
     */
    public static Var of(String op, Tensor value, List<Var> inputs, Vjp vjp) {
        return of(op, value, inputs, (dy, pass) -> {
            List<? extends @Nullable Tensor> gradients = vjp.gradients(dy);
            require(gradients != null && gradients.size() == inputs.size(), op, "the product must give one gradient per input, null where there is none",
                    "inputs", inputs.size(), "gradients", gradients == null ? "null" : gradients.size());
            for (int i = 0; i < inputs.size(); i++) {
                Tensor gradient = gradients.get(i);
                if (gradient != null) {
                    pass.add(inputs.get(i), gradient);
                }
            }
        });
    }

    /** As {@link #of(String, Tensor, List, Vjp)}, for products that write into existing gradients. */
    public static Var of(String op, Tensor value, List<Var> inputs, Pullback pullback) {
        boolean wanted = Trace.recording() && inputs.stream().anyMatch(Var::requiresGradient);
        Var result = wanted
                ? new Var(op, "", value, List.copyOf(inputs), pullback, true)
                : new Var(op, "", value, List.of(), null, false);
        Trace.made(result, inputs);
        return result;
    }

    /** A result that is remembered whether or not an input wants a gradient. */
    static Var recorded(String op, Tensor value, List<Var> inputs, Pullback pullback) {
        Var result = new Var(op, "", value, List.copyOf(inputs), pullback, true);
        Trace.made(result, inputs);
        return result;
    }

    /** Says that this variable's own product does not read its value, which may then be overwritten once no other needs it. */
    Var valueUnused() {
        valueUnused = true;
        return this;
    }

    /** The value. Writing to it between an operation and its backward pass gives the gradient at the new value: nothing notices. */
    public Tensor value() {
        return value;
    }

    /** The value's sizes. */
    public Shape shape() {
        return value.shape();
    }

    /** The only element of the value. */
    public float item() {
        return value.item();
    }

    /** The name of the operation that made it. */
    public String op() {
        return op;
    }

    /** The parameter's name; empty if it has none. */
    public String name() {
        return name;
    }

    /** The kernels of the value's backend. */
    public Kernels kernels() {
        return value.kernels();
    }

    /** The value's backend. */
    public Backend backend() {
        return value.backend();
    }

    /** Whether a backward pass will give it a gradient. */
    public boolean requiresGradient() {
        return requiresGradient;
    }

    boolean isParameter() {
        return requiresGradient && op.equals("parameter");
    }

    /** The gradient of a parameter, or of a retained variable after a backward pass; null where none has arrived. */
    public @Nullable Tensor gradient() {
        return hasGradient ? gradient : null;
    }

    /** Forgets the gradient; its memory serves the next one. */
    public void clearGradient() {
        hasGradient = false;
    }

    /** The same value as a constant: no gradient flows through it. */
    public Var detach() {
        retain();
        return constant(value);
    }

    /** Keeps value and gradient after the backward pass, which frees them otherwise. Returns this. */
    public Var retain() {
        retained = true;
        return this;
    }

    /**
     * Calls {@code hook} with the whole gradient as soon as a backward pass has it, of a parameter the accumulated one at the end of the pass; to
     * be read there, not kept. Returns this.
     */
    public Var onGradient(Consumer<Tensor> hook) {
        if (gradientHooks == null) {
            gradientHooks = new ArrayList<>();
        }
        gradientHooks.add(hook);
        return this;
    }

    /**
     * Adds d(this)/d(parameter) to the gradients of all parameters; this must be a single number. A graph runs back once, and gradients are
     * tensors, not variables: there are no second derivatives.
     */
    public void backward() {
        require(shape().size() == 1, "backward", "the root must be a single number, or its gradient be given", "x", shape());
        Tensor one = Tensor.full(backend(), shape(), 1);
        backward(one);
        one.release();
    }

    /**
     * Adds Σ dy·d(this)/d(parameter) to the gradients of all parameters.
     *
     * @param dy of this shape
     */
    public void backward(Tensor dy) {
        require(dy.shape().equals(shape()), "backward", "the gradient must have the root's shape", "x", shape(), "dy", dy.shape());
        require(requiresGradient, "backward", "nothing that the root was made of has a gradient", "x", shape());
        Backward.run(this, dy);
    }

    // The operations that read best after a dot; all are in the classes of their groups.

    /** x + y, with broadcasting. */
    public Var plus(Var y) {
        return Elementwise.plus(this, y);
    }

    /** x + y. */
    public Var plus(float y) {
        return Elementwise.affine(this, 1, y);
    }

    /** x − y, with broadcasting. */
    public Var minus(Var y) {
        return Elementwise.minus(this, y);
    }

    /** x·y, with broadcasting. */
    public Var times(Var y) {
        return Elementwise.times(this, y);
    }

    /** x·y. */
    public Var times(float y) {
        return Elementwise.affine(this, y, 0);
    }

    /** x/y, with broadcasting. */
    public Var dividedBy(Var y) {
        return Elementwise.dividedBy(this, y);
    }

    /** −x. */
    public Var negate() {
        return Elementwise.negate(this);
    }

    /** Matrix product of the last two dims, (…, m, k)·(…, k, n) = (…, m, n); a vector is a row at the left, a column at the right. */
    public Var matmul(Var y) {
        return Blas.matmul(this, y);
    }

    /** The same elements under another shape; −1 for one size stands for what is left. */
    public Var reshape(int... dims) {
        return Shapes.reshape(this, dims);
    }

    /** The last two dims exchanged. */
    public Var transpose() {
        return Shapes.transpose(this, -2, -1);
    }

    /** Elements from…to−1 along an axis. */
    public Var slice(int axis, int from, int to) {
        return Shapes.slice(this, axis, from, to);
    }

    /** y[i, …] = x[index[i], …]. */
    public Var gather(IntTensor index) {
        return Embedding.gather(this, index);
    }

    /** Σ of all elements, a single number. */
    public Var sum() {
        return Reductions.sum(this);
    }

    /** The mean of all elements, a single number. */
    public Var mean() {
        return Reductions.mean(this);
    }

    /** Operation, shape, and name or layer where there is one. */
    @Override
    public String toString() {
        String place = name.isEmpty() ? layer : name;
        return op + " " + shape() + (place.isEmpty() ? "" : " in " + place);
    }
}
