package io.isotropy.tour.section;

import io.isotropy.nlp.hub.Hub;
import io.isotropy.nlp.hub.HubException;
import io.isotropy.nlp.sentence.SentenceEncoder;
import io.isotropy.tour.About;
import io.isotropy.tour.Scale;
import io.isotropy.tour.Section;
import io.isotropy.tour.SystemCard;
import io.isotropy.tour.Tour;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** A published model as the yardstick: what the same ideas reach with a billion pairs and much larger networks. */
final class Published implements Section {

    private static final String MODEL = "all-MiniLM-L6-v2";

    @Override
    public About about() {
        return new About("published", "A published model",
                "Nothing is trained here. What stands between it and the models above is data and size.");
    }

    @Override
    public List<SystemCard> systems(Scale scale) {
        return List.of(new SystemCard(
                "minilm", MODEL, "Wang et al. 2020; Reimers and Gurevych 2019", "v = mean of h_i / its length", "as published: 6 layers of 384"));
    }

    @Override
    public void run(Tour tour) throws IOException {
        Path folder;
        try {
            folder = Hub.resolve(MODEL, tour.hub());
        } catch (HubException e) {
            tour.skip(this, String.valueOf(e.getMessage()));
            return;
        }
        try (SentenceEncoder model = SentenceEncoder.load(folder, tour.backend())) {
            tour.show(systems(tour.scale()).getFirst(), model, folder);
        }
    }
}
