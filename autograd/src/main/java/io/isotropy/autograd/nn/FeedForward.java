package io.isotropy.autograd.nn;

import static io.isotropy.tensor.Shape.require;

import io.isotropy.autograd.Elementwise;
import io.isotropy.autograd.Layer;
import io.isotropy.autograd.Mode;
import io.isotropy.autograd.Var;
import io.isotropy.kernels.Elementwise.Unary;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Dense layers one after another.
 *
 * @param path the whole name of its scope
 * @param activation after each layer but the last; null for none, as InferSent's linear classifier
 * @param dropout before each layer, in training
 */
public record FeedForward(String path, List<Linear> layers, @Nullable Unary activation, float dropout) {

    /**
     * Layers "0", "1", ….
     *
     * @param sizes of the input, of each inner layer and of the result
     */
    public static FeedForward create(Parameters parameters, @Nullable Unary activation, float dropout, int... sizes) {
        require(sizes.length >= 2, "feedForward", "there must be an input and an output size", "sizes", sizes);
        List<Linear> layers = new ArrayList<>();
        for (int i = 0; i + 1 < sizes.length; i++) {
            layers.add(Linear.create(parameters.at(Integer.toString(i)), sizes[i], sizes[i + 1]));
        }
        return new FeedForward(parameters.path(), List.copyOf(layers), activation, dropout);
    }

    /** input: (…, first size). Returns (…, last size). */
    public Var forward(Var input, Mode mode) {
        try (Layer layer = Layer.enter(path)) {
            Var y = input;
            for (int i = 0; i < layers.size(); i++) {
                Var x = Elementwise.dropout(y, dropout, mode);
                Unary function = i + 1 < layers.size() ? activation : null;
                if (function == Unary.RELU) {
                    y = layers.get(i).forwardRelu(x);
                } else {
                    y = layers.get(i).forward(x);
                    y = function == null ? y : Elementwise.apply(function, y);
                }
            }
            return layer.output(y);
        }
    }
}
