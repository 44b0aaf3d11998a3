package io.isotropy.autograd;

import static io.isotropy.tensor.Shape.require;

import io.isotropy.kernels.Elementwise.Unary;
import io.isotropy.tensor.Philox;
import io.isotropy.tensor.Scope;
import io.isotropy.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Arithmetic and functions element by element; operands broadcast as in NumPy. */
public final class Elementwise {

    private Elementwise() {}

    /** x + y. */
    public static Var plus(Var x, Var y) {
        return Var.of("plus", x.value().plus(y.value()), List.of(x, y), dy -> Arrays.asList(to(x, dy), to(y, dy)))
                .valueUnused();
    }

    /** x − y. */
    public static Var minus(Var x, Var y) {
        return Var.of("minus", x.value().minus(y.value()), List.of(x, y),
                        dy -> Arrays.asList(to(x, dy), y.requiresGradient() ? to(y, dy.negate()) : null))
                .valueUnused();
    }

    /** x·y. */
    public static Var times(Var x, Var y) {
        return Var.of("times", x.value().times(y.value()), List.of(x, y),
                        dy -> Arrays.asList(
                                x.requiresGradient() ? to(x, dy.times(y.value())) : null,
                                y.requiresGradient() ? to(y, dy.times(x.value())) : null))
                .valueUnused();
    }

    /** x/y. */
    public static Var dividedBy(Var x, Var y) {
        Tensor z = x.value().dividedBy(y.value());
        return Var.of("dividedBy", z, List.of(x, y), dy -> {
            Tensor dx = dy.dividedBy(y.value());
            return Arrays.asList(to(x, dx), y.requiresGradient() ? to(y, dx.times(z).negate()) : null);
        });
    }

    /** The larger of x and y. Where they are equal, each has half of the gradient, as in PyTorch. */
    public static Var maximum(Var x, Var y) {
        return Var.of("maximum", x.value().maximum(y.value()), List.of(x, y),
                        dy -> extremeGradient(x, y, dy, y.value().lt(x.value())))
                .valueUnused();
    }

    /** The smaller of x and y. Where they are equal, each has half of the gradient, as in PyTorch. */
    public static Var minimum(Var x, Var y) {
        return Var.of("minimum", x.value().minimum(y.value()), List.of(x, y),
                        dy -> extremeGradient(x, y, dy, x.value().lt(y.value())))
                .valueUnused();
    }

    private static List<@Nullable Tensor> extremeGradient(Var x, Var y, Tensor dy, Tensor chosen) {
        Tensor dx = dy.times(chosen.plus(x.value().eq(y.value()).times(0.5f)));
        return Arrays.asList(to(x, dx), y.requiresGradient() ? to(y, dy.minus(dx)) : null);
    }

    /** yes where {@code condition} is not 0, else no. */
    public static Var where(Tensor condition, Var yes, Var no) {
        Tensor chosen = condition.where(yes.value(), no.value());
        return Var.of("where", chosen, List.of(yes, no), dy -> {
                    Tensor zero = Tensor.full(dy.backend(), io.isotropy.tensor.Shape.of(), 0);
                    return Arrays.asList(to(yes, condition.where(dy, zero)), to(no, condition.where(zero, dy)));
                })
                .valueUnused();
    }

    /** α·x + β. */
    public static Var affine(Var x, float alpha, float beta) {
        // −0, unlike 0, changes no product's sign
        Tensor y = x.value().affine(alpha, beta == 0 ? -0f : beta);
        return Var.of("affine", y, List.of(x), (dy, pass) -> {
                    if (alpha == 1) {
                        pass.add(x, dy);
                        return;
                    }
                    Tensor from = dy.contiguous();
                    Tensor dx = pass.inPlaceOf(from);
                    dx.kernels().elementwise().affine(alpha, -0f, from.buffer(), dx.buffer(), dx.shape().size());
                    pass.add(x, dx);
                })
                .valueUnused();
    }

    /** −x. */
    public static Var negate(Var x) {
        return affine(x, -1, 0);
    }

    /** |x|; gradient 0 at 0. */
    public static Var abs(Var x) {
        return apply(Unary.ABS, x);
    }

    /** x². */
    public static Var square(Var x) {
        return apply(Unary.SQUARE, x);
    }

