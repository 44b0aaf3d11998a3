package io.isotropy.tour.section;

import io.isotropy.nlp.corpus.Tokenizer;
import io.isotropy.nlp.corpus.Vocabulary;
import io.isotropy.nlp.corpus.WordNGrams;
import io.isotropy.nlp.lexical.LexicalFolder;
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
 * Bags of words and of n-grams: a text is how often each term occurs in it. N-grams of words keep a little of the order, "dog bites" and "bites
 * dog", and n-grams of characters tell that "dog" and "dogs" are akin; both at the price of many more dimensions.
 */
final class BagOfWords implements Section {

    @Override
    public About about() {
        return new About("bag-of-words", "Bags of words and n-grams",
                "Counts of terms. \"The dog bites the man\" and \"the man bites the dog\" are the same bag of words; pairs of words tell them apart.");
    }

    @Override
    public List<SystemCard> systems(Scale scale) {
        String terms = "terms that occur twice, at most " + scale.terms();
        return List.of(
                new SystemCard("bag-of-words", "Bag of words", "the article, §1.1; Harris 1954", "x_w = n(w, text)", terms),
                new SystemCard("n-grams", "Words and pairs of words", "the article, §1.1", "x_g = n(g, text), g = w₁ or w₁w₂", terms),
                new SystemCard("character-n-grams", "Character n-grams", "Cavnar and Trenkle 1994", "x_g = n(g, text), g = c₁c₂c₃ to c₁…c₅", terms));
    }

    @Override
    public void run(Tour tour) throws IOException {
        List<SystemCard> cards = systems(tour.scale());
        count(tour, cards.get(0), tour.words());
        count(tour, cards.get(1), new WordNGrams(tour.words(), 1, 2));
        count(tour, cards.get(2), new Tokenizer.Characters(3, 5));
    }

    private static void count(Tour tour, SystemCard card, Tokenizer terms) throws IOException {
        Vocabulary.Limits limits = new Vocabulary.Limits(2, tour.scale().terms());
        TermModel.Config config = new TermModel.Config(terms, limits, new Weighting.Counts());
        tour.show(card, _ -> TermModel.train(tour.corpus(), config), LexicalFolder::save);
    }
}
