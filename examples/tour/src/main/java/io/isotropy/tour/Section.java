package io.isotropy.tour;

import java.io.IOException;
import java.util.List;

/** A stop of the tour: one generation of text vectors. */
public interface Section {

    /** What it is. */
    About about();

    /** Its systems, in the order in which {@link #run} shows them. */
    List<SystemCard> systems(Scale scale);

    /** Trains and shows them. */
    void run(Tour tour) throws IOException;
}
