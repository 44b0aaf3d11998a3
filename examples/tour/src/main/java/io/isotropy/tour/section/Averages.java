package io.isotropy.tour.section;

import io.isotropy.nlp.average.AverageFolder;
import io.isotropy.nlp.average.AverageModel;
import io.isotropy.nlp.average.Averaging;
import io.isotropy.nlp.corpus.Vocabulary;
import io.isotropy.nlp.word.WordModel;
import io.isotropy.tour.About;
import io.isotropy.tour.Scale;
import io.isotropy.tour.Section;
import io.isotropy.tour.SystemCard;
import io.isotropy.tour.Tour;
import java.io.IOException;
import java.util.List;

/**
 * How to average words: all alike, the rare ones more (TF-IDF), or weighted as a model of how texts are written says, without the direction that
 * all texts share (SIF and uSIF). Nothing but counts is learnt, and for years nothing was better.
 */
final class Averages implements Section {

    @Override
    public About about() {
        return new About("averages", "Averages of word vectors",
                "The vectors are those of skip-gram. Weights and the removal of what all texts share take seconds, and bring much.", List.of("word2vec"));
    }

    @Override
    public List<SystemCard> systems(Scale scale) {
        String vectors = "vectors of skip-gram with negative sampling";
        return List.of(
                new SystemCard("mean", "Mean", "the article, §1.5", "v = (1 / n) · Σ_i v(w_i)", vectors),
                new SystemCard("tf-idf-mean", "TF-IDF-weighted mean", "the article, §1.5", "v = Σ_i idf(w_i) · v(w_i) / n", vectors),
                new SystemCard("sif", "SIF", "Arora et al. 2017, algorithm 1", "v = (1 / n) · Σ_i a / (a + p(w_i)) · v(w_i), then v − u·uᵀv", vectors + "; a 0.001"),
                new SystemCard("usif", "uSIF", "Ethayarajh 2018, algorithm 1", "v = Σ_i a / (a/2 + p(w_i)) · v(w_i) / n, then without 5 components", vectors + "; n 11, m 5"));
    }

    @Override
    public void run(Tour tour) throws IOException {
        List<SystemCard> cards = systems(tour.scale());
        average(tour, cards.get(0), new Averaging.Mean());
        average(tour, cards.get(1), new Averaging.TfIdfMean());
        average(tour, cards.get(2), Averaging.Sif.DEFAULT);
        average(tour, cards.get(3), Averaging.Usif.DEFAULT);
    }

    private static void average(Tour tour, SystemCard card, Averaging averaging) throws IOException {
        tour.show(card, _ -> {
            WordModel words = (WordModel) tour.load("skip-gram"); // the average owns the vectors from here on
            Vocabulary counts = Vocabulary.count(tour.corpus(), tour.words(), Vocabulary.Limits.NONE);
            return AverageModel.train(words.vectors(), tour.corpus(), tour.words(), averaging, counts);
        }, AverageFolder::save);
    }
}
