package io.isotropy.autograd;

import static io.isotropy.tensor.Shape.require;

import io.isotropy.kernels.Backend;
import io.isotropy.kernels.Backends;
import io.isotropy.tensor.Philox;
import io.isotropy.tensor.Scope;
import io.isotropy.tensor.Shape;
import io.isotropy.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Compares gradients with differences of values, in the double precision of the reference backend. For random weights c, the derivative of
 * Σ c·f by every element of every argument is taken by the five-point stencil (8·(f(x+h) − f(x−h)) − f(x+2h) + f(x−2h)) / 12h, whose error
 * is of the order of h⁴.
 *
 * <pre>{@code
 * GradCheck.check("softmax", seed, in -> Normalization.softmax(in[0]), Shape.of(2, 3));
 * }</pre>
 */
public final class GradCheck {

    /** The largest |analytic − numeric| / max(1, |numeric|) that passes. */
    public static final double TOLERANCE = 1e-6;

    private static final double STEP = 1e-3;

    private GradCheck() {}

    /**
     * Checks a function at random arguments.
     *
     * @param op its name, for the message
     * @param seed of the arguments, whose size is between 1/10 and 2, away from the kinks at 0, and of the weights
     * @throws AssertionError with op, argument, index, analytic and numeric value and the seed
     */
    public static void check(String op, long seed, Function<Var[], Var> function, Shape... shapes) {
        Philox random = Philox.of(seed);
        Backend backend = Backends.reference();
        Var[] arguments = new Var[shapes.length];
        List<Var> parameters = new ArrayList<>();
        for (int i = 0; i < shapes.length; i++) {
            double[] values = awayFromZero(random.withStream(i + 1), shapes[i].size());
            arguments[i] = Var.parameter("argument " + i, Tensor.of(backend, shapes[i], values));
            parameters.add(arguments[i]);
        }
        check(op, seed, parameters, () -> function.apply(arguments));
    }

    /**
     * Checks a model by its parameters, which must lie on the reference backend.
     *
     * @param function the same at every call: no random numbers but those of a forked or new {@link Mode}
     */
    public static void check(String op, long seed, List<Var> parameters, Supplier<Var> function) {
        for (Var parameter : parameters) {
            require(parameter.backend() == Backends.reference(), "gradcheck",
                    "parameters must lie on backend 'reference', since differences need its double precision",
                    parameter, "on '" + parameter.backend().name() + "'");
        }
        Tensor weights;
        try (Scope scope = Scope.open()) {
            parameters.forEach(Var::clearGradient);
            Var y = function.get();
            weights = scope.keep(Tensor.of(y.backend(), y.shape(), awayFromZero(Philox.of(seed), y.shape().size())));
            if (y.requiresGradient()) {
                y.backward(weights);
            }
        }
        for (int p = 0; p < parameters.size(); p++) {
            Var parameter = parameters.get(p);
            Tensor gradient = parameter.gradient();
            double[] analytic = gradient == null ? new double[parameter.shape().size()] : gradient.toDoubles();
            double[] values = parameter.value().toDoubles();
            for (int i = 0; i < values.length; i++) {
                double numeric = derivative(parameter, values, i, weights, function);
                double error = Math.abs(analytic[i] - numeric) / Math.max(1, Math.abs(numeric));
                if (!(error <= TOLERANCE)) {
                    throw new AssertionError(String.format(
                            Locale.ROOT, "[gradcheck] %s: argument %d%s, index %d of %s: analytic %.10g, numeric %.10g, seed %d",
                            op, p, parameter.name().isEmpty() ? "" : " (" + parameter.name() + ")", i, parameter.shape(),
                            analytic[i], numeric, seed));
                }
            }
        }
    }

    private static double derivative(
            Var parameter, double[] values, int i, Tensor weights, Supplier<Var> function) {
        double x = values[i];
        double[] at = new double[4];
        double[] steps = {-2 * STEP, -STEP, STEP, 2 * STEP};
        for (int s = 0; s < 4; s++) {
            parameter.value().buffer().write(i, new double[] {x + steps[s]}, 0, 1);
            at[s] = weightedSum(weights, function);
        }
        parameter.value().buffer().write(i, values, i, 1);
        return (8 * (at[2] - at[1]) - (at[3] - at[0])) / (12 * STEP);
    }

    private static double weightedSum(Tensor weights, Supplier<Var> function) {
        try (Scope _ = Scope.open();
                NoGradient _ = NoGradient.open()) {
            double[] y = function.get().value().toDoubles();
            double[] c = weights.toDoubles();
            double sum = 0;
            for (int i = 0; i < y.length; i++) {
                sum += c[i] * y[i];
            }
            return sum;
        }
    }

    private static double[] awayFromZero(Philox random, int count) {
        double[] values = new double[count];
        for (int i = 0; i < count; i++) {
            float u = random.uniform(i);
            values[i] = u < 0.5 ? -0.1 - 3.8 * u : 0.1 + 3.8 * (u - 0.5);
        }
        return values;
    }
}
