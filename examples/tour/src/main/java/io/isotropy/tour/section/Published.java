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

/** A published model as the yardstick: what the same ideas reach with a billion pairs and much larger networks; for Chinese texts a Chinese one. */
final class Published implements Section {

    private static final String ID = "published";
    private static final SystemCard ENGLISH = new SystemCard(
            ID, "all-MiniLM-L6-v2", "Wang et al. 2020; Reimers and Gurevych 2019", "v = mean of h_i / its length", "as published: 6 layers of 384");
    private static final SystemCard CHINESE = new SystemCard(
            ID, "bge-small-zh-v1.5", "Xiao et al. 2024, §3", "v = h_[CLS] / its length", "as published: 4 layers of 512");

    @Override
    public About about() {
        return new About("published", "A published model",
                "Nothing is trained here. What stands between it and the models above is data and size.");
    }

    @Override
    public List<SystemCard> systems(Scale scale) {
        return List.of(ENGLISH);
    }

    @Override
    public void run(Tour tour) throws IOException {
        SystemCard card = tour.chinese() ? CHINESE : ENGLISH;
        Path folder;
        try {
            folder = Hub.resolve(card.title(), tour.hub());
        } catch (HubException e) {
            tour.skip(this, String.valueOf(e.getMessage()));
            return;
        }
        try (SentenceEncoder model = SentenceEncoder.load(folder, tour.backend())) {
            tour.show(card, model, folder);
        }
    }
}
