package io.isotropy.nlp.topic;

import io.isotropy.kernels.PhiloxBlock;
import io.isotropy.nlp.parallel.Crew;
import java.util.Arrays;
import java.util.function.IntConsumer;

/**
 * EM for pLSA, a step at a time: Hofmann 1999, eq. 3-6, with eq. 15 for β below 1. p(k | text, word) is never stored: texts in parallel
 * make n / Σ_k of each of their words, with which words in parallel sum what they have of each topic, in the order of the texts. So the
 * result is the same for any number of threads.
 */
final class ExpectationMaximization {

    private static final int TEXTS_PER_TASK = 32;
    private static final int WORDS_PER_TASK = 128;

    private final int topics;
    private final int words;
    private final WordBag[] bags;
    private final Crew crew;
    private final int[] offsets;
    private final float[] ratios;
    private final int[] wordOffsets;
    private final int[] places;
    private final int[] texts;
    /** p(k | text): (texts, K). */
    private final float[] ofTexts;
    private final float[] newOfTexts;
    /** p(word | k): (V, K). */
    private final float[] ofWords;
    /** The same to the power of β, with p(k)^(1−β): what the E step multiplies. */
    private float[] textWeights;
    private float[] wordWeights;
    private final double[] shares;

    ExpectationMaximization(Documents documents, int topics, long seed, Crew crew) {
        this.topics = topics;
        this.words = documents.vocabulary().size();
        if (Math.max(words, documents.texts()) * (long) topics > Integer.MAX_VALUE - 8) {
            throw new IllegalArgumentException("[plsa] the number of words, and that of texts, times that of topics must be below 2^31, got "
                    + words + " words, " + documents.texts() + " texts and " + topics + " topics: take fewer topics, or an LDA");
        }
        this.crew = crew;
        this.bags = new WordBag[documents.texts()];
        this.offsets = new int[bags.length + 1];
        this.wordOffsets = new int[words + 1];
        for (int text = 0; text < bags.length; text++) {
            bags[text] = WordBag.of(documents.text(text));
            offsets[text + 1] = offsets[text] + bags[text].size();
            for (int word : bags[text].words()) {
                wordOffsets[word + 1]++;
            }
        }
        for (int word = 0; word < words; word++) {
            wordOffsets[word + 1] += wordOffsets[word];
        }
        this.ratios = new float[offsets[bags.length]];
        this.places = new int[ratios.length];
        this.texts = new int[ratios.length];
        int[] next = wordOffsets.clone();
        for (int text = 0; text < bags.length; text++) {
            for (int i = 0; i < bags[text].size(); i++) {
                int place = next[bags[text].words()[i]]++;
                places[place] = offsets[text] + i;
                texts[place] = text;
            }
        }
        this.ofTexts = new float[bags.length * topics];
        this.newOfTexts = new float[ofTexts.length];
        this.ofWords = new float[words * topics];
        this.shares = new double[topics];
        Arrays.fill(ofTexts, 1f / topics);
        Arrays.fill(shares, 1.0 / topics);
        for (int i = 0; i < ofWords.length; i++) {
            ofWords[i] = 0.5f + PhiloxBlock.uniform(seed, 0, i);
        }
        normalizeWords();
        this.textWeights = ofTexts;
        this.wordWeights = ofWords;
    }

    /** One step. Returns ln p(words | texts) of the parameters that it began with. */
    double step(double temperature) {
        weigh(temperature);
        double[] likelihoods = new double[bags.length];
        crew.run((bags.length + TEXTS_PER_TASK - 1) / TEXTS_PER_TASK, () -> {
            float[] sums = new float[topics];
            return (IntConsumer) task -> {
                int end = Math.min(bags.length, (task + 1) * TEXTS_PER_TASK);
                for (int text = task * TEXTS_PER_TASK; text < end; text++) {
                    likelihoods[text] = likelihood(text, bags[text]);
                    if (bags[text].tokens() > 0) {
                        stepOfText(text, sums);
                    }
                }
            };
        });
        crew.run((words + WORDS_PER_TASK - 1) / WORDS_PER_TASK, () -> {
            float[] sums = new float[topics];
            return (IntConsumer) task -> {
                int end = Math.min(words, (task + 1) * WORDS_PER_TASK);
                for (int word = task * WORDS_PER_TASK; word < end; word++) {
                    stepOfWord(word, sums);
                }
            };
        });
        System.arraycopy(newOfTexts, 0, ofTexts, 0, ofTexts.length);
        normalizeWords();
        sumShares();
        return Arrays.stream(likelihoods).sum();
    }

