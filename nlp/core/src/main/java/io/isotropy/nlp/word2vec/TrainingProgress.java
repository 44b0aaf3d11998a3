package io.isotropy.nlp.word2vec;

/**
 * How far training is.
 *
 * @param epochs epochs done, with the part of the present one
 * @param ofEpochs epochs in all
 * @param loss per pair (skip-gram) or window (CBOW), negative log-likelihood since the last report, from a part of them; NaN if none was looked at
 * @param wordsPerSecond known words of the corpus, those left out at random included, over all so far
 */
public record TrainingProgress(double epochs, int ofEpochs, double loss, double wordsPerSecond, double secondsLeft) {

    /** Hears about it several times a second, and at the end. */
    @FunctionalInterface
    public interface Listener {

        /** Nobody. */
        Listener NONE = progress -> {};

        void trained(TrainingProgress progress);
    }
}
