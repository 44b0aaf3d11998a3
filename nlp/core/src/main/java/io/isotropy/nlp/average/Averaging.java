package io.isotropy.nlp.average;

import io.isotropy.nlp.json.Json;
import java.util.LinkedHashMap;
import java.util.Map;

/** How the vectors of a text's words become one. */
public sealed interface Averaging {

    /** The name of the model. */
    String name();

    /** How many directions that all texts share are taken out of a vector. */
    default int components() {
        return 0;
    }

    /** The parameters. */
    default Map<String, Object> toMap() {
        return Map.of();
    }

    /** What {@link #toMap} described. */
    static Averaging of(String name, Json parameters) {
        try {
            return switch (name) {
                case "mean" -> new Mean();
                case "tfidf-mean" -> new TfIdfMean();
                case "sif" -> new Sif(parameters.get("a").asDouble(), parameters.get("components").asInt());
                case "usif" -> new Usif(parameters.get("n").asInt(), parameters.get("components").asInt());
                default -> throw parameters.error("\"" + name + "\" is none of mean, tfidf-mean, sif, usif");
            };
        } catch (IllegalArgumentException e) {
            throw parameters.error(String.valueOf(e.getMessage()));
        }
    }

    private static void require(boolean rule, String op, String what, Object got) {
        if (!rule) {
            throw new IllegalArgumentException("[" + op + "] " + what + ": got " + got);
        }
    }

    /** Σ v / n. */
    record Mean() implements Averaging {
        @Override
        public String name() {
            return "mean";
        }
    }

    /** Σ idf·v / Σ idf with idf = ln((1 + N)/(1 + n)) + 1, scikit-learn's: N texts, n of them with the word. */
    record TfIdfMean() implements Averaging {
        @Override
        public String name() {
            return "tfidf-mean";
        }
    }

    /**
     * Smooth inverse frequency: Arora, Liang and Ma 2017, "A Simple but Tough-to-Beat Baseline for Sentence Embeddings", algorithm 1: the mean of
     * a/(a + p(w))·v, without the first singular vectors of the texts' matrix, which is not centred. A word without a count has p = 0, as
     * in the authors' code.
     *
     * @param a the smaller, the less frequent words weigh
     * @param components singular vectors that are taken out, 1 in the paper
     */
    record Sif(double a, int components) implements Averaging {

        /** The paper's. */
        public static final Sif DEFAULT = new Sif(1e-3, 1);

        /** Checks the numbers. */
        public Sif {
            require(a > 0 && a < Double.POSITIVE_INFINITY, "sif", "a must be a number above 0", a);
            require(components >= 0, "sif", "the number of components must be 0 or more", components);
        }

        @Override
        public String name() {
            return "sif";
        }

        @Override
        public Map<String, Object> toMap() {
            Map<String, Object> map = new LinkedHashMap<>();
            map.put("a", a);
            map.put("components", components);
            return map;
        }
    }

    /**
     * Unsupervised smooth inverse frequency: Ethayarajh 2018, "Unsupervised Random Walk Sentence Embeddings", with the rules of the author's code:
     * within a text every dimension is scaled to length 1 over its words, then comes the mean of a/(a/2 + p(w))·v, from which the first
     * singular directions are taken by their shares s²/Σs². a follows from the counts; a word without one has the smallest p.
     *
     * @param n the expected length of a text, 11 in the paper
     * @param components m, 5 in the paper
     */
    record Usif(int n, int components) implements Averaging {

        /** The paper's. */
        public static final Usif DEFAULT = new Usif(11, 5);

        /** Checks the numbers. */
        public Usif {
            require(n > 0, "usif", "n must be 1 or more", n);
            require(components >= 0, "usif", "the number of components must be 0 or more", components);
        }

        @Override
        public String name() {
            return "usif";
        }

        @Override
        public Map<String, Object> toMap() {
            Map<String, Object> map = new LinkedHashMap<>();
            map.put("n", n);
            map.put("components", components);
            return map;
        }
    }
}
