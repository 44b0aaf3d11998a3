package io.isotropy.nlp.topic;

import java.util.Arrays;

/**
 * How to train an LDA by online variational Bayes, in gensim's names.
 *
 * @param topics K
 * @param chunksize texts between two updates of the topics
 * @param passes ways through all texts
 * @param decay κ: how fast earlier texts are forgotten, 0 to 1
 * @param offset τ₀: slows the first updates down
 * @param alpha the prior of topics in texts
 * @param eta the prior of words in topics
 * @param iterations the most steps for a text
 * @param gammaThreshold a text is done when its γ change less than that, in the mean
 * @param seed of the first topics
 */
public record OnlineLdaConfig(
        int topics, int chunksize, int passes, double decay, double offset, Prior alpha, Prior eta, int iterations, double gammaThreshold,
        long seed) {

    /** The defaults of gensim 4.2's LdaModel, but for the seed, which is the clock there. */
    public static final OnlineLdaConfig DEFAULT =
            new OnlineLdaConfig(100, 2000, 1, 0.5, 1, Prior.SYMMETRIC, Prior.SYMMETRIC, 50, 0.001, 42);

    /** Checks the numbers. */
    public OnlineLdaConfig {
        require(topics >= 2, "the number of topics must be 2 or more", topics);
        require(chunksize >= 1, "chunksize must be 1 or more", chunksize);
        require(passes >= 1, "the number of passes must be 1 or more", passes);
        require(decay >= 0 && decay <= 1, "decay must be 0 to 1", decay);
        require(offset > 0 && offset < Double.POSITIVE_INFINITY, "offset must be above 0", offset);
        require(iterations >= 1, "the number of iterations must be 1 or more", iterations);
        require(gammaThreshold >= 0, "gamma_threshold must be 0 or more", gammaThreshold);
        if (eta.kind() == Prior.Kind.ASYMMETRIC) {
            throw new IllegalArgumentException("[lda] eta cannot be asymmetric, since words have no order; take symmetric, auto or a number");
        }
    }

    private static void require(boolean rule, String text, Number got) {
        if (!rule) {
            throw new IllegalArgumentException("[lda] " + text + ": got " + got);
        }
    }

    /** A parameter of a Dirichlet distribution, of each topic or word. {@code value} counts for {@link Kind#FIXED} alone. */
    public record Prior(Kind kind, double value) {

        /** Where it comes from. */
        public enum Kind {
            /** 1/K for all. */
            SYMMETRIC,
            /** 1/(k + √K), made to sum to 1: fewer texts for later topics. */
            ASYMMETRIC,
            /** Learned, from the symmetric one on. */
            AUTO,
            /** A number for all. */
            FIXED
        }

        /** 1/K for all. */
        public static final Prior SYMMETRIC = new Prior(Kind.SYMMETRIC, 0);

        /** Checks the number. */
        public Prior {
            require(kind != Kind.FIXED || value > 0 && value < Double.POSITIVE_INFINITY, "a prior must be above 0", value);
        }

        /** One of {@code symmetric}, {@code asymmetric}, {@code auto}, or a number. */
        public static Prior of(String text) {
            return switch (text) {
                case "symmetric" -> SYMMETRIC;
                case "asymmetric" -> new Prior(Kind.ASYMMETRIC, 0);
                case "auto" -> new Prior(Kind.AUTO, 0);
                default -> {
                    try {
                        yield new Prior(Kind.FIXED, Double.parseDouble(text));
                    } catch (NumberFormatException e) {
                        throw new IllegalArgumentException("[lda] a prior must be symmetric, asymmetric, auto or a number: got " + text);
                    }
                }
            };
        }

        double[] values(int size, int topics) {
            double[] values = new double[size];
            Arrays.fill(values, kind == Kind.FIXED ? value : 1.0 / topics);
            if (kind == Kind.ASYMMETRIC) {
                double sum = 0;
                for (int k = 0; k < size; k++) {
                    values[k] = 1 / (k + Math.sqrt(size));
                    sum += values[k];
                }
                for (int k = 0; k < size; k++) {
                    values[k] /= sum;
                }
            }
            return values;
        }
    }
}
