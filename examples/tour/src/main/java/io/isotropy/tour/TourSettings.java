package io.isotropy.tour;

import io.isotropy.nlp.hub.HubSettings;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What to tour.
 *
 * @param output the folder for models, results and the report
 * @param seed of everything that is drawn
 * @param corpus texts to learn from instead of WordNet's glosses, or null
 * @param sts scored pairs to measure by instead of WordNet's, or null
 * @param nli labelled pairs to learn from instead of WordNet's, or null
 * @param chinese whether texts are cut into Chinese words
 * @param hub where the published model is looked for
 */
public record TourSettings(
        Path output, Scale scale, long seed, @Nullable Path corpus, @Nullable Path sts, @Nullable Path nli, boolean chinese, HubSettings hub) {

    /** Checks what belongs together. */
    public TourSettings {
        if (chinese && (corpus == null || sts == null)) {
            throw new IllegalArgumentException("[tour] there is no Chinese WordNet here; give Chinese texts and scored pairs, a corpus and an sts file");
        }
    }
}
