package io.isotropy.autograd.loss;

import io.isotropy.autograd.Mode;
import io.isotropy.autograd.NoGradient;
import io.isotropy.autograd.Var;
import io.isotropy.tensor.Scope;
import io.isotropy.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * GradCache: Gao, Zhang, Han, Callan 2021, "Scaling deep contrastive learning batch size under memory limited setup", §3. A loss of a
 * whole batch with the memory of a part of it: all parts are encoded without recording, the loss gives the gradient of every
 * embedding, then each part is encoded again, with the same random numbers, and its gradient run back.
 */
public final class GradCache {

    private GradCache() {}

    /**
     * Adds the gradients of a batch to the parameters, and returns its loss.
     *
     * @param parts what the batch consists of
     * @param encoder a part's embeddings, (Nᵢ, D); all its random numbers come from the mode
     * @param loss of the embeddings of all parts, a single number
     */
    public static <P> double backward(
            List<P> parts, BiFunction<P, Mode, Var> encoder, Function<List<Var>, Var> loss, Mode mode) {
        List<Mode> modes = new ArrayList<>();
        List<Var> embeddings = new ArrayList<>();
        for (P part : parts) {
            modes.add(mode.fork());
            try (Scope scope = Scope.open();
                    NoGradient _ = NoGradient.open()) {
                Tensor value = encoder.apply(part, mode).value().contiguous();
                embeddings.add(Var.parameter(scope.keep(value)));
            }
        }
        double result;
        try (Scope _ = Scope.open()) {
            Var whole = loss.apply(embeddings);
            whole.backward();
            result = whole.item();
        }
        for (int i = 0; i < embeddings.size(); i++) {
            Tensor gradient = embeddings.get(i).gradient();
            if (gradient != null) {
                try (Scope _ = Scope.open()) {
                    encoder.apply(parts.get(i), Objects.requireNonNull(modes.get(i))).backward(gradient);
                }
                gradient.release();
            }
        }
        return result;
    }
}
