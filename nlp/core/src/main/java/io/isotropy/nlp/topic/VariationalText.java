package io.isotropy.nlp.topic;

import java.util.Arrays;

/**
 * The posterior of one text's topics, the topics' words being given: Hoffman, Blei, Bach 2010, algorithm 1,
 *
 * <pre>φ_wk ∝ exp(E[ln θ_k] + E[ln β_kw]), γ_k = α_k + Σ_w n_w φ_wk,</pre>
 *
 * <p>without φ ever being stored (§2.2). A topic that no word of the text wants any more, exp(E[ln θ_k]) being nothing beside that of
 * others, is left out of further steps: of a hundred topics of a short text, ten are left after a few. Scratch of one thread.
 */
final class VariationalText {

    /** A topic leaves when its γ is α but for that, */
    private static final double NO_WORDS = 1e-4;
    /** and its exp(E[ln θ]) is that small a part of all; */
    private static final double NO_WEIGHT = 1e-10;
    /** or when that is so small that the words would have to be 1e20 times likelier in it: they would have given it a γ of 1 and more. */
    private static final double NO_HOPE = 1e-20;

    /** Stands for 0 in a word that no active topic has, so that a ratio stays finite. */
    private static final float LEAST_NORM = 1e-30f;

    private final int topics;
    private final double[] gamma;
    private final int[] active;
    private final float[] theta;
    private final float[] next;
    /** exp(E[ln β]): (active topics, words), since there are more words than topics once most of these have left. */
    private float[] rows = new float[0];
    private float[] norms = new float[0];
    private float[] ratios = new float[0];
    private final float[] word;
    private double logScales;
    private int size;

    VariationalText(int topics) {
        this.topics = topics;
        this.gamma = new double[topics];
        this.active = new int[topics];
        this.theta = new float[topics];
        this.next = new float[topics];
        this.word = new float[topics];
    }

    /**
     * Where exp(E[ln β]) comes from, the largest of a word being 1: φ is the same for any multiple, and those of a word that has hardly been
     * seen would be 0 as floats in all topics, which then would never learn it.
     */
    @FunctionalInterface
    interface Rows {
        /** Writes those of a word, (K), and returns ln of what they are to be multiplied by. */
        double copy(int word, float[] target);
    }

    void infer(WordBag text, Rows source, double[] alpha, int iterations, double threshold) {
        if (rows.length < text.size() * topics) {
            rows = new float[text.size() * topics];
            norms = new float[text.size()];
            ratios = new float[text.size()];
        }
        logScales = 0;
        for (int i = 0; i < text.size(); i++) {
            logScales += text.counts()[i] * source.copy(text.words()[i], word);
            for (int k = 0; k < topics; k++) {
                rows[k * text.size() + i] = word[k];
            }
        }
        size = topics;
        for (int k = 0; k < topics; k++) {
            active[k] = k;
            gamma[k] = alpha[k] + (double) text.tokens() / topics;
            theta[k] = (float) GammaFunction.expDigamma(gamma[k]);
        }
        for (int step = 0; step < iterations; step++) {
            weigh(text, true);
            double change = 0;
            double sum = 0;
            for (int a = 0; a < size; a++) {
                int k = active[a];
                double value = alpha[k] + (double) theta[a] * next[a];
                change += Math.abs(value - gamma[k]);
                gamma[k] = value;
                theta[a] = (float) GammaFunction.expDigamma(value);
                sum += theta[a];
            }
            if (change < threshold * topics) {
                break;
            }
            leave(text.size(), alpha, sum);
        }
        weigh(text, false);
    }

    /** Of each word n_w / Σ_k θ_k β_kw and, if wanted, what that gives each topic. */
    private void weigh(WordBag text, boolean toTopics) {
        int words = text.size();
        int[] counts = text.counts();
        Arrays.fill(norms, 0, words, LEAST_NORM);
        for (int a = 0; a < size; a++) {
            addRow(a * words, words, theta[a]);
        }
        for (int i = 0; i < words; i++) {
            ratios[i] = counts[i] / norms[i];
        }
        for (int a = 0; a < size && toTopics; a++) {
            next[a] = productWithRow(a * words, words);
        }
    }

    private void addRow(int row, int words, float weight) {
        for (int i = 0; i < words; i++) {
            norms[i] += weight * rows[row + i];
        }
    }

    /** Four sums, which do not wait for each other. */
    private float productWithRow(int row, int words) {
        float first = 0;
        float second = 0;
        float third = 0;
        float fourth = 0;
        int i = 0;
        for (; i + 3 < words; i += 4) {
            first += ratios[i] * rows[row + i];
            second += ratios[i + 1] * rows[row + i + 1];
            third += ratios[i + 2] * rows[row + i + 2];
            fourth += ratios[i + 3] * rows[row + i + 3];
        }
        for (; i < words; i++) {
            first += ratios[i] * rows[row + i];
        }
        return (first + second) + (third + fourth);
    }

    /** Lets topics without words leave, and closes the ranks. */
    private void leave(int words, double[] alpha, double sum) {
        int left = 0;
        for (int a = 0; a < size; a++) {
            int k = active[a];
            if (theta[a] < sum * NO_HOPE || theta[a] < sum * NO_WEIGHT && gamma[k] - alpha[k] < NO_WORDS) {
                gamma[k] = alpha[k];
                continue;
            }
            if (left < a) {
                System.arraycopy(rows, a * words, rows, left * words, words);
                active[left] = k;
                theta[left] = theta[a];
            }
            left++;
        }
        size = left;
    }

    /** γ: (K). */
    double[] gamma() {
        return gamma;
    }

    /** The topics that have words. */
    int[] activeTopics() {
        return Arrays.copyOf(active, size);
    }

    /** exp(ψ(γ)) of those. */
    float[] activeTheta() {
        return Arrays.copyOf(theta, size);
    }

    /** n_w / Σ_k exp(ψ(γ_k) + E[ln β_kw]) of each word. */
    void copyRatios(float[] target, int offset, int words) {
        System.arraycopy(ratios, 0, target, offset, words);
    }

    /** The text's part of the bound: Hoffman et al. 2010, eq. 4. */
    double bound(WordBag text, double[] alpha) {
        double gammaSum = Arrays.stream(gamma).sum();
        double alphaSum = Arrays.stream(alpha).sum();
        double digammaOfSum = GammaFunction.digamma(gammaSum);
        double logNorms = logScales;
        for (int i = 0; i < text.size(); i++) {
            logNorms += text.counts()[i] * Math.log(norms[i]);
        }
        double bound = logNorms - text.tokens() * digammaOfSum + GammaFunction.logGamma(alphaSum) - GammaFunction.logGamma(gammaSum);
        for (int a = 0; a < size; a++) {
            int k = active[a];
            bound += (alpha[k] - gamma[k]) * (GammaFunction.digamma(gamma[k]) - digammaOfSum)
                    + GammaFunction.logGamma(gamma[k]) - GammaFunction.logGamma(alpha[k]);
        }
        return bound;
    }
}
