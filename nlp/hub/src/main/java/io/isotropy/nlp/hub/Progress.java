package io.isotropy.nlp.hub;

/** Told how far the fetching of a model has come. Calls come from any thread, one at a time. */
@FunctionalInterface
public interface Progress {
    /** The steps, in order; a model from a Hugging Face endpoint has only the first. */
    enum Phase {
        DOWNLOAD,
        UNPACK,
        CONVERT
    }

    /**
     * Some more is done.
     *
     * @param what the file
     * @param done bytes so far
     * @param total bytes in all, -1 if unknown
     */
    void update(Phase phase, String what, long done, long total);

    /** Keeps quiet. */
    static Progress none() {
        return (phase, what, done, total) -> {};
    }
}
