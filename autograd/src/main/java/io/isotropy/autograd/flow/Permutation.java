package io.isotropy.autograd.flow;

import static io.isotropy.tensor.Shape.require;

import io.isotropy.autograd.Shapes;
import io.isotropy.autograd.Var;
import io.isotropy.autograd.nn.Parameters;
import io.isotropy.kernels.Backend;
import io.isotropy.tensor.IntTensor;
import io.isotropy.tensor.Scope;
import io.isotropy.tensor.Shape;
import io.isotropy.tensor.Tensor;
import java.util.Arrays;

/**
 * The columns in another, fixed order: what goes between couplings so that each column is changed by some (Kingma and Dhariwal 2018, §3.2).
 *
 * @param order column i of the result is column order[i]; (D)
 * @param back the inverse of {@code order}
 */
public record Permutation(IntTensor order, IntTensor back) implements Flow {

    /** A random order, a function of the seed of the parameters, with which it is saved. */
    public static Permutation create(Parameters parameters, int size) {
        Tensor order = parameters.fixed("order", Shape.of(size), (tensor, random) -> {
            double[] drawn = Arrays.stream(random.permutation(size)).asDoubleStream().toArray();
            tensor.buffer().write(0, drawn, 0, size);
        });
        return of(parameters.backend(), indices(order).toArray());
    }

    /** Indices that are saved as numbers of the parameters' kind, in which those below 2²⁴ are exact. */
    static IntTensor indices(Tensor order) {
        float[] values = order.toArray();
        int[] places = new int[values.length];
        for (int i = 0; i < places.length; i++) {
            places[i] = (int) values[i];
        }
        return Scope.outside(() -> IntTensor.of(order.backend(), order.shape(), places));
    }

    /** Last column first: RealNVP's (Dinh et al. 2017), in the ablation of the Glow paper. */
    public static Permutation reverse(Backend backend, int size) {
        int[] order = new int[size];
        Arrays.setAll(order, i -> size - 1 - i);
        return of(backend, order);
    }

    /** A given order; every number from 0 to D − 1 once. */
    public static Permutation of(Backend backend, int... order) {
        int size = order.length;
        int[] back = new int[size];
        Arrays.fill(back, -1);
        for (int i = 0; i < size; i++) {
            require(order[i] >= 0 && order[i] < size && back[order[i]] < 0, "permutation",
                    "the order must name every column once", "order", order);
            back[order[i]] = i;
        }
        return Scope.outside(() ->
                new Permutation(IntTensor.of(backend, Shape.of(size), order), IntTensor.of(backend, Shape.of(size), back)));
    }

    @Override
    public Transformed forward(Var x) {
        Flow.requireRows("permutation", x.shape(), order.shape().size());
        return Transformed.ofSameVolume(Shapes.permuteColumns(x, order, back));
    }

    @Override
    public Tensor inverse(Tensor z) {
        Flow.requireRows("permutation", z.shape(), order.shape().size());
        return Shapes.permuteColumns(Var.constant(z), back, order).value();
    }
}
