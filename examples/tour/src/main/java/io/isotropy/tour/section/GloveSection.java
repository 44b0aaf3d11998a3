package io.isotropy.tour.section;

import io.isotropy.nlp.corpus.Vocabulary;
import io.isotropy.nlp.glove.Glove;
import io.isotropy.nlp.glove.GloveConfig;
import io.isotropy.nlp.word.WordFolder;
import io.isotropy.nlp.word.WordModel;
import io.isotropy.tour.About;
import io.isotropy.tour.Progress;
import io.isotropy.tour.Scale;
import io.isotropy.tour.Section;
import io.isotropy.tour.SystemCard;
import io.isotropy.tour.Tour;
import java.io.IOException;
import java.util.List;

/**
 * GloVe: all the company that words keep is counted first, then vectors are fitted to the logarithms of the counts. A text's vector is the mean of
 * its words'.
 */
final class GloveSection implements Section {

    private static final int WINDOW = 10;
    private static final float X_MAX = 10; // a corpus this small has few pairs that occur 100 times

    @Override
    public About about() {
        return new About("glove", "GloVe",
                "The same idea as Word2Vec, from counts of the whole corpus at once. It wants much text: rare pairs say little.");
    }

    @Override
    public List<SystemCard> systems(Scale scale) {
        return List.of(new SystemCard(
                "glove", "GloVe", "Pennington et al. 2014, eq. 8", "Σ f(X_ij) · (w_iᵀw̃_j + b_i + b̃_j − log X_ij)²",
                scale.dimension() + " dimensions, window " + WINDOW + ", x_max " + X_MAX + ", 25 iterations, words that occur 3 times"));
    }

    @Override
    public void run(Tour tour) throws IOException {
        GloveConfig usual = GloveConfig.DEFAULT;
        GloveConfig config = new GloveConfig(
                tour.scale().dimension(), WINDOW, usual.symmetric(), Vocabulary.Limits.ofMinCount(3), X_MAX, usual.alpha(), usual.learningRate(),
                usual.iterations(), usual.vectors(), tour.seed());
        tour.show(systems(tour.scale()).getFirst(),
                progress -> {
                    Glove glove = Glove.train(tour.backend(), tour.corpus(), tour.words(), config, new Listening(progress));
                    return new WordModel("glove", glove.vectors(), tour.words(), config.toMap(), glove.vocabulary());
                },
                WordFolder::save);
    }

    private record Listening(Progress progress) implements Glove.Listener {

        @Override
        public void counted(long tokens, long total) {}

        @Override
        public void trained(long pairs, long total, double loss) {
            progress.at((double) pairs / total, loss);
        }
    }
}
