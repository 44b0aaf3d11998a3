package io.isotropy.tour.section;

import io.isotropy.autograd.train.Batching;
import io.isotropy.autograd.train.Sampler;
import io.isotropy.nlp.data.Labels;
import io.isotropy.nlp.sentence.Pooling;
import io.isotropy.nlp.sentence.TrainableSentenceEncoder;
import io.isotropy.nlp.train.SentenceBert;
import io.isotropy.tour.About;
import io.isotropy.tour.Networks;
import io.isotropy.tour.Scale;
import io.isotropy.tour.Section;
import io.isotropy.tour.SystemCard;
import io.isotropy.tour.Tour;
import io.isotropy.tour.TourData;
import java.io.IOException;
import java.util.List;
import java.util.function.Function;

/**
 * Sentence-BERT: BERT and mean pooling, trained on pairs of texts with shared weights, by one of three objectives. Only now do distances between a
 * BERT's vectors mean something.
 */
final class Sbert implements Section {

    @Override
    public About about() {
        return new About("sbert", "Sentence-BERT",
                "One BERT, three objectives. What each needs is pairs that people have judged; the regression is trained on just what the test asks.", List.of("bert"));
    }

    @Override
    public List<SystemCard> systems(Scale scale) {
        String settings = scale.network().steps() + " steps of " + scale.network().batch() + " examples, from the BERT above";
        String paper = "Reimers and Gurevych 2019, §3";
        return List.of(
                new SystemCard("sbert-classification", "SBERT, classification", paper, "softmax(W · (u, v, |u − v|))", settings),
                new SystemCard("sbert-regression", "SBERT, regression", paper, "(cos(u, v) − score)²", settings),
                new SystemCard("sbert-triplet", "SBERT, triplets", paper, "max(‖a − p‖ − ‖a − n‖ + 1, 0)", settings));
    }

    @Override
    public void run(Tour tour) throws IOException {
        List<SystemCard> cards = systems(tour.scale());
        TourData data = tour.data();
        if (!tour.lacks(this, data.inference(), "labelled pairs")) {
            train(tour, cards.get(0), data.inference().size(),
                    encoder -> SentenceBert.classification(encoder, data.inference(), Labels.NLI.size()));
        }
        if (!tour.lacks(this, data.scored(), "scored pairs")) {
            train(tour, cards.get(1), data.scored().size(), encoder -> SentenceBert.regression(encoder, data.scored()));
        }
        if (!tour.lacks(this, data.triplets(), "triplets")) {
            train(tour, cards.get(2), data.triplets().size(), encoder -> SentenceBert.triplet(encoder, data.triplets(), 1));
        }
    }

    private static void train(Tour tour, SystemCard card, int examples, Function<TrainableSentenceEncoder, SentenceBert> objective)
            throws IOException {
        Scale.Network network = tour.scale().network();
        tour.show(card, progress -> {
            TrainableSentenceEncoder encoder = Networks.pretrained(tour, Pooling.MEAN);
            SentenceBert model = objective.apply(encoder);
            Sampler sampler = new Sampler.Shuffled(examples, Batching.ofSize(network.batch()), tour.seed());
            Networks.train(tour, model, sampler, network.steps(), Networks.TUNING_RATE, progress);
            return encoder;
        }, TrainableSentenceEncoder::save);
    }
}
