package io.isotropy.autograd;

import io.isotropy.tensor.Tensor;
import java.util.List;
import java.util.function.Supplier;

/**
 * Sees what happens inside a model while it runs.
 *
 * <pre>{@code
 * Hook hook = new Hook() {
 *     public void output(String layer, Var value) { states.add(value.value().copy()); }
 * };
 * try (Layer _ = Layer.watch(hook)) {
 *     model.forward(batch, Mode.eval());
 * }
 * }</pre>
 */
public interface Hook {

    /**
     * A layer has a result.
     *
     * @param layer its path, "encoder.layer.0"
     * @param value valid during the call; {@link Var#onGradient} has its gradient seen as well
     */
    default void output(String layer, Var value) {}

    /**
     * A layer has attended. The kernels keep no probabilities; they are computed when asked for, without dropout.
     *
     * @param layer its path
     * @param probabilities one (heads, queries, keys) per segment, to be asked for during the call
     */
    default void attention(String layer, Supplier<List<Tensor>> probabilities) {}
}
