package io.isotropy.autograd.train;

import java.io.IOException;
import java.util.Map;

/** Measures how good the model is by now. */
@FunctionalInterface
public interface Evaluator {

    /** Figures by name; the first counts where {@code metric_for_best_model} names none. */
    Map<String, Double> evaluate() throws IOException;
}
