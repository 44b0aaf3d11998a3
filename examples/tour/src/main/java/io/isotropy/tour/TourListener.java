package io.isotropy.tour;

/** Is told how the tour goes on, by the thread that runs it. */
public interface TourListener {

    /** Listens to nothing. */
    TourListener SILENT = new TourListener() {};

    /** A section begins. */
    default void entered(Section section) {}

    /** A section cannot be shown here; why. */
    default void skipped(Section section, String reason) {}

    /** A system is about to be trained, or was found among the results of an earlier run. */
    default void started(SystemCard card, boolean known) {}

    /**
     * Training goes on.
     *
     * @param share of the work that is done, 0 to 1
     * @param loss the latest; NaN if there is none
     */
    default void trained(double share, double loss) {}

    /** A system was trained and measured. */
    default void shown(Result result) {}
}