    /** √x; an infinite gradient at 0. */
    public static Var sqrt(Var x) {
        return apply(Unary.SQRT, x);
    }

    /** eˣ. */
    public static Var exp(Var x) {
        return apply(Unary.EXP, x);
    }

    /** The natural logarithm. */
    public static Var log(Var x) {
        return apply(Unary.LOG, x);
    }

    /** The hyperbolic tangent. */
    public static Var tanh(Var x) {
        return apply(Unary.TANH, x);
    }

    /** 1/(1 + e⁻ˣ). */
    public static Var sigmoid(Var x) {
        return apply(Unary.SIGMOID, x);
    }

    /** max(x, 0); gradient 0 at 0. */
    public static Var relu(Var x) {
        return apply(Unary.RELU, x);
    }

    /** x/2·(1 + erf(x/√2)): Hendrycks and Gimpel 2016, the exact form; BERT's "gelu". */
    public static Var gelu(Var x) {
        return apply(Unary.GELU, x);
    }

    /** The same paper's approximation by tanh; "gelu_new", "gelu_pytorch_tanh". */
    public static Var geluTanh(Var x) {
        return apply(Unary.GELU_TANH, x);
    }

    /** A function of each element. */
    public static Var apply(Unary function, Var x) {
        Tensor y = x.value().apply(function);
        Var result = Var.of(function.name().toLowerCase(java.util.Locale.ROOT), y, List.of(x), (dy, pass) -> {
            Tensor from = dy.contiguous();
            Tensor read = x.value().contiguous();
            // dy first: it has just been written; else x, if it is not needed again
            Tensor own = pass.inPlaceOf(from);
            Tensor dx = own == from || own.shape().size() == 0 ? own : pass.inPlaceOf(x);
            dx.kernels().elementwise().unaryGradient(
                    function, read.buffer(), y.buffer(), from.buffer(), dx.buffer(), dx.shape().size());
            pass.add(x, dx);
        });
        return readsValue(function) ? result : result.valueUnused();
    }

    /** Whether the derivative is computed from y rather than x; the kernel takes both and may read either. */
    private static boolean readsValue(Unary function) {
        return switch (function) {
            case SQRT, RSQRT, RECIPROCAL, EXP, TANH, SIGMOID -> true;
            case NEGATE, ABS, SQUARE, LOG, ERF, RELU, GELU, GELU_TANH -> false;
        };
    }

    /**
     * In training each element is 0 with probability p, else x/(1 − p): Srivastava et al. 2014. No mask is kept; the gradient draws the
     * same numbers again.
     */
    public static Var dropout(Var x, float p, Mode mode) {
        return dropout(x, p, mode, false);
    }

    /**
     * As {@link #dropout}, to the memory of x, whose value must not be read again; for layers, which know it. The operation that made x
     * must not need it either; where it might, a copy is made.
     */
    public static Var dropoutInPlace(Var x, float p, Mode mode) {
        return dropout(x, p, mode, x.valueUnused && !x.retained);
    }

    private static Var dropout(Var x, float p, Mode mode, boolean inPlace) {
        require(p >= 0 && p < 1, "dropout", "the probability must be in [0, 1)", "p", p);
        if (!(mode instanceof Mode.Train train) || p == 0) {
            return x;
        }
        Philox random = train.next();
        Tensor y;
        try (Scope scope = Scope.open()) {
            Tensor from = x.value().contiguous();
            y = inPlace ? from : scope.keep(from.like());
            drop(random, p, from, y);
        }
        return Var.of("dropout", y, List.of(x), (dy, pass) -> {
                    Tensor from = dy.contiguous();
                    Tensor dx = pass.inPlaceOf(from);
                    drop(random, p, from, dx);
                    pass.add(x, dx);
                })
                .valueUnused();
    }

    private static void drop(Philox random, float p, Tensor x, Tensor y) {
        x.kernels().elementwise().dropout(random.seed(), random.stream(), 0, p, x.buffer(), y.buffer(), x.shape().size());
    }

    private static @Nullable Tensor to(Var x, Tensor dy) {
        return x.requiresGradient() ? Backward.sumTo(dy, x.shape()) : null;
    }
}
