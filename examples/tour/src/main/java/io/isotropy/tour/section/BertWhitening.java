package io.isotropy.tour.section;

import io.isotropy.nlp.repair.Moments;
import io.isotropy.nlp.repair.RepairFolder;
import io.isotropy.nlp.repair.RepairedModel;
import io.isotropy.nlp.repair.Whitening;
import io.isotropy.nlp.sentence.Pooling;
import io.isotropy.nlp.sentence.SentenceEncoder;
import io.isotropy.tour.About;
import io.isotropy.tour.Scale;
import io.isotropy.tour.Section;
import io.isotropy.tour.SystemCard;
import io.isotropy.tour.Tour;
import java.io.IOException;
import java.util.List;

/**
 * BERT-whitening: BERT's vectors are shifted and turned until their mean is zero and their covariance the identity: one decomposition of a matrix
 * does what the flow has to learn.
 */
final class BertWhitening implements Section {

    @Override
    public About about() {
        return new About("bert-whitening", "BERT-whitening",
                "A mean and a covariance are all that is learnt. It spreads the cone evenly; what the vectors do not hold, it cannot bring back.", List.of("bert"));
    }

    @Override
    public List<SystemCard> systems(Scale scale) {
        return List.of(new SystemCard(
                "bert-whitening", "BERT-whitening", "Su et al. 2021, eq. 2 and 7", "(x − μ) · U · diag(1 / √s)",
                "first and last layer of the BERT above, all directions that have a variance"));
    }

    @Override
    public void run(Tour tour) throws IOException {
        tour.show(systems(tour.scale()).getFirst(),
                _ -> {
                    SentenceEncoder bert = ((SentenceEncoder) tour.load("bert-mean")).withPooling(Pooling.FIRST_LAST_AVERAGE);
                    Moments moments = Moments.of(bert, tour.corpus(), _ -> {});
                    return new RepairedModel(bert, Whitening.fit(moments, Whitening.Config.DEFAULT), true);
                },
                (model, folder) -> RepairFolder.save(model, tour.folder("bert-mean"), folder));
    }
}
