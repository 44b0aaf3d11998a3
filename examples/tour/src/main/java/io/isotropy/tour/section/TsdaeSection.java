package io.isotropy.tour.section;

import io.isotropy.autograd.train.Batching;
import io.isotropy.autograd.train.Sampler;
import io.isotropy.nlp.bert.BertDecoder;
import io.isotropy.nlp.data.Augmentation;
import io.isotropy.nlp.data.Example.Text;
import io.isotropy.nlp.sentence.Pooling;
import io.isotropy.nlp.sentence.TrainableSentenceEncoder;
import io.isotropy.nlp.train.Tsdae;
import io.isotropy.tour.About;
import io.isotropy.tour.Networks;
import io.isotropy.tour.Scale;
import io.isotropy.tour.Section;
import io.isotropy.tour.SystemCard;
import io.isotropy.tour.Tour;
import java.io.IOException;
import java.util.List;

/**
 * TSDAE: from the one vector of a text with words deleted, a decoder must say the whole text. What is in the vector is what the decoder could not
 * guess.
 */
final class TsdaeSection implements Section {

    @Override
    public About about() {
        return new About("tsdae", "TSDAE",
                "A vector that a text can be told from. It needs no labels, and many more steps than a contrastive loss.", List.of("bert"));
    }

    @Override
    public List<SystemCard> systems(Scale scale) {
        return List.of(new SystemCard(
                "tsdae", "TSDAE", "Wang et al. 2021, eq. 1", "E log p(x | v(x with 60 % of the words deleted))",
                scale.network().steps() + " steps of " + scale.network().batch() + " texts, tied decoder, from the BERT above"));
    }

    @Override
    public void run(Tour tour) throws IOException {
        Scale.Network network = tour.scale().network();
        List<Text> texts = Networks.texts(tour);
        tour.show(systems(tour.scale()).getFirst(), progress -> {
            TrainableSentenceEncoder encoder = Networks.pretrained(tour, Pooling.CLS);
            BertDecoder decoder = BertDecoder.tied(encoder.bert());
            Tsdae model = new Tsdae(encoder, decoder, texts, new Augmentation.Noise(Tsdae.DELETION), tour.seed());
            Sampler sampler = new Sampler.Shuffled(texts.size(), Batching.ofSize(network.batch()), tour.seed());
            Networks.train(tour, model, sampler, network.steps(), Networks.TUNING_RATE, progress);
            return encoder;
        }, TrainableSentenceEncoder::save);
    }
}
