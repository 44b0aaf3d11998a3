package io.isotropy.autograd;

import static io.isotropy.tensor.Shape.require;

import io.isotropy.kernels.Buffer;
import io.isotropy.tensor.Scope;
import io.isotropy.tensor.Shape;
import io.isotropy.tensor.Tensor;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Softmax, layer normalization and normalization to unit length, over the last dim. */
public final class Normalization {

    private Normalization() {}

    /** eˣ/Σeˣ. x: (…, D). */
    public static Var softmax(Var x) {
        int cols = columns("softmax", x);
        int rows = rows(x);
        Tensor y = x.value().like();
        try (Scope _ = Scope.open()) {
            x.kernels().normalization().softmax(x.value().contiguous().buffer(), y.buffer(), rows, cols);
        }
        return Var.of("softmax", y, List.of(x), (dy, pass) -> {
            Tensor from = dy.contiguous();
            Tensor dx = pass.inPlaceOf(from);
            dx.kernels().normalization().softmaxGradient(y.buffer(), from.buffer(), dx.buffer(), rows, cols);
            pass.add(x, dx);
        });
    }

    /** x − log Σeˣ. x: (…, D). */
    public static Var logSoftmax(Var x) {
        int cols = columns("logSoftmax", x);
        int rows = rows(x);
        Tensor y = x.value().like();
        try (Scope _ = Scope.open()) {
            x.kernels().normalization().logSoftmax(x.value().contiguous().buffer(), y.buffer(), rows, cols);
        }
        return Var.of("logSoftmax", y, List.of(x), (dy, pass) -> {
            Tensor from = dy.contiguous();
            Tensor dx = pass.inPlaceOf(from);
            dx.kernels().normalization().logSoftmaxGradient(y.buffer(), from.buffer(), dx.buffer(), rows, cols);
            pass.add(x, dx);
        });
    }

    /** x/max(‖x‖₂, ε): unit length. x: (…, D). */
    public static Var l2Normalize(Var x, float eps) {
        int cols = columns("l2Normalize", x);
        int rows = rows(x);
        Tensor y = x.value().like();
        try (Scope _ = Scope.open()) {
            x.kernels().normalization().l2Normalize(x.value().contiguous().buffer(), y.buffer(), rows, cols, eps);
        }
        return Var.of("l2Normalize", y, List.of(x), (dy, pass) -> {
            Tensor from = dy.contiguous();
            Tensor read = x.value().contiguous();
            Tensor dx = pass.inPlaceOf(from);
            dx.kernels().normalization().l2NormalizeGradient(
                    read.buffer(), y.buffer(), from.buffer(), dx.buffer(), rows, cols, eps);
            pass.add(x, dx);
        });
    }

    /** Layer normalization, γ·x̂ + β: Ba et al. 2016, eq. 3-4. x: (…, D); γ, β: (D). */
    public static Var layerNorm(Var x, Var gamma, Var beta, float eps) {
        return layerNorm(x, null, gamma, beta, eps);
    }

    /**
     * Layer normalization of x + residual: the "add and norm" of Vaswani et al. 2017, §3.1, without the sum in memory.
     *
     * @param x (…, D)
     * @param residual (…, D), or null
     * @param gamma γ, (D)
     * @param beta β, (D)
     */
    public static Var layerNorm(Var x, @Nullable Var residual, Var gamma, Var beta, float eps) {
        int cols = columns("layerNorm", x);
        int rows = rows(x);
        require(gamma.shape().equals(Shape.of(cols)) && beta.shape().equals(Shape.of(cols)), "layerNorm",
                "gamma and beta must be (last dim of x)", "x", x.shape(), "gamma", gamma.shape(), "beta", beta.shape());
        require(residual == null || residual.shape().equals(x.shape()), "layerNorm", "the residual must have the shape of x",
                "x", x.shape(), "residual", residual == null ? "none" : residual.shape());
        Tensor y = x.value().like();
        Tensor mean = y.like(Shape.of(rows));
        Tensor rstd = y.like(Shape.of(rows));
        try (Scope _ = Scope.open()) {
            x.kernels().normalization().layerNorm(
                    x.value().contiguous().buffer(), contiguous(residual), gamma.value().buffer(), beta.value().buffer(),
                    y.buffer(), mean.buffer(), rstd.buffer(), rows, cols, eps);
        }
        List<Var> inputs = residual == null ? List.of(x, gamma, beta) : List.of(x, residual, gamma, beta);
        return Var.of("layerNorm", y, inputs, (dy, pass) -> {
                    Tensor from = dy.contiguous();
                    Tensor read = x.value().contiguous();
                    Tensor dx = pass.inPlaceOf(from);
                    intoBoth(pass, gamma, beta, (dGamma, dBeta) -> dx.kernels().normalization().layerNormGradient(
                            read.buffer(), contiguous(residual), gamma.value().buffer(), mean.buffer(), rstd.buffer(),
                            from.buffer(), dx.buffer(), dGamma.buffer(), dBeta.buffer(), rows, cols));
                    mean.release();
                    rstd.release();
                    pass.add(x, dx);
                    if (residual != null) {
                        pass.add(residual, dx);
                    }
                })
                .valueUnused();
    }

    private interface PairWriter {
        void write(Tensor first, Tensor second);
    }

    /** Two gradients that one kernel adds to; memory to ignore for one that is not wanted. */
    private static void intoBoth(Backward pass, Var first, Var second, PairWriter writer) {
        Tensor[] unwanted = {first.value().zeros(first.shape().toArray()), second.value().zeros(second.shape().toArray())};
        boolean[] done = new boolean[1];
        PairWriter once = (a, b) -> {
            done[0] = true;
            writer.write(a, b);
        };
        if (first.requiresGradient()) {
            pass.into(first, (a, addFirst) -> {
                clear(a, addFirst);
                if (second.requiresGradient()) {
                    pass.into(second, (b, addSecond) -> {
                        clear(b, addSecond);
                        once.write(a, b);
                    });
                } else {
                    once.write(a, unwanted[1]);
                }
            });
        } else {
            pass.into(second, (b, add) -> {
                clear(b, add);
                once.write(unwanted[0], b);
            });
        }
        if (!done[0]) {
            writer.write(unwanted[0], unwanted[1]);
        }
    }

    private static void clear(Tensor gradient, boolean keep) {
        if (!keep) {
            gradient.fill(0);
        }
    }

    private static @Nullable Buffer contiguous(@Nullable Var x) {
        return x == null ? null : x.value().contiguous().buffer();
    }

    private static int columns(String op, Var x) {
        require(x.shape().rank() > 0, op, "x must have a dim", "x", x.shape());
        return x.shape().last();
    }

    private static int rows(Var x) {
        return x.shape().without(-1).size();
    }
}
