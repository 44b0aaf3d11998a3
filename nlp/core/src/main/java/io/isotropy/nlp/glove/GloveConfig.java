package io.isotropy.nlp.glove;

import static io.isotropy.tensor.Shape.require;

import io.isotropy.nlp.corpus.Vocabulary;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How global vectors are trained. Names are those of the authors' program.
 *
 * @param dimension D, vector-size
 * @param window window-size: how many words a context reaches to each side
 * @param symmetric whether words to the right are context too
 * @param limits which words get a vector
 * @param xMax x_max of eq. 9: from so many co-occurrences on a pair has full weight
 * @param alpha α of eq. 9
 * @param learningRate eta of AdaGrad
 * @param iterations passes over all pairs
 * @param vectors what a word's vector is
 * @param seed of first values and orders
 */
public record GloveConfig(
        int dimension, int window, boolean symmetric, Vocabulary.Limits limits, float xMax, float alpha, float learningRate,
        int iterations, Vectors vectors, long seed) {

    /** The defaults of the authors' program, version 0.2: cooccur.c, glove.c; min-count 5 as in its demo.sh. */
    public static final GloveConfig DEFAULT =
            new GloveConfig(50, 15, true, Vocabulary.Limits.ofMinCount(5), 100, 0.75f, 0.05f, 25, Vectors.SUM, 42);

    /** What becomes of the two vectors that training gives each word: w as a word, w̃ as a context. */
    public enum Vectors {
        /** w + w̃, which §4.2 finds best; -model 2. */
        SUM,
        /** w; -model 1. */
        WORD,
        /** w and w̃ one after the other, without biases; close to -model 0. */
        CONCATENATION
    }

    /** Checks the settings. */
    public GloveConfig {
        require(dimension >= 1 && dimension <= 1 << 14, "glove", "dimension must be 1 to " + (1 << 14), "dimension", dimension);
        require(window >= 1 && window <= 1 << 14, "glove", "window must be 1 to " + (1 << 14), "window", window);
        require(xMax > 0 && Float.isFinite(xMax), "glove", "x-max must be above 0", "x-max", xMax);
        require(alpha >= 0 && alpha <= 10, "glove", "alpha must be 0 to 10", "alpha", alpha);
        require(learningRate > 0 && Float.isFinite(learningRate), "glove", "learning rate must be above 0", "learning rate", learningRate);
        require(iterations >= 1, "glove", "iterations must be 1 or more", "iterations", iterations);
    }

    /** The settings by name, for a file. */
    public Map<String, Object> toMap() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("dimension", dimension);
        map.put("window", window);
        map.put("symmetric", symmetric);
        map.put("min_count", limits.minCount());
        map.put("x_max", xMax);
        map.put("alpha", alpha);
        map.put("learning_rate", learningRate);
        map.put("iterations", iterations);
        map.put("vectors", vectors.name().toLowerCase(java.util.Locale.ROOT));
        map.put("seed", seed);
        return map;
    }
}
