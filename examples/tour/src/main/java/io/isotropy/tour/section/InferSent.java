package io.isotropy.tour.section;

import io.isotropy.nlp.data.Example.LabelledPair;
import io.isotropy.nlp.sentence.TrainableWordEncoder;
import io.isotropy.nlp.sentence.WordEncoderConfig;
import io.isotropy.nlp.word.WordModel;
import io.isotropy.tour.About;
import io.isotropy.tour.Networks;
import io.isotropy.tour.Scale;
import io.isotropy.tour.Section;
import io.isotropy.tour.SystemCard;
import io.isotropy.tour.Tour;
import java.io.IOException;
import java.util.List;

/**
 * InferSent: an LSTM reads the vectors of the words in both directions, and the largest value of each component is kept. It learns from pairs of
 * texts whether one follows from the other, contradicts it, or neither.
 */
final class InferSent implements Section {

    private static final double LEARNING_RATE = 1e-3;

    @Override
    public About about() {
        return new About("infersent", "InferSent",
                "The first sentence encoder that supervision made good on tasks it was not trained for. What it learns is what the labels know.", List.of("glove"));
    }

    @Override
    public List<SystemCard> systems(Scale scale) {
        Scale.Network network = scale.network();
        return List.of(new SystemCard(
                "infersent", "InferSent", "Conneau et al. 2017, §3", "v = max_t [→h_t, ←h_t]; softmax of (u, v, |u − v|, u∗v)",
                "LSTM of " + network.hidden() + " in each direction on GloVe, " + network.steps() + " steps of " + network.batch() + " pairs, Adam"));
    }

    @Override
    public void run(Tour tour) throws IOException {
        List<LabelledPair> pairs = tour.data().inference();
        if (tour.lacks(this, pairs, "labelled pairs")) {
            return;
        }
        WordEncoderConfig config = WordEncoderConfig.INFERSENT.withLstm(tour.scale().network().hidden(), true);
        tour.show(systems(tour.scale()).getFirst(), progress -> {
            try (WordModel glove = (WordModel) tour.load("glove")) {
                TrainableWordEncoder encoder = TrainableWordEncoder.create(config, glove.vectors(), false, tour.backend(), tour.seed());
                Networks.classify(tour, encoder, pairs, LEARNING_RATE, progress);
                return encoder;
            }
        }, TrainableWordEncoder::save);
    }
}
