package io.isotropy.tour.section;

import io.isotropy.nlp.word.WordFolder;
import io.isotropy.nlp.word2vec.Word2Vec;
import io.isotropy.nlp.word2vec.Word2VecConfig;
import io.isotropy.tour.About;
import io.isotropy.tour.Scale;
import io.isotropy.tour.Section;
import io.isotropy.tour.SystemCard;
import io.isotropy.tour.Tour;
import java.io.IOException;
import java.util.List;

/**
 * Word2Vec: a word is known by the company it keeps. A word predicts those around it (skip-gram) or is predicted by them (CBOW); each prediction is
 * a choice between the word and some drawn at random (negative sampling), or a way down a tree of all words (hierarchical softmax). A text's
 * vector is the mean of its words'.
 */
final class Word2VecSection implements Section {

    /** A short text has few words to learn from: frequent ones are thinned out less than the original's 1e-3 does in a large corpus. */
    private static final double SAMPLING = 1e-3;
    private static final int MIN_COUNT = 3;

    @Override
    public About about() {
        return new About("word2vec", "Word2Vec",
                "Words that stand in like surroundings get like vectors: now \"dog\" is close to \"hound\". A word has one vector, whatever it means here.");
    }

    @Override
    public List<SystemCard> systems(Scale scale) {
        String settings = scale.dimension() + " dimensions, " + scale.epochs() + " epochs, window 5, words that occur " + MIN_COUNT + " times";
        String samples = "log σ(uᵀv) + Σ_{i=1..5} log σ(−u_iᵀv)";
        String tree = "Σ_j log σ(±u_jᵀv) on the way to the word";
        return List.of(
                new SystemCard("skip-gram", "Skip-gram, negative sampling", "Mikolov et al. 2013b, eq. 4", samples, settings),
                new SystemCard("skip-gram-tree", "Skip-gram, hierarchical softmax", "Mikolov et al. 2013b, eq. 3", tree, settings),
                new SystemCard("cbow", "CBOW, negative sampling", "Mikolov et al. 2013a, §3.1", samples + ", v the mean of the words around", settings),
                new SystemCard("cbow-tree", "CBOW, hierarchical softmax", "Mikolov et al. 2013a, §3.1", tree + ", v the mean of the words around", settings));
    }

    @Override
    public void run(Tour tour) throws IOException {
        List<SystemCard> cards = systems(tour.scale());
        train(tour, cards.get(0), Word2VecConfig.SKIP_GRAM);
        train(tour, cards.get(1), Word2VecConfig.SKIP_GRAM.withHierarchicalSoftmax());
        train(tour, cards.get(2), Word2VecConfig.CBOW);
        train(tour, cards.get(3), Word2VecConfig.CBOW.withHierarchicalSoftmax());
    }

    private static void train(Tour tour, SystemCard card, Word2VecConfig usual) throws IOException {
        Word2VecConfig config = usual.withDimension(tour.scale().dimension()).withEpochs(tour.scale().epochs())
                .withWords(MIN_COUNT, SAMPLING).withDeterminism(tour.seed());
        tour.show(card,
                progress -> Word2Vec.train(tour.corpus(), tour.words(), config, tour.backend(), tour.threads(),
                        p -> progress.at(p.epochs() / p.ofEpochs(), p.loss())),
                WordFolder::save);
    }
}
