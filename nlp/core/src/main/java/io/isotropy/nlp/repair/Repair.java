package io.isotropy.nlp.repair;

import io.isotropy.kernels.Backend;
import io.isotropy.nlp.json.Json;
import io.isotropy.tensor.safetensors.SafetensorsEntry;
import io.isotropy.tensor.safetensors.SafetensorsFile;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/**
 * A map from the vectors that a model gives, (n, D), to better spread ones, (n, k), learnt from the vectors of some texts. A vector's image
 * depends on that vector alone, to the bit. Thread-safe.
 */
public sealed interface Repair extends AutoCloseable permits AllButTheTop, SentenceFlow, Whitening {

    /** What {@code isotropy.json} calls it. */
    String name();

    /** D, the length of the vectors that it takes. */
    int inputDimension();

    /** k, the length of the vectors that it gives. */
    int dimension();

    /** The image of each vector; each (D), its image (k). */
    List<float[]> apply(List<float[]> vectors);

    /** What was learnt, for a file. */
    List<SafetensorsEntry> tensors();

    /** How it was learnt, for {@code isotropy.json}: what {@link #read} needs besides the tensors, and what people ask for later. */
    Map<String, Object> settings();

    /** Frees what it holds on a device. */
    @Override
    default void close() {}

    /**
     * Reads what {@link #tensors} and {@link #settings} gave.
     *
     * @param kind the object that names the model, for messages
     * @param backend for those that compute on one
     */
    static Repair read(String name, Json settings, SafetensorsFile tensors, Json kind, Backend backend) throws IOException {
        return switch (name) {
            case Whitening.NAME -> Whitening.read(settings, tensors);
            case AllButTheTop.NAME -> AllButTheTop.read(settings, tensors);
            case SentenceFlow.NAME -> SentenceFlow.read(settings, tensors, backend);
            default -> throw kind.error("\"" + name + "\" is no repair known here: there are " + Whitening.NAME + ", " + AllButTheTop.NAME
                    + ", " + SentenceFlow.NAME);
        };
    }
}
