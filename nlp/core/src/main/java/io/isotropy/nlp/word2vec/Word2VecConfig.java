package io.isotropy.nlp.word2vec;

import io.isotropy.nlp.corpus.Vocabulary;

/**
 * How to train Word2Vec. In parentheses the options of the original program and of gensim.
 *
 * @param architecture what predicts what ({@code -cbow}, {@code sg})
 * @param dimension D, the length of the vectors ({@code -size}, {@code vector_size})
 * @param window the most words to either side ({@code -window}, {@code window})
 * @param limits which words have vectors ({@code -min-count}, {@code min_count}; {@code max_final_vocab})
 * @param sampling t: words that make up more than about t of the corpus are left out at random, 0 for never ({@code -sample}, {@code sample})
 * @param negatives the number of negative samples, 0 for none ({@code -negative}, {@code negative})
 * @param hierarchicalSoftmax whether a word is predicted by its path in a Huffman tree, too ({@code -hs}, {@code hs})
 * @param mean whether CBOW averages the words around, not sums them ({@code cbow_mean}; the original averages)
 * @param shrinkWindows whether windows have a random size up to the whole ({@code shrink_windows}; the original shrinks)
 * @param noiseExponent negative samples have the probability count^e ({@code ns_exponent}; the original's is 0.75)
 * @param alpha the first learning rate ({@code -alpha}, {@code alpha})
 * @param minAlpha the last one; between them it falls linearly ({@code min_alpha}; the original's is 10⁻⁴ of the first)
 * @param epochs how often training goes through the corpus ({@code -iter}, {@code epochs})
 * @param seed of all random numbers
 * @param deterministic whether the same seed gives the same bytes whatever the number of threads; then one thread trains while the others
 *     prepare its samples, otherwise all train at once without locks
 */
public record Word2VecConfig(
        Architecture architecture, int dimension, int window, Vocabulary.Limits limits, double sampling, int negatives, boolean hierarchicalSoftmax,
        boolean mean, boolean shrinkWindows, double noiseExponent, double alpha, double minAlpha, int epochs, long seed,
        boolean deterministic) {

    /** What predicts what: Mikolov et al. 2013, "Efficient Estimation of Word Representations in Vector Space", §3. */
    public enum Architecture {
        /** A word predicts each of those around it. */
        SKIP_GRAM,
        /** The words around a word, together, predict it. */
        CBOW
    }

    private static final Vocabulary.Limits LIMITS = Vocabulary.Limits.ofMinCount(5);

    /** The defaults of word2vec.c with {@code -cbow 1}, which are its own. */
    public static final Word2VecConfig CBOW =
            new Word2VecConfig(Architecture.CBOW, 100, 5, LIMITS, 1e-3, 5, false, true, true, 0.75, 0.05, 0.05e-4, 5, 1, false);

    /** The defaults of word2vec.c with {@code -cbow 0}. */
    public static final Word2VecConfig SKIP_GRAM =
            new Word2VecConfig(Architecture.SKIP_GRAM, 100, 5, LIMITS, 1e-3, 5, false, true, true, 0.75, 0.025, 0.025e-4, 5, 1, false);

    /** A vector, a batch and their gradients must fit arrays. */
    private static final int LARGEST_DIMENSION = 1 << 16;

    private static final int MOST = 1 << 12;

    /** Checks the numbers. */
    public Word2VecConfig {
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
            throw new IllegalArgumentException("[word2vec] " + text + ": got " + got);
        }
    }

    /** Vectors of another length. */
    public Word2VecConfig withDimension(int length) {
        return new Word2VecConfig(architecture, length, window, limits, sampling, negatives, hierarchicalSoftmax, mean, shrinkWindows,
                noiseExponent, alpha, minAlpha, epochs, seed, deterministic);
    }

    /** Other words: the least count, and the threshold above which they are left out at random. */
    public Word2VecConfig withWords(int least, double threshold) {
        return new Word2VecConfig(architecture, dimension, window, Vocabulary.Limits.ofMinCount(least), threshold, negatives, hierarchicalSoftmax, mean, shrinkWindows,
                noiseExponent, alpha, minAlpha, epochs, seed, deterministic);
    }

    /** Hierarchical softmax instead of negative samples. */
    public Word2VecConfig withHierarchicalSoftmax() {
        return new Word2VecConfig(architecture, dimension, window, limits, sampling, 0, true, mean, shrinkWindows, noiseExponent, alpha,
                minAlpha, epochs, seed, deterministic);
    }

    /** Another number of epochs. */
    public Word2VecConfig withEpochs(int number) {
        return new Word2VecConfig(architecture, dimension, window, limits, sampling, negatives, hierarchicalSoftmax, mean, shrinkWindows,
                noiseExponent, alpha, minAlpha, number, seed, deterministic);
    }

    /** The same bytes for the same seed, whatever the number of threads. */
    public Word2VecConfig withDeterminism(long ofSeed) {
        return new Word2VecConfig(architecture, dimension, window, limits, sampling, negatives, hierarchicalSoftmax, mean, shrinkWindows,
                noiseExponent, alpha, minAlpha, epochs, ofSeed, true);
    }
}
