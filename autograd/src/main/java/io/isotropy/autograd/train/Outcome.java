package io.isotropy.autograd.train;

/**
 * How training ended.
 *
 * @param steps steps done in all, those before resuming included
 * @param best the best figure of the evaluations; NaN if there was none
 * @param bestStep its step; 0 if there was none
 */
public record Outcome(Reason reason, long steps, double loss, double best, long bestStep) {

    /** Why it ended. */
    public enum Reason {
        /** All steps are done. */
        DONE,
        /** Evaluations became no better. */
        EARLY_STOPPING,
        /** It was asked to. The checkpoint of the last step is there. */
        STOPPED
    }
}
