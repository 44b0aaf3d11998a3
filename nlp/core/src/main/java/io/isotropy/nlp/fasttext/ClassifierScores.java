package io.isotropy.nlp.fasttext;

/**
 * How good the labels are that a classifier finds.
 *
 * @param texts that have a word and a label of those the classifier knows; others are not counted
 * @param found how many labels it found for all of them
 * @param right how many of those the texts have
 * @param wanted how many labels the texts have
 */
public record ClassifierScores(long texts, long found, long right, long wanted) {

    /** The share of labels found that are right: precision at k. */
    public double precision() {
        return (double) right / found;
    }

    /** The share of the texts' labels that were found: recall at k. */
    public double recall() {
        return (double) right / wanted;
    }
}
