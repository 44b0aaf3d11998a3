package io.isotropy.tour.section;

import io.isotropy.nlp.fasttext.FastText;
import io.isotropy.nlp.fasttext.FastTextConfig;
import io.isotropy.nlp.fasttext.FastTextFolder;
import io.isotropy.nlp.fasttext.TrainingPlan;
import io.isotropy.tour.About;
import io.isotropy.tour.Scale;
import io.isotropy.tour.Section;
import io.isotropy.tour.SystemCard;
import io.isotropy.tour.Tour;
import java.io.IOException;
import java.util.List;

/**
 * FastText: skip-gram whose words are made of their n-grams of characters, so that "doglike" has a vector though no text has the word, and rare
 * words learn from those that are built alike.
 */
final class FastTextSection implements Section {

    private static final int MIN_COUNT = 3;
    private static final int BUCKETS = 100_000;

    @Override
    public About about() {
        return new About("fasttext", "FastText",
                "Words are made of their parts. That helps where the corpus is small, words are rare, or the language builds long ones.");
    }

    @Override
    public List<SystemCard> systems(Scale scale) {
        return List.of(new SystemCard(
                "fasttext", "FastText", "Bojanowski et al. 2017, §3.2", "s(w, c) = Σ_{g in w} z_gᵀ v_c",
                scale.dimension() + " dimensions, " + scale.epochs() + " epochs, n-grams of 3 to 6, " + BUCKETS + " buckets"));
    }

    @Override
    public void run(Tour tour) throws IOException {
        FastTextConfig config = FastTextConfig.SKIPGRAM.withDimension(tour.scale().dimension()).withEpochs(tour.scale().epochs())
                .withCounts(MIN_COUNT, FastTextConfig.SKIPGRAM.sampling())
                .withNGrams(FastTextConfig.SKIPGRAM.shortest(), FastTextConfig.SKIPGRAM.longest(), 1, BUCKETS);
        tour.show(systems(tour.scale()).getFirst(),
                progress -> FastText.train(tour.corpus(), tour.words(), config,
                        new TrainingPlan(TrainingPlan.VECTORS_LEARNING_RATE, Integer.MAX_VALUE, tour.threads(), true, tour.seed(),
                                (tokens, total, loss) -> progress.at((double) tokens / total, loss)),
                        tour.backend()),
                FastTextFolder::save);
    }
}
