package io.isotropy.autograd.flow;

import io.isotropy.autograd.Blas;
import io.isotropy.autograd.Elementwise;
import io.isotropy.autograd.NoGradient;
import io.isotropy.autograd.Var;
import io.isotropy.autograd.nn.Parameters;
import io.isotropy.kernels.Backend;
import io.isotropy.tensor.IntTensor;
import io.isotropy.tensor.Scope;
import io.isotropy.tensor.Shape;
import io.isotropy.tensor.Tensor;
import java.util.Arrays;

/**
 * y = W·x with W = P·L·(U + diag(s)): the invertible 1×1 convolution of Kingma and Dhariwal 2018 (Glow), §3.2, eq. 9-11, whose determinant
 * costs D rather than D³. W begins as a random rotation. P and the signs of s are fixed, L, U and log |s| are learnt.
 *
 * @param order row i of P·X is row order[i] of X; (D)
 * @param sign of s; (D)
 * @param lower L is its part below the diagonal, with ones on that; (D, D)
 * @param upper U is its part above the diagonal; (D, D)
 * @param logScale log |s|, (D)
 * @param below ones below the diagonal, zeros elsewhere; (D, D)
 * @param diagonal the identity matrix; (D, D)
 */
public record InvertibleLinear(
        IntTensor order, Tensor sign, Var lower, Var upper, Var logScale, Tensor below, Tensor diagonal) implements Flow {

    /** A random rotation, a function of the seed of the parameters. */
    public static InvertibleLinear create(Parameters parameters, int size) {
        RandomRotation rotation = new RandomRotation(parameters.random(), size);
        Shape row = Shape.of(size);
        Shape square = Shape.of(size, size);
        double[] below = new double[size * size];
        double[] diagonal = new double[size * size];
        for (int i = 0; i < size; i++) {
            Arrays.fill(below, i * size, i * size + i, 1);
            diagonal[i * size + i] = 1;
        }
        Tensor order = parameters.fixed("order", row, (tensor, _) -> write(tensor, rotation.order()));
        return new InvertibleLinear(
                Permutation.indices(order),
                parameters.fixed("sign", row, (tensor, _) -> write(tensor, rotation.sign())),
                parameters.weight("lower", square, (tensor, _) -> write(tensor, rotation.lower())),
                parameters.weight("upper", square, (tensor, _) -> write(tensor, rotation.upper())),
                parameters.bias("log_scale", row, (tensor, _) -> write(tensor, rotation.logScale())),
                constant(parameters.backend(), square, below), constant(parameters.backend(), square, diagonal));
    }

    private static void write(Tensor tensor, double[] values) {
        tensor.buffer().write(0, values, 0, values.length);
    }

    private static Tensor constant(Backend backend, Shape shape, double[] values) {
        return Scope.outside(() -> Tensor.of(backend, shape, values));
    }

    @Override
    public Transformed forward(Var x) {
        Flow.requireRows("invertibleLinear", x.shape(), order.shape().size());
        Var w = lowerFactor().matmul(upperFactor()).gather(order); // eq. 10
        return Transformed.ofAllRows(Blas.linear(x, w, null), logScale.sum()); // eq. 11
    }

    /** L, (D, D). */
    private Var lowerFactor() {
        return lower.times(Var.constant(below)).plus(Var.constant(diagonal));
    }

    /** U + diag(s), (D, D). */
    private Var upperFactor() {
        Var s = Elementwise.exp(logScale).times(Var.constant(sign));
        return upper.times(Var.constant(below).transpose()).plus(Var.constant(diagonal).times(s));
    }

    @Override
    public Tensor inverse(Tensor z) {
        Flow.requireRows("invertibleLinear", z.shape(), order.shape().size());
        double[] l;
        double[] u;
        try (Scope _ = Scope.open();
                NoGradient _ = NoGradient.open()) {
            l = lowerFactor().value().toDoubles();
            u = upperFactor().value().toDoubles();
        }
        int[] places = order.toArray();
        int size = places.length;
        double[] values = z.toDoubles();
        double[] row = new double[size];
        for (int from = 0; from < values.length; from += size) {
            for (int i = 0; i < size; i++) {
                row[places[i]] = values[from + i];
            }
            solveLower(l, row);
            solveUpper(u, row);
            System.arraycopy(row, 0, values, from, size);
        }
        return Tensor.of(z.backend(), z.shape(), values);
    }

    /** x ← L⁻¹·x, by substitution from the first element on; the diagonal of L is ones. */
    private static void solveLower(double[] l, double[] x) {
        for (int i = 0; i < x.length; i++) {
            double sum = x[i];
            for (int j = 0; j < i; j++) {
                sum -= l[i * x.length + j] * x[j];
            }
            x[i] = sum;
        }
    }

    /** x ← U⁻¹·x, by substitution from the last element back. */
    private static void solveUpper(double[] u, double[] x) {
        for (int i = x.length - 1; i >= 0; i--) {
            double sum = x[i];
            for (int j = i + 1; j < x.length; j++) {
                sum -= u[i * x.length + j] * x[j];
            }
            x[i] = sum / u[i * x.length + i];
        }
    }
}
