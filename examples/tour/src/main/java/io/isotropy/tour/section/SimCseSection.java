package io.isotropy.tour.section;

import io.isotropy.autograd.train.Batching;
import io.isotropy.autograd.train.Sampler;
import io.isotropy.nlp.data.Example;
import io.isotropy.nlp.sentence.Pooling;
import io.isotropy.nlp.sentence.TrainableSentenceEncoder;
import io.isotropy.nlp.train.SimCse;
import io.isotropy.nlp.train.TokenizedExamples;
import io.isotropy.tour.About;
import io.isotropy.tour.Networks;
import io.isotropy.tour.Scale;
import io.isotropy.tour.Section;
import io.isotropy.tour.SystemCard;
import io.isotropy.tour.Tour;
import java.io.IOException;
import java.util.List;

/**
 * SimCSE: a text and itself, seen through another dropout, must find each other among the texts of the batch. No label is needed; with labels,
 * what follows from a text takes the place of its twin, and what contradicts it is one more to be told apart.
 */
final class SimCseSection implements Section {

    @Override
    public About about() {
        return new About("simcse", "SimCSE",
                "Contrastive learning pulls twins together and pushes all others apart, so that the cone opens: compare the mean cosine with BERT's.", List.of("bert"));
    }

    @Override
    public List<SystemCard> systems(Scale scale) {
        String settings = scale.network().steps() + " steps of " + scale.network().batch() + " examples, temperature 0.05, from the BERT above";
        String loss = "−log(e^{cos(h_i, h_i⁺) / τ} / Σ_j e^{cos(h_i, h_j⁺) / τ}";
        return List.of(
                new SystemCard("simcse", "SimCSE, unsupervised", "Gao et al. 2021, eq. 4", loss + ")", settings),
                new SystemCard("simcse-supervised", "SimCSE, supervised", "Gao et al. 2021, eq. 5", loss + " + e^{cos(h_i, h_j⁻) / τ})", settings));
    }

    @Override
    public void run(Tour tour) throws IOException {
        List<SystemCard> cards = systems(tour.scale());
        train(tour, cards.get(0), Networks.texts(tour));
        if (!tour.lacks(this, tour.data().triplets(), "triplets")) {
            train(tour, cards.get(1), tour.data().triplets());
        }
    }

    private static void train(Tour tour, SystemCard card, List<? extends Example> examples) throws IOException {
        Scale.Network network = tour.scale().network();
        tour.show(card, progress -> {
            TrainableSentenceEncoder encoder = Networks.pretrained(tour, Pooling.MEAN);
            SimCse model = new SimCse(encoder, TokenizedExamples.of(examples, encoder.tokenizer()), SimCse.TEMPERATURE, 0, true);
            Batching batching = Batching.ofSize(network.batch()).withAtLeast(2);
            // A text that is in a batch twice would be its own negative.
            Sampler sampler = new Sampler.NoDuplicates(examples.size(), batching, tour.seed(), i -> examples.get(i).texts());
            Networks.train(tour, model, sampler, network.steps(), Networks.TUNING_RATE, progress);
            return encoder;
        }, TrainableSentenceEncoder::save);
    }
}