    /** Factors of the E step; for β = 1 the parameters themselves. */
    private void weigh(double temperature) {
        if (temperature == 1) {
            textWeights = ofTexts;
            wordWeights = ofWords;
            return;
        }
        float[] fixed = new float[topics];
        for (int k = 0; k < topics; k++) {
            fixed[k] = (float) Math.pow(shares[k], 1 - temperature);
        }
        textWeights = textWeights == ofTexts ? new float[ofTexts.length] : textWeights;
        wordWeights = wordWeights == ofWords ? new float[ofWords.length] : wordWeights;
        float[] texting = textWeights;
        float[] wording = wordWeights;
        crew.run(bags.length, () -> text -> {
            for (int i = text * topics; i < (text + 1) * topics; i++) {
                texting[i] = (float) Math.pow(ofTexts[i], temperature);
            }
        });
        crew.run(words, () -> word -> {
            for (int k = 0; k < topics; k++) {
                wording[word * topics + k] = fixed[k] * (float) Math.pow(ofWords[word * topics + k], temperature);
            }
        });
    }

    private void stepOfText(int text, float[] sums) {
        WordBag bag = bags[text];
        int row = text * topics;
        Arrays.fill(sums, 0);
        for (int i = 0; i < bag.size(); i++) {
            int wordRow = bag.words()[i] * topics;
            float norm = product(textWeights, row, wordWeights, wordRow);
            float ratio = norm > 0 ? bag.counts()[i] / norm : 0;
            ratios[offsets[text] + i] = ratio;
            for (int k = 0; k < topics; k++) {
                sums[k] += ratio * wordWeights[wordRow + k];
            }
        }
        for (int k = 0; k < topics; k++) {
            newOfTexts[row + k] = textWeights[row + k] * sums[k] / bag.tokens();
        }
    }

    private void stepOfWord(int word, float[] sums) {
        Arrays.fill(sums, 0);
        for (int i = wordOffsets[word]; i < wordOffsets[word + 1]; i++) {
            float ratio = ratios[places[i]];
            int row = texts[i] * topics;
            for (int k = 0; k < topics; k++) {
                sums[k] += ratio * textWeights[row + k];
            }
        }
        for (int k = 0; k < topics; k++) {
            ofWords[word * topics + k] = wordWeights[word * topics + k] * sums[k];
        }
    }

    private float product(float[] a, int rowOfA, float[] b, int rowOfB) {
        float even = 0;
        float odd = 0;
        int k = 0;
        for (; k + 1 < topics; k += 2) {
            even += a[rowOfA + k] * b[rowOfB + k];
            odd += a[rowOfA + k + 1] * b[rowOfB + k + 1];
        }
        return k < topics ? even + odd + a[rowOfA + k] * b[rowOfB + k] : even + odd;
    }

    /** Makes the words of each topic sum to 1; a topic that has lost all gets all alike. */
    private void normalizeWords() {
        double[] totals = new double[topics];
        for (int i = 0; i < ofWords.length; i++) {
            totals[i % topics] += ofWords[i];
        }
        for (int word = 0; word < words; word++) {
            for (int k = 0; k < topics; k++) {
                int i = word * topics + k;
                ofWords[i] = totals[k] > 0 ? (float) (ofWords[i] / totals[k]) : 1f / words;
            }
        }
    }

    private void sumShares() {
        Arrays.fill(shares, 0);
        for (int text = 0; text < bags.length; text++) {
            for (int k = 0; k < topics; k++) {
                shares[k] += (double) bags[text].tokens() * ofTexts[text * topics + k];
            }
        }
        double total = Arrays.stream(shares).sum();
        for (int k = 0; k < topics; k++) {
            shares[k] /= total;
        }
    }

    private double likelihood(int text, WordBag bag) {
        double sum = 0;
        for (int i = 0; i < bag.size(); i++) {
            sum += bag.counts()[i] * Math.log(Math.max(product(ofTexts, text * topics, ofWords, bag.words()[i] * topics), Float.MIN_NORMAL));
        }
        return sum;
    }

    /** ln p of other words of the same texts. */
    double logLikelihood(Documents others) {
        double[] parts = new double[bags.length];
        crew.run(bags.length, () -> text -> parts[text] = likelihood(text, WordBag.of(others.text(text))));
        return Arrays.stream(parts).sum();
    }

    /** p(k | text), a row for each text. */
    double[][] topicsOfTexts() {
        double[][] rows = new double[bags.length][topics];
        for (int i = 0; i < ofTexts.length; i++) {
            rows[i / topics][i % topics] = ofTexts[i];
        }
        return rows;
    }

    /** p(word | k): (V, K). */
    float[] wordsOfTopics() {
        return ofWords;
    }

    /** p(k). */
    double[] shares() {
        return shares;
    }
}
