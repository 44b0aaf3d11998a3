package io.isotropy.tour.section;

import io.isotropy.tour.Section;
import java.util.List;

/** The stops in the order of the article. */
public final class Sections {

    /** All of them. */
    public static final List<Section> ALL = List.of(
            new OneHot(), new BagOfWords(), new TfIdf(), new Topics(), new Word2VecSection(), new GloveSection(), new FastTextSection(),
            new Averages(), new Doc2VecSection(), new Bert(), new InferSent(), new Use(), new Sbert(), new BertFlow(), new BertWhitening(),
            new SimCseSection(), new TsdaeSection(), new Published());

    private Sections() {}

    /**
     * The section of an id.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static Section of(String id) {
        return ALL.stream().filter(section -> section.about().id().equals(id)).findFirst().orElseThrow(() -> new IllegalArgumentException(
                "[tour] there is no section \"" + id + "\"; there are " + String.join(", ", ALL.stream().map(section -> section.about().id()).toList())));
    }
}
