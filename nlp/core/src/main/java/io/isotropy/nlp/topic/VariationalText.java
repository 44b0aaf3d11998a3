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

    private final int topics;
    private final double[] gamma;
    private final int[] active;
    private final float[] theta;
    private final float[] next;
    /** exp(E[ln β]): (words, active topics). */
    private float[] rows = new float[0];
    private float[] ratios = new float[0];
    private double logNorms;
    private int size;

    VariationalText(int topics) {
        this.topics = topics;
        this.gamma = new double[topics];
        this.active = new int[topics];
        this.theta = new float[topics];
        this.next = new float[topics];
    }

    /** Where exp(E[ln β]) comes from. */
    @FunctionalInterface
    interface Rows {
        /** Writes those of a word to target[offset…offset+K−1]. */
        void copy(int word, float[] target, int offset);
    }

    void infer(WordBag text, Rows source, double[] alpha, int iterations, double threshold) {
        if (rows.length < text.size() * topics) {
            rows = new float[text.size() * topics];
            ratios = new float[text.size()];
        }
        for (int i = 0; i < text.size(); i++) {
            source.copy(text.words()[i], rows, i * topics);
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
        Arrays.fill(next, 0, size, 0);
        logNorms = 0;
        for (int i = 0; i < text.size(); i++) {
            int row = i * size;
            float norm = norm(row);
            float ratio = norm > 0 ? text.counts()[i] / norm : 0;
            ratios[i] = ratio;
            if (toTopics) {
                for (int a = 0; a < size; a++) {
                    next[a] += ratio * rows[row + a];
                }
            } else {
                logNorms += text.counts()[i] * Math.log(Math.max(norm, Float.MIN_NORMAL));
            }
        }
    }

    private float norm(int row) {
        float even = 0;
        float odd = 0;
        float third = 0;
        float fourth = 0;
        int a = 0;
        for (; a + 3 < size; a += 4) {
            even += theta[a] * rows[row + a];
            odd += theta[a + 1] * rows[row + a + 1];
            third += theta[a + 2] * rows[row + a + 2];
            fourth += theta[a + 3] * rows[row + a + 3];
        }
        for (; a < size; a++) {
            even += theta[a] * rows[row + a];
        }
        return (even + odd) + (third + fourth);
    }

    /** Lets topics without words leave, and closes the ranks. */
    private void leave(int words, double[] alpha, double sum) {
        int[] kept = new int[size];
        int left = 0;
        for (int a = 0; a < size; a++) {
            int k = active[a];
            if (theta[a] < sum * NO_HOPE || theta[a] < sum * NO_WEIGHT && gamma[k] - alpha[k] < NO_WORDS) {
                gamma[k] = alpha[k];
            } else {
                kept[left++] = a;
            }
        }
        if (left == size) {
            return;
        }
        for (int i = 0; i < words; i++) {
            for (int a = 0; a < left; a++) {
                rows[i * left + a] = rows[i * size + kept[a]];
            }
        }
        for (int a = 0; a < left; a++) {
            active[a] = active[kept[a]];
            theta[a] = theta[kept[a]];
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
        double bound = logNorms - text.tokens() * digammaOfSum + GammaFunction.logGamma(alphaSum) - GammaFunction.logGamma(gammaSum);
        for (int a = 0; a < size; a++) {
            int k = active[a];
            bound += (alpha[k] - gamma[k]) * (GammaFunction.digamma(gamma[k]) - digammaOfSum)
                    + GammaFunction.logGamma(gamma[k]) - GammaFunction.logGamma(alpha[k]);
        }
        return bound;
    }
}
