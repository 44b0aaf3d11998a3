package io.isotropy.autograd.train;

import java.nio.file.Path;
import java.util.Map;

/** Is told how training goes on: a progress bar, a log. Called by the training thread, between steps. */
public interface TrainingListener {

    /** Listens to nothing. */
    TrainingListener SILENT = new TrainingListener() {};

    /**
     * A step that is done.
     *
     * @param number from 1
     * @param total the number of the last one
     * @param epoch how often the data have been gone through
     * @param loss the mean over the step's batches
     * @param gradNorm the gradients' global norm before it was limited
     * @param examples how many the step has seen
     * @param seconds what it took
     */
    record Step(long number, long total, double epoch, double loss, double learningRate, double gradNorm, int examples, double seconds) {}

    /**
     * Training begins.
     *
     * @param from steps that were done before, by the run that this one goes on with
     */
    default void started(long from, long total) {}

    default void stepped(Step step) {}

    /**
     * The model was evaluated.
     *
     * @param best whether it is the best so far
     */
    default void evaluated(long step, Map<String, Double> metrics, boolean best) {}

    default void saved(Path checkpoint) {}

    default void finished(Outcome outcome) {}
}
