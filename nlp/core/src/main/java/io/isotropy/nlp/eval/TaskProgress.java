package io.isotropy.nlp.eval;

/** Hears how far an evaluation is. */
@FunctionalInterface
public interface TaskProgress {

    /** Nobody listens. */
    TaskProgress NONE = (_, _, _) -> {};

    /**
     * So much is done; called from several threads at once perhaps.
     *
     * @param what is counted: "texts", "folds"
     */
    void at(String what, long done, long total);
}
