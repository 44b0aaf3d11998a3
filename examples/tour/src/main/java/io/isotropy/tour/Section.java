package io.isotropy.tour;

import java.io.IOException;
import java.util.List;

/** A stop of the tour: one generation of text vectors. */
public interface Section {

    /** The word that starts this section alone. */
    String id();

    /** Its heading. */
    String title();

    /** What it is about, and what to look for: a few sentences. */
    String story();

    /** The sections whose models it builds on. */
    default List<String> needs() {
        return List.of();
    }

    /** Its systems, in the order in which {@link #run} shows them. */
    List<SystemCard> systems(Scale scale);

    /** Trains and shows them. */
    void run(Tour tour) throws IOException;
}
