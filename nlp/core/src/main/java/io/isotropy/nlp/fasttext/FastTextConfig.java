package io.isotropy.nlp.fasttext;

/**
 * What a fastText model is, as its {@code .bin} file keeps it; the names in parentheses are the options of the original tool.
 *
 * @param architecture what predicts what
 * @param loss of a prediction ({@code -loss})
 * @param dimension D, the length of the vectors ({@code -dim})
 * @param window the most words to either side that a word predicts or is predicted by ({@code -ws})
 * @param epochs how often training goes through the corpus ({@code -epoch})
 * @param minCount rarer words have no vector of their own ({@code -minCount})
 * @param negatives the number of negative samples ({@code -neg})
 * @param wordNGrams the longest n-grams of words, which the classifier uses ({@code -wordNgrams})
 * @param buckets the number of rows that all n-grams share by their hash ({@code -bucket})
 * @param shortest the shortest n-grams of characters ({@code -minn})
 * @param longest the longest n-grams of characters, 0 for none ({@code -maxn})
 * @param sampling t: words that make up more than about t of a corpus are left out at random, none for 0 ({@code -t})
 */
public record FastTextConfig(
        Architecture architecture, Loss loss, int dimension, int window, int epochs, int minCount, int negatives, int wordNGrams,
        int buckets, int shortest, int longest, double sampling) {

    /** The original's defaults of {@code fasttext skipgram}: Bojanowski et al. 2017, §4.3, and args.cc of version 0.9.2. */
    public static final FastTextConfig SKIPGRAM =
            new FastTextConfig(Architecture.SKIPGRAM, Loss.NEGATIVE_SAMPLING, 100, 5, 5, 5, 5, 1, 2_000_000, 3, 6, 1e-4);
    /** The original's defaults of {@code fasttext cbow}. */
    public static final FastTextConfig CBOW =
            new FastTextConfig(Architecture.CBOW, Loss.NEGATIVE_SAMPLING, 100, 5, 5, 5, 5, 1, 2_000_000, 3, 6, 1e-4);
    /** The original's defaults of {@code fasttext supervised}: Joulin et al. 2017, and args.cc of version 0.9.2. */
    public static final FastTextConfig SUPERVISED =
            new FastTextConfig(Architecture.SUPERVISED, Loss.SOFTMAX, 100, 5, 5, 1, 5, 1, 2_000_000, 0, 0, 1e-4);

    private static final int LARGEST_DIMENSION = 1 << 20;

    /** What predicts what. */
    public enum Architecture {
        /** The words around a word, averaged with their n-grams, predict it. */
        CBOW(1),
        /** A word, averaged with its n-grams, predicts each of those around it: Bojanowski et al. 2017, §3. */
        SKIPGRAM(2),
        /** A text's words and n-grams, averaged, predict its label: Joulin et al. 2017, §2. */
        SUPERVISED(3);

        /** What files call it. */
        final int number;

        Architecture(int number) {
            this.number = number;
        }
    }

    /** The loss of a prediction. */
    public enum Loss {
        /** A binary tree over the targets, the frequent ones near the root: Joulin et al. 2017, §2.1. */
        HIERARCHICAL_SOFTMAX(1),
        /** Each target against a few drawn at random: Bojanowski et al. 2017, §3.1. */
        NEGATIVE_SAMPLING(2),
        /** All targets against each other. */
        SOFTMAX(3),
        /** Each label for itself, for texts of several: {@code one-vs-all}. */
        ONE_VS_ALL(4);

        /** What files call it. */
        final int number;

        Loss(int number) {
            this.number = number;
        }
    }

    /** Checks the sizes. */
    public FastTextConfig {
        require(dimension >= 1 && dimension <= LARGEST_DIMENSION, "the dimension must be 1 to " + LARGEST_DIMENSION, dimension);
        require(window >= 1, "the window must be 1 or more", window);
        require(epochs >= 0, "epochs must be 0 or more", epochs);
        require(minCount >= 0, "the least count must be 0 or more", minCount);
        require(negatives >= 0, "the number of negative samples must be 0 or more", negatives);
        require(wordNGrams >= 0, "the length of word n-grams must be 0 or more", wordNGrams);
        require(shortest >= 0 && longest >= 0, "the lengths of n-grams must be 0 or more", shortest + " and " + longest);
        require(shortest <= longest || longest == 0, "the shortest n-grams (--minn) must not be longer than the longest (--maxn), which is 0 for none", shortest + " and " + longest);
        require(buckets >= 0, "the number of buckets must be 0 or more", buckets);
        require(buckets > 0 || longest == 0 && wordNGrams <= 1, "n-grams need a number of buckets above 0", buckets);
        require(sampling >= 0, "the sampling threshold must be 0 or more", sampling);
    }

    private static void require(boolean holds, String rule, Object got) {
        if (!holds) {
            throw new IllegalArgumentException("[fastText] " + rule + ": got " + got);
        }
    }

    /** Whether it is a classifier of texts. */
    public boolean supervised() {
        return architecture == Architecture.SUPERVISED;
    }

    /** With other vectors' length. */
    public FastTextConfig withDimension(int size) {
        return new FastTextConfig(architecture, loss, size, window, epochs, minCount, negatives, wordNGrams, buckets, shortest, longest, sampling);
    }

    /** With another loss. */
    public FastTextConfig withLoss(Loss other) {
        return new FastTextConfig(
                architecture, other, dimension, window, epochs, minCount, negatives, wordNGrams, buckets, shortest, longest, sampling);
    }

    /** With another number of passes through the corpus. */
    public FastTextConfig withEpochs(int count) {
        return new FastTextConfig(
                architecture, loss, dimension, window, count, minCount, negatives, wordNGrams, buckets, shortest, longest, sampling);
    }

    /** With another window and number of negative samples. */
    public FastTextConfig withContext(int size, int samples) {
        return new FastTextConfig(
                architecture, loss, dimension, size, epochs, minCount, samples, wordNGrams, buckets, shortest, longest, sampling);
    }

    /** With another least count, and another threshold above which words are left out at random. */
    public FastTextConfig withCounts(int least, double threshold) {
        return new FastTextConfig(
                architecture, loss, dimension, window, epochs, least, negatives, wordNGrams, buckets, shortest, longest, threshold);
    }

    /** With n-grams of {@code from} to {@code to} characters, and of up to {@code words} words, in {@code rows} buckets. */
    public FastTextConfig withNGrams(int from, int to, int words, int rows) {
        return new FastTextConfig(architecture, loss, dimension, window, epochs, minCount, negatives, words, rows, from, to, sampling);
    }
}
