package io.isotropy.autograd.loss;

import static io.isotropy.tensor.Shape.require;

import io.isotropy.autograd.Var;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/** Matryoshka representation learning: Kusupati et al. 2022, eq. 1. */
public final class Matryoshka {

    private Matryoshka() {}

    /**
     * Σ weightᵢ·loss(the first dimᵢ columns of all embeddings).
     *
     * @param embeddings (N, D) each
     * @param dims each 1 … D
     * @param weights one per dim
     */
    public static Var loss(List<Var> embeddings, int[] dims, float[] weights, Function<List<Var>, Var> loss) {
        require(dims.length > 0 && dims.length == weights.length, "matryoshka", "there must be one weight per dim",
                "dims", dims, "weights", Arrays.toString(weights));
        Var total = null;
        for (int i = 0; i < dims.length; i++) {
            int dim = dims[i];
            int size = embeddings.getFirst().shape().last();
            require(dim > 0 && dim <= size, "matryoshka", "a dim must be 1 to the embeddings' size", "dim", dim, "size", size);
            List<Var> cut = dim == size ? embeddings : embeddings.stream().map(x -> x.slice(1, 0, dim)).toList();
            Var part = loss.apply(cut).times(weights[i]);
            total = total == null ? part : total.plus(part);
        }
        return java.util.Objects.requireNonNull(total);
    }
}
