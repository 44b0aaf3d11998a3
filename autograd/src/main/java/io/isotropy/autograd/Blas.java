package io.isotropy.autograd;

import static io.isotropy.tensor.Shape.require;

import io.isotropy.kernels.Activation;
import io.isotropy.kernels.Buffer;
import io.isotropy.kernels.Elementwise.Unary;
import io.isotropy.kernels.Kernels;
import io.isotropy.kernels.Reductions.Reduction;
import io.isotropy.tensor.Scope;
import io.isotropy.tensor.Shape;
import io.isotropy.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Matrix products. */
public final class Blas {

    private Blas() {}

    /**
     * (…, m, k)·(…, k, n) = (…, m, n); the other dims broadcast. A vector is a row at the left, a column at the right, and the result is without
     * that dim. Gradients: dA = dY·Bᵀ, dB = Aᵀ·dY.
     */
    public static Var matmul(Var a, Var b) {
        return Var.of("matmul", a.value().matmul(b.value()), List.of(a, b), dy -> {
                    Tensor left = a.shape().rank() == 1 ? a.value().unsqueeze(0) : a.value(); // (…, m, k)
                    Tensor right = b.shape().rank() == 1 ? b.value().unsqueeze(1) : b.value(); // (…, k, n)
                    Tensor columns = b.shape().rank() == 1 ? dy.unsqueeze(-1) : dy;
                    Tensor upper = a.shape().rank() == 1 ? columns.unsqueeze(-2) : columns; // (…, m, n)
                    return Arrays.asList(
                            a.requiresGradient() ? summed(upper.matmul(right.transpose()), left, a) : null,
                            b.requiresGradient() ? summed(left.transpose().matmul(upper), right, b) : null);
                })
                .valueUnused();
    }

    /** The gradient of x from that of the broadcast matrices that it was read as. */
    private static Tensor summed(Tensor gradient, Tensor matrices, Var x) {
        Tensor sum = Backward.sumTo(gradient, matrices.shape());
        return x.shape().rank() == 1 ? sum.reshape(x.shape().toArray()) : sum;
    }

    /**
     * A dense layer, y = x·Wᵀ + b.
     *
     * @param x (…, k)
     * @param weight W, (n, k), as PyTorch's Linear has it
     * @param bias b, (n), or null
     * @return (…, n)
     */
    public static Var linear(Var x, Var weight, @Nullable Var bias) {
        return linear(x, List.of(weight), bias == null ? List.of() : List.of(bias));
    }

    /**
     * Several dense layers on one input as one product, results side by side: queries, keys and values, say. Gradients:
     * dX = dY·W, dW = dYᵀ·X, db = Σ dY over the rows.
     *
     * @param x (…, k)
     * @param weights (nᵢ, k) each
     * @param biases (nᵢ) each; or empty
     * @return (…, Σ nᵢ)
     */
    public static Var linear(Var x, List<Var> weights, List<Var> biases) {
        int n = 0;
        for (int i = 0; i < weights.size(); i++) {
            Shape weight = weights.get(i).shape();
            requireFits(x.shape(), weight, biases.isEmpty() ? null : biases.get(i).shape());
            n += weight.dim(0);
        }
        Tensor y = x.value().like(Shape.of(Shapes.withLast(x.shape(), n)));
        try (Scope _ = Scope.open()) {
            product(x.value().contiguous(), joined(weights), biases.isEmpty() ? null : joined(biases), Activation.NONE, y);
        }
        List<Var> inputs = new ArrayList<>(List.of(x));
        inputs.addAll(weights);
        inputs.addAll(biases);
        return Var.of("linear", y, inputs, (dy, pass) -> linearGradient(x, weights, biases, dy.contiguous(), pass))
                .valueUnused();
    }

