package io.isotropy.nlp.eval;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a model reached in a task.
 *
 * @param task its name
 * @param scores figures by MTEB's names, from 0 or −1 to 1; NaN where undefined
 * @param items the judgements of single items, from which the main figure is made, for resampling; null where it is not made of such
 * @param remarks what a reader must know: lines left out, figures that are undefined
 */
public record TaskResult(String task, TaskKind kind, Map<String, Double> scores, @Nullable Resampled items, List<String> remarks) {

    /** The figure that counts. */
    public double main() {
        return scores.getOrDefault(kind.main(), Double.NaN);
    }
}
