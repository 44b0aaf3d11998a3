package io.isotropy.nlp.eval;

import io.isotropy.kernels.Backends;
import io.isotropy.nlp.EmbeddingModel;
import io.isotropy.nlp.HeapRoom;
import io.isotropy.tensor.Scope;
import io.isotropy.tensor.Shape;
import io.isotropy.tensor.Tensor;
import java.util.List;

/** The vectors of many texts as the rows of a matrix. */
final class TextMatrix {

    /** Texts that are embedded at once: enough to sort them by length, few enough to show progress. */
    private static final int WINDOW = 512;

    private TextMatrix() {}

    /**
     * Embeds texts, to (N, D), outside of any scope.
     *
     * @throws IllegalArgumentException if the matrix does not fit the heap, or a vector holds NaN or an infinity
     */
    static Tensor of(EmbeddingModel model, List<String> texts, TaskProgress progress) {
        int dimension = model.dimension();
        String missing = HeapRoom.missingForBuffer((long) texts.size() * dimension, "evaluate on fewer texts");
        if (missing != null) {
            throw new IllegalArgumentException("[evaluate] the vectors of " + texts.size() + " texts do not fit: " + missing);
        }
        Tensor matrix = Scope.outside(() -> Tensor.uninitialized(Backends.preferred(), Shape.of(texts.size(), dimension)));
        for (int from = 0; from < texts.size(); from += WINDOW) {
            List<String> window = texts.subList(from, Math.min(texts.size(), from + WINDOW));
            List<float[]> vectors = model.embed(window);
            for (int i = 0; i < window.size(); i++) {
                requireFinite(vectors.get(i), model.name());
                matrix.buffer().write((long) (from + i) * dimension, vectors.get(i), 0, dimension);
            }
            progress.at("texts", from + window.size(), texts.size());
        }
        return matrix;
    }

    private static void requireFinite(float[] vector, String model) {
        for (float value : vector) {
            if (!Float.isFinite(value)) {
                throw new IllegalArgumentException("[evaluate] vectors must hold finite numbers: " + model + " gave " + value);
            }
        }
    }
}