    /**
     * A dense layer and max(…, 0) as one operation: the gradient needs no value but the result, so that what comes before max is never stored.
     *
     * @param x (…, k)
     * @param weight W, (n, k)
     * @param bias b, (n), or null
     * @return max(x·Wᵀ + b, 0), (…, n)
     */
    public static Var linearRelu(Var x, Var weight, @Nullable Var bias) {
        requireFits(x.shape(), weight.shape(), bias == null ? null : bias.shape());
        Tensor y = x.value().like(Shape.of(Shapes.withLast(x.shape(), weight.shape().dim(0))));
        List<Var> biases = bias == null ? List.of() : List.of(bias);
        try (Scope _ = Scope.open()) {
            Tensor added = bias == null ? null : bias.value().contiguous();
            product(x.value().contiguous(), weight.value().contiguous(), added, Activation.RELU, y);
        }
        return Var.of("linearRelu", y, bias == null ? List.of(x, weight) : List.of(x, weight, bias), (dy, pass) -> {
            Tensor upper = dy.contiguous();
            Tensor before = pass.inPlaceOf(upper);
            // y > 0 where what it was made of is
            y.kernels().elementwise().unaryGradient(
                    Unary.RELU, y.buffer(), y.buffer(), upper.buffer(), before.buffer(), y.shape().size());
            linearGradient(x, List.of(weight), biases, before, pass);
        });
    }

    private static void requireFits(Shape x, Shape weight, @Nullable Shape bias) {
        require(weight.rank() == 2 && weight.dim(1) == x.last(), "linear", "a weight must be (outputs, last dim of x)",
                "x", x, "weight", weight);
        require(bias == null || bias.equals(Shape.of(weight.dim(0))), "linear", "a bias must be (outputs)",
                "weight", weight, "bias", bias == null ? "none" : bias);
    }

    private static Tensor joined(List<Var> parts) {
        return parts.size() == 1
                ? parts.getFirst().value().contiguous()
                : Tensor.concat(0, parts.stream().map(Var::value).toList());
    }

    private static void product(Tensor x, Tensor weight, @Nullable Tensor bias, Activation activation, Tensor y) {
        int n = weight.shape().dim(0);
        int k = weight.shape().dim(1);
        int rows = n == 0 ? 0 : y.shape().size() / n;
        io.isotropy.kernels.Blas blas = x.kernels().blas();
        int ldk = Math.max(k, 1);
        Buffer added = bias == null ? null : bias.buffer();
        blas.linear(rows, x.buffer(), ldk, true, n, k, weight.buffer(), ldk, added, activation, y.buffer(), Math.max(n, 1));
    }

    private static void linearGradient(Var x, List<Var> weights, List<Var> biases, Tensor dy, Backward pass) {
        int k = x.shape().last();
        int n = dy.shape().last();
        int rows = n == 0 ? 0 : dy.shape().size() / n;
        Kernels kernels = dy.kernels();
        int ldk = Math.max(k, 1);
        int ldn = Math.max(n, 1);
        Tensor read = x.value().contiguous();
        if (weights.size() == 1 && rows > 0) {
            pass.into(weights.getFirst(), (dw, add) -> kernels.blas().gemm(
                    true, false, n, k, rows, 1, dy.buffer(), ldn, read.buffer(), ldk, add ? 1 : 0, dw.buffer(), ldk));
        } else if (weights.stream().anyMatch(Var::requiresGradient)) {
            Tensor all = dy.like(Shape.of(n, k)); // one product for all, so that X is packed once
            kernels.blas().gemm(true, false, n, k, rows, 1, dy.buffer(), ldn, read.buffer(), ldk, 0, all.buffer(), ldk);
            int from = 0;
            for (Var weight : weights) {
                int to = from + weight.shape().dim(0);
                pass.add(weight, all.slice(0, from, to));
                from = to;
            }
        }
        if (biases.stream().anyMatch(Var::requiresGradient)) {
            Tensor sums = dy.like(Shape.of(n));
            kernels.reductions().reduceColumns(Reduction.SUM, dy.buffer(), sums.buffer(), rows, n);
            int at = 0;
            for (Var bias : biases) {
                int to = at + bias.shape().size();
                pass.add(bias, biases.size() == 1 ? sums : sums.slice(0, at, to));
                at = to;
            }
        }
        pass.into(x, (dx, add) -> kernels.blas().gemm(
                false, false, rows, k, n, 1, dy.buffer(), ldn, joined(weights).buffer(), ldk, add ? 1 : 0, dx.buffer(), ldk));
    }
}
