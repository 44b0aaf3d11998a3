package io.isotropy.nlp.doc2vec;

import io.isotropy.kernels.WordTraining.Composition;
import io.isotropy.nlp.corpus.Vocabulary;

/**
 * How to train paragraph vectors. In parentheses gensim's names; each text has one vector ({@code dm_tag_count} 1).
 *
 * @param architecture what predicts words ({@code dm})
 * @param trainWords whether the bag of words trains vectors of words beside those of texts, by skip-gram ({@code dbow_words})
 * @param composition how distributed memory puts the vectors of text and words together ({@code dm_mean}, {@code dm_concat})
 * @param dimension D ({@code vector_size})
 * @param window the most words to either side ({@code window})
 * @param limits which words count ({@code min_count}, {@code max_final_vocab})
 * @param sampling words that make up more than about this share are left out at random, 0 for never ({@code sample})
 * @param negatives samples of a word, 0 for none ({@code negative})
 * @param hierarchicalSoftmax whether a word is predicted by its path in a Huffman tree, too ({@code hs})
 * @param noiseExponent negative samples have the probability count^e ({@code ns_exponent})
 * @param alpha the first learning rate, of training and of inference ({@code alpha})
 * @param minAlpha the last one ({@code min_alpha})
 * @param epochs of training and of inference ({@code epochs})
 * @param seed of all random numbers
 * @param deterministic whether the same seed gives the same bytes whatever the number of threads
 */
public record Doc2VecConfig(
        Architecture architecture, boolean trainWords, Composition composition, int dimension, int window, Vocabulary.Limits limits,
        double sampling, int negatives, boolean hierarchicalSoftmax, double noiseExponent, double alpha, double minAlpha, int epochs,
        long seed, boolean deterministic) {

    /** What predicts words: Le and Mikolov 2014, "Distributed Representations of Sentences and Documents". */
    public enum Architecture {
        /** PV-DM, §2.2: the text and the words around a word, together, predict it. */
        DISTRIBUTED_MEMORY,
        /** PV-DBOW, §2.3: the text alone predicts each of its words. */
        BAG_OF_WORDS
    }

    private static final Vocabulary.Limits LIMITS = Vocabulary.Limits.ofMinCount(5);

    /** gensim's defaults, which are PV-DM with means. */
    public static final Doc2VecConfig DISTRIBUTED_MEMORY = new Doc2VecConfig(
            Architecture.DISTRIBUTED_MEMORY, true, Composition.MEAN, 100, 5, LIMITS, 1e-3, 5, false, 0.75, 0.025, 1e-4, 10, 1, false);

    /** gensim's defaults with {@code dm=0}: PV-DBOW without words. */
    public static final Doc2VecConfig BAG_OF_WORDS = new Doc2VecConfig(
            Architecture.BAG_OF_WORDS, false, Composition.MEAN, 100, 5, LIMITS, 1e-3, 5, false, 0.75, 0.025, 1e-4, 10, 1, false);

    private static final int LARGEST_DIMENSION = 1 << 14;
    private static final int MOST = 1 << 10;

    /** Checks the numbers. */
    public Doc2VecConfig {
        require(dimension >= 1 && dimension <= LARGEST_DIMENSION, "the dimension must be 1 to " + LARGEST_DIMENSION, dimension);
        require(window >= 1 && window <= MOST, "the window must be 1 to " + MOST, window);
        require(sampling >= 0 && sampling < Double.POSITIVE_INFINITY, "the sampling threshold must be 0 or more", sampling);
        require(negatives >= 0 && negatives <= MOST, "the number of negative samples must be 0 to " + MOST, negatives);
        require(negatives > 0 || hierarchicalSoftmax, "without hierarchical softmax there must be negative samples", negatives);
        require(Math.abs(noiseExponent) <= 10, "the exponent of the noise must be -10 to 10", noiseExponent);
        require(alpha > 0 && alpha < Double.POSITIVE_INFINITY, "the learning rate must be above 0", alpha);
        require(minAlpha >= 0 && minAlpha <= alpha, "the last learning rate must be 0 to the first, " + alpha, minAlpha);
        require(epochs >= 1, "the number of epochs must be 1 or more", epochs);
    }

    private static void require(boolean rule, String text, Number got) {
        if (!rule) {
            throw new IllegalArgumentException("[doc2vec] " + text + ": got " + got);
        }
    }

    /** Whether words have vectors of their own beside the output table. */
    boolean hasWords() {
        return architecture == Architecture.DISTRIBUTED_MEMORY || trainWords;
    }

    boolean concatenates() {
        return architecture == Architecture.DISTRIBUTED_MEMORY && composition == Composition.CONCATENATION;
    }

    /** The vectors that a row of the output table has room for. */
    int parts() {
        return concatenates() ? 1 + 2 * window : 1;
    }

    /** A sum's error is divided among its vectors, as gensim does. */
    boolean divides() {
        return composition == Composition.SUM;
    }

    Composition blockComposition() {
        return architecture == Architecture.BAG_OF_WORDS ? Composition.MEAN : composition;
    }

    /** With other words, epochs and length of vectors. */
    public Doc2VecConfig with(int length, int minCount, int ofEpochs) {
        return new Doc2VecConfig(architecture, trainWords, composition, length, window, Vocabulary.Limits.ofMinCount(minCount), sampling,
                negatives, hierarchicalSoftmax, noiseExponent, alpha, minAlpha, ofEpochs, seed, deterministic);
    }

    /** PV-DM with another composition. */
    public Doc2VecConfig withComposition(Composition other) {
        return new Doc2VecConfig(architecture, trainWords, other, dimension, window, limits, sampling, negatives, hierarchicalSoftmax,
                noiseExponent, alpha, minAlpha, epochs, seed, deterministic);
    }

    /** Hierarchical softmax instead of negative samples. */
    public Doc2VecConfig withHierarchicalSoftmax() {
        return new Doc2VecConfig(architecture, trainWords, composition, dimension, window, limits, sampling, 0, true, noiseExponent, alpha,
                minAlpha, epochs, seed, deterministic);
    }

    /** PV-DBOW with words. */
    public Doc2VecConfig withTrainedWords() {
        return new Doc2VecConfig(architecture, true, composition, dimension, window, limits, sampling, negatives, hierarchicalSoftmax,
                noiseExponent, alpha, minAlpha, epochs, seed, deterministic);
    }

    /** The same bytes for the same seed, whatever the number of threads. */
    public Doc2VecConfig withDeterminism(long ofSeed) {
        return new Doc2VecConfig(architecture, trainWords, composition, dimension, window, limits, sampling, negatives, hierarchicalSoftmax,
                noiseExponent, alpha, minAlpha, epochs, ofSeed, true);
    }
}
