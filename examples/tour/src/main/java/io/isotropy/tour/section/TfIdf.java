package io.isotropy.tour.section;

import io.isotropy.nlp.corpus.Vocabulary;
import io.isotropy.nlp.lexical.LexicalFolder;
import io.isotropy.nlp.lexical.Lsa;
import io.isotropy.nlp.lexical.TermModel;
import io.isotropy.nlp.lexical.Weighting;
import io.isotropy.tour.About;
import io.isotropy.tour.Scale;
import io.isotropy.tour.Section;
import io.isotropy.tour.SystemCard;
import io.isotropy.tour.Tour;
import java.io.IOException;
import java.util.List;

/**
 * What a term says depends on how many texts have it: TF-IDF lets "the" weigh next to nothing. BM25 lets a term's repetitions count less and less.
 * LSA looks for the directions in which whole texts vary, so that words that occur in the same texts come to lie close together.
 */
final class TfIdf implements Section {

    @Override
    public About about() {
        return new About("tf-idf", "TF-IDF, BM25 and LSA",
                "Rare terms count more than frequent ones. LSA is the first to say that two texts without a common word are alike.");
    }

    @Override
    public List<SystemCard> systems(Scale scale) {
        String terms = "terms that occur twice, at most " + scale.terms();
        return List.of(
                new SystemCard("tf-idf", "TF-IDF", "Sparck Jones 1972; the article, §1.2", "x_w = n(w, text) · (ln((1 + N) / (1 + N_w)) + 1)",
                        "scikit-learn's formula; " + terms),
                new SystemCard("bm25", "BM25", "Robertson and Zaragoza 2009, eq. 3.15",
                        "x_w = idf(w) · n / (n + k₁ · (1 − b + b · length / average))", "k₁ 1.2, b 0.75; " + terms),
                new SystemCard("lsa", "LSA", "Deerwester et al. 1990", "X ≈ U · diag(s) · Vᵀ; a text is x · V",
                        scale.dimension() + " dimensions of TF-IDF"));
    }

    @Override
    public void run(Tour tour) throws IOException {
        List<SystemCard> cards = systems(tour.scale());
        tour.show(cards.get(0), _ -> weighted(tour, Weighting.TfIdf.DEFAULT), LexicalFolder::save);
        tour.show(cards.get(1), _ -> weighted(tour, Weighting.Bm25.DEFAULT), LexicalFolder::save);
        tour.show(cards.get(2),
                _ -> Lsa.train(tour.corpus(), weighted(tour, Weighting.TfIdf.DEFAULT), tour.scale().dimension(), tour.seed()),
                LexicalFolder::save);
    }

    private static TermModel weighted(Tour tour, Weighting weighting) throws IOException {
        Vocabulary.Limits limits = new Vocabulary.Limits(2, tour.scale().terms());
        return TermModel.train(tour.corpus(), new TermModel.Config(tour.words(), limits, weighting));
    }
}
