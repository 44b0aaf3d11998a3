package io.isotropy.tour.section;

import io.isotropy.kernels.Activation;
import io.isotropy.nlp.data.Example.LabelledPair;
import io.isotropy.nlp.sentence.Pooling;
import io.isotropy.nlp.sentence.TrainableSentenceEncoder;
import io.isotropy.nlp.sentence.TrainableWordEncoder;
import io.isotropy.nlp.sentence.WordEncoderConfig;
import io.isotropy.nlp.word.WhitespaceTokenizer;
import io.isotropy.tour.About;
import io.isotropy.tour.Networks;
import io.isotropy.tour.Scale;
import io.isotropy.tour.Section;
import io.isotropy.tour.SystemCard;
import io.isotropy.tour.Tour;
import java.io.IOException;
import java.util.List;

/**
 * The Universal Sentence Encoder in its two forms: a deep averaging network, dense layers on the mean of vectors of words and pairs of words, and a
 * Transformer. Of the paper's tasks the one that has public data is trained: natural language inference.
 */
final class Use implements Section {

    private static final double LEARNING_RATE = 1e-3;
    private static final int MIN_COUNT = 2;

    @Override
    public About about() {
        return new About("use", "Universal Sentence Encoder",
                "Two encoders for one purpose: a cheap one whose time grows with the length, and a better one whose time grows with its square.");
    }

    @Override
    public List<SystemCard> systems(Scale scale) {
        Scale.Network network = scale.network();
        String steps = network.steps() + " steps of " + network.batch() + " pairs of inference, from random weights";
        return List.of(
                new SystemCard("use-dan", "USE, deep averaging network", "Cer et al. 2018, §3.2", "v = tanh(W₂ · tanh(W₁ · mean of x_i))",
                        "layers of " + scale.dimension() + ", words and pairs of words; " + steps),
                new SystemCard("use-transformer", "USE, Transformer", "Cer et al. 2018, §3.1", "v = Σ_i h_i / √n",
                        network.layers() + " layers of " + network.hidden() + "; " + steps));
    }

    @Override
    public void run(Tour tour) throws IOException {
        List<SystemCard> cards = systems(tour.scale());
        List<LabelledPair> pairs = tour.data().inference();
        if (tour.lacks(this, pairs, "labelled pairs")) {
            return;
        }
        int size = tour.scale().dimension();
        tour.show(cards.get(0), progress -> {
            WhitespaceTokenizer tokenizer = WhitespaceTokenizer.learn(tour.data().texts(), MIN_COUNT, tour.scale().terms(), true);
            WordEncoderConfig config = WordEncoderConfig.DAN.withDense(List.of(size, size), Activation.TANH);
            TrainableWordEncoder encoder = TrainableWordEncoder.create(config, tokenizer, size, tour.backend(), tour.seed());
            Networks.classify(tour, encoder, pairs, LEARNING_RATE, progress);
            return encoder;
        }, TrainableWordEncoder::save);
        tour.show(cards.get(1), progress -> {
            TrainableSentenceEncoder encoder = Networks.blank(tour, cards.get(1).id(), Pooling.MEAN_SQRT_LEN);
            Networks.classify(tour, encoder, pairs, LEARNING_RATE, progress);
            return encoder;
        }, TrainableSentenceEncoder::save);
    }
}
