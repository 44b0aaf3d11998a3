package io.isotropy.tour.section;

import io.isotropy.nlp.repair.Moments;
import io.isotropy.nlp.repair.RepairFolder;
import io.isotropy.nlp.repair.RepairedModel;
import io.isotropy.nlp.repair.SentenceFlow;
import io.isotropy.nlp.repair.SentenceFlowTraining;
import io.isotropy.nlp.sentence.Pooling;
import io.isotropy.nlp.sentence.SentenceEncoder;
import io.isotropy.tour.About;
import io.isotropy.tour.Networks;
import io.isotropy.tour.Scale;
import io.isotropy.tour.Section;
import io.isotropy.tour.SystemCard;
import io.isotropy.tour.Tour;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * BERT-flow: an invertible network is trained until BERT's vectors, sent through it, are distributed normally: the cone becomes a ball. BERT itself
 * stays as it is.
 */
final class BertFlow implements Section {

    @Override
    public About about() {
        return new About("bert-flow", "BERT-flow",
                "The flow learns the shape that the vectors of texts have, and undoes it. Whitening does the same with a mean and a covariance.", List.of("bert"));
    }

    @Override
    public List<SystemCard> systems(Scale scale) {
        return List.of(new SystemCard(
                "bert-flow", "BERT-flow", "Li et al. 2020, eq. 3", "max log p(f(x)) + log |det ∂f/∂x|",
                "first and last layer of the BERT above; Glow with additive couplings, 2 levels of 3 steps, width 32"));
    }

    @Override
    public void run(Tour tour) throws IOException {
        tour.show(systems(tour.scale()).getFirst(),
                progress -> {
                    SentenceEncoder bert = ((SentenceEncoder) tour.load("bert-mean")).withPooling(Pooling.FIRST_LAST_AVERAGE);
                    List<float[]> vectors = new ArrayList<>();
                    Moments.forEachVector(bert, tour.corpus(), vectors::add, _ -> {});
                    SentenceFlowTraining training = SentenceFlowTraining.DEFAULT.withSeed(tour.seed());
                    SentenceFlow flow = Networks.inRun(tour, run -> training.train(vectors, tour.backend(), run, Networks.listening(progress))).flow();
                    return new RepairedModel(bert, flow, true);
                },
                (model, folder) -> RepairFolder.save(model, tour.folder("bert-mean"), folder));
    }
}
