package io.isotropy.tour.section;

import io.isotropy.autograd.train.Batching;
import io.isotropy.autograd.train.Sampler;
import io.isotropy.nlp.bert.MaskedLanguageHead;
import io.isotropy.nlp.data.Masking;
import io.isotropy.nlp.sentence.Pooling;
import io.isotropy.nlp.sentence.SentenceEncoder;
import io.isotropy.nlp.sentence.TrainableSentenceEncoder;
import io.isotropy.nlp.train.MaskedLanguageModel;
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
 * BERT: a Transformer that guesses masked tokens. Every token's state depends on the whole text, so that a word has another vector in every text.
 * But nothing in its training asks that the states of a text, averaged, say how alike texts are: they lie in a narrow cone.
 */
final class Bert implements Section {

    private static final double LEARNING_RATE = 1e-3; // small networks bear ten times BERT's

    @Override
    public About about() {
        return new About("bert", "BERT by masked language modelling",
                "The first model that reads a text as a whole, and yet its raw vectors compare texts badly: they all point the same way. See the mean cosine.");
    }

    @Override
    public List<SystemCard> systems(Scale scale) {
        Scale.Network network = scale.network();
        String settings = network.layers() + " layers of " + network.hidden() + ", " + network.pretrainingSteps() + " steps of "
                + network.batch() + " texts, from random weights";
        String paper = "Devlin et al. 2019, §3.1";
        return List.of(
                new SystemCard("bert-mean", "BERT, mean of the tokens", paper, "v = (1 / n) · Σ_i h_i", settings),
                new SystemCard("bert-cls", "BERT, [CLS]", paper, "v = h_[CLS]", settings),
                new SystemCard("bert-first-last", "BERT, first and last layer", "Su et al. 2021, §4.1", "v = mean of (h¹ + h^L) / 2", settings));
    }

    @Override
    public void run(Tour tour) throws IOException {
        List<SystemCard> cards = systems(tour.scale());
        Scale.Network network = tour.scale().network();
        tour.show(cards.get(0), progress -> {
            TrainableSentenceEncoder encoder = Networks.blank(tour, cards.get(0).id(), Pooling.MEAN);
            MaskedLanguageHead head = MaskedLanguageHead.create(encoder.bert());
            TokenizedExamples texts = TokenizedExamples.of(Networks.texts(tour), encoder.tokenizer());
            Masking masking = new Masking(encoder.tokenizer().tokenizer(), Masking.PROBABILITY, false);
            MaskedLanguageModel model = new MaskedLanguageModel(encoder.bert(), head, texts, masking, tour.seed());
            Sampler sampler = new Sampler.Shuffled(texts.size(), Batching.ofSize(network.batch()), tour.seed());
            Networks.train(tour, model, sampler, network.pretrainingSteps(), LEARNING_RATE, progress);
            return encoder;
        }, TrainableSentenceEncoder::save);
        try (SentenceEncoder encoder = (SentenceEncoder) tour.load(cards.get(0).id())) {
            tour.show(cards.get(1), encoder.withPooling(Pooling.CLS), tour.folder(cards.get(0).id()));
            tour.show(cards.get(2), encoder.withPooling(Pooling.FIRST_LAST_AVERAGE), tour.folder(cards.get(0).id()));
        }
    }
}
