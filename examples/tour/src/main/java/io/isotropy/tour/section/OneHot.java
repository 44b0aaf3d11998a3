package io.isotropy.tour.section;

import io.isotropy.nlp.corpus.Vocabulary;
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
 * One-hot vectors: every word is a direction of its own, at right angles to all others, so that "dog" is no closer to "hound" than to "tax". A
 * text is the set of its words.
 */
final class OneHot implements Section {

    @Override
    public About about() {
        return new About("one-hot", "One-hot vectors",
                "Every word is a direction of its own. Texts are alike as far as they share words; what is said in other words is lost, and so is the order.");
    }

    @Override
    public List<SystemCard> systems(Scale scale) {
        return List.of(new SystemCard(
                "one-hot", "One-hot", "the article, §1.1", "x_w = 1 if w is in the text, else 0", "words that occur twice, at most " + scale.terms()));
    }

    @Override
    public void run(Tour tour) throws IOException {
        Vocabulary.Limits limits = new Vocabulary.Limits(2, tour.scale().terms());
        tour.show(systems(tour.scale()).getFirst(),
                _ -> TermModel.train(tour.corpus(), new TermModel.Config(tour.words(), limits, new Weighting.Binary())),
                LexicalFolder::save);
    }
}
