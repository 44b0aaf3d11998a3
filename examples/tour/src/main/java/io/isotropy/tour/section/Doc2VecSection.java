package io.isotropy.tour.section;

import io.isotropy.nlp.corpus.Vocabulary;
import io.isotropy.nlp.doc2vec.Doc2Vec;
import io.isotropy.nlp.doc2vec.Doc2VecConfig;
import io.isotropy.nlp.doc2vec.Doc2VecFolder;
import io.isotropy.tour.About;
import io.isotropy.tour.Scale;
import io.isotropy.tour.Section;
import io.isotropy.tour.SystemCard;
import io.isotropy.tour.Tour;
import java.io.IOException;
import java.util.List;

/**
 * Doc2vec: a text has a vector of its own that helps to predict its words, with those around them (PV-DM) or alone (PV-DBOW). The vector of a new
 * text is found by training it while all else stands still.
 */
final class Doc2VecSection implements Section {

    @Override
    public About about() {
        return new About("doc2vec", "Doc2vec",
                "Vectors of whole texts, learnt as those of words are. They were made for documents; ten words are little to infer a vector from.");
    }

    @Override
    public List<SystemCard> systems(Scale scale) {
        String settings = scale.dimension() + " dimensions, " + scale.epochs() + " epochs of training and of inference, words that occur 3 times";
        return List.of(
                new SystemCard("pv-dm", "PV-DM", "Le and Mikolov 2014, §2.2", "log p(w | mean of d and the words around)", settings),
                new SystemCard("pv-dbow", "PV-DBOW", "Le and Mikolov 2014, §2.3", "log p(w | d)", settings));
    }

    @Override
    public void run(Tour tour) throws IOException {
        List<SystemCard> cards = systems(tour.scale());
        train(tour, cards.get(0), Doc2VecConfig.DISTRIBUTED_MEMORY);
        train(tour, cards.get(1), Doc2VecConfig.BAG_OF_WORDS);
    }

    private static void train(Tour tour, SystemCard card, Doc2VecConfig usual) throws IOException {
        Doc2VecConfig config = new Doc2VecConfig(
                usual.architecture(), usual.trainWords(), usual.composition(), tour.scale().dimension(), usual.window(),
                Vocabulary.Limits.ofMinCount(3), usual.sampling(), usual.negatives(), usual.hierarchicalSoftmax(), usual.noiseExponent(),
                usual.alpha(), usual.minAlpha(), tour.scale().epochs(), tour.seed(), true);
        tour.show(card,
                progress -> Doc2Vec.train(tour.corpus(), tour.words(), config, tour.backend(), tour.threads(),
                        p -> progress.at(p.epochs() / p.ofEpochs(), p.loss())),
                Doc2VecFolder::save);
    }
}
