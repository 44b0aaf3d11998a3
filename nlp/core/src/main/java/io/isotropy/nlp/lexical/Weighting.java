package io.isotropy.nlp.lexical;

import io.isotropy.nlp.json.Json;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** What a term that occurs in a text weighs. */
public sealed interface Weighting {

    /** What is known of the texts a model was made from. */
    record Statistics(long texts, double averageLength, int[] textFrequencies) {}

    /** What each term of the vocabulary weighs by itself, whatever the text: 1, or the inverse of how many texts have it. */
    default double[] termWeights(Statistics statistics) {
        double[] weights = new double[statistics.textFrequencies().length];
        Arrays.fill(weights, 1);
        return weights;
    }

    /**
     * Weights of a text's terms from their counts.
     *
     * @param termWeights those of {@link #termWeights}
     * @param averageLength of the corpus's texts, in terms
     */
    SparseVector weigh(SparseVector counts, double[] termWeights, double averageLength);

    /** The vector of a text that is looked for among others; where both sides are alike, the same. */
    default SparseVector weighQuery(SparseVector counts, double[] termWeights, double averageLength) {
        return weigh(counts, termWeights, averageLength);
    }

    /** Name and parameters. */
    Map<String, Object> toMap();

    /** The weighting that {@link #toMap} describes. */
    static Weighting of(Json json) {
        String name = json.get("name").asString();
        return switch (name) {
            case "counts" -> new Counts();
            case "binary" -> new Binary();
            case "tfidf" -> new TfIdf(
                    option(TfIdf.Formula.class, json, "formula"), json.getBoolean("sublinear", false));
            case "bm25" -> new Bm25(
                    option(Bm25.Variant.class, json, "variant"), json.get("k1").asDouble(), json.get("b").asDouble());
            default -> throw json.error("\"name\" must be counts, binary, tfidf or bm25, got \"" + name + "\"");
        };
    }

    private static <E extends Enum<E>> E option(Class<E> type, Json json, String key) {
        String value = json.get(key).asString();
        try {
            return Enum.valueOf(type, value.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw json.error("\"" + key + "\" must not be \"" + value + "\"");
        }
    }

    private static Map<String, Object> map(String name) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("name", name);
        return map;
    }

    /** How often a term occurs: the bag of words. */
    record Counts() implements Weighting {
        @Override
        public SparseVector weigh(SparseVector counts, double[] termWeights, double averageLength) {
            return counts;
        }

        @Override
        public Map<String, Object> toMap() {
            return map("counts");
        }
    }

    /** 1 for every term that occurs: the union of its words' one-hot vectors. */
    record Binary() implements Weighting {
        @Override
        public SparseVector weigh(SparseVector counts, double[] termWeights, double averageLength) {
            return counts.map(count -> 1);
        }

        @Override
        public Map<String, Object> toMap() {
            return map("binary");
        }
    }

    /**
     * Term frequency times inverse document frequency (Spärck Jones 1972).
     *
     * @param sublinear whether 1 + ln(count) stands in place of the count
     */
    record TfIdf(Formula formula, boolean sublinear) implements Weighting {

        /** N texts, n of them with the term. */
        public enum Formula {
            /** idf = ln((1 + N) / (1 + n)) + 1, then L2 normalization: scikit-learn's default. */
            SKLEARN,
            /** idf = ln(N / n) + 1, then L2 normalization: scikit-learn's with {@code smooth_idf=False}. */
            SKLEARN_UNSMOOTHED,
            /** idf = log₂(N / n), then L2 normalization: gensim's default. */
            GENSIM,
            /** Count divided by the text's length, idf = ln(N / n), no normalization: the textbook's. */
            PLAIN
        }

        /** scikit-learn's defaults. */
        public static final TfIdf DEFAULT = new TfIdf(Formula.SKLEARN, false);

        @Override
        public SparseVector weigh(SparseVector counts, double[] termWeights, double averageLength) {
            double length = formula == Formula.PLAIN ? Math.max(1, counts.sum()) : 1;
            double[] weights = new double[counts.size()];
            for (int i = 0; i < weights.length; i++) {
                double count = counts.values()[i];
                double frequency = sublinear ? 1 + Math.log(count) : count;
                weights[i] = frequency / length * termWeights[counts.indices()[i]];
            }
            SparseVector vector = new SparseVector(counts.indices(), weights);
            return formula == Formula.PLAIN ? vector : vector.normalized();
        }

        @Override
        public double[] termWeights(Statistics statistics) {
            return Arrays.stream(statistics.textFrequencies()).mapToDouble(with -> inverse((double) statistics.texts(), with)).toArray();
        }

        private double inverse(double all, double with) {
            return switch (formula) {
                case SKLEARN -> Math.log((1 + all) / (1 + with)) + 1;
                case SKLEARN_UNSMOOTHED -> Math.log(all / with) + 1;
                case GENSIM -> Math.log(all / with) / Math.log(2);
                case PLAIN -> Math.log(all / with);
            };
        }

        @Override
        public Map<String, Object> toMap() {
            Map<String, Object> map = map("tfidf");
            map.put("formula", formula.name().toLowerCase(Locale.ROOT));
            map.put("sublinear", sublinear);
            return map;
        }
    }

    /**
     * BM25: Robertson and Zaragoza 2009, "The Probabilistic Relevance Framework", eq. 3.15. The relevance of a text to a query is the inner
     * product of the text's vector with the query's counts.
     *
     * @param k1 how fast further occurrences stop to count
     * @param b how much a text's length counts
     */
    record Bm25(Variant variant, double k1, double b) implements Weighting {

        /** Which idf: N texts, n of them with the term. */
        public enum Variant {
            /** ln(1 + (N − n + ½) / (n + ½)), without the factor k1 + 1: Lucene's. */
            LUCENE,
            /** ln((N − n + ½) / (n + ½)); where that is negative, a quarter of the average over all terms: gensim's OkapiBM25Model. */
            OKAPI,
            /** ln(N / n): Trotman et al. 2014's ATIRE. */
            ATIRE
        }

        private static final double OKAPI_FLOOR = 0.25;

        /** Checks the numbers. */
        public Bm25 {
            if (!(k1 >= 0 && k1 < Double.POSITIVE_INFINITY)) {
                throw new IllegalArgumentException("[bm25] k1 must be 0 or more: got " + k1);
            }
            if (!(b >= 0 && b <= 1)) {
                throw new IllegalArgumentException("[bm25] b must be 0 to 1: got " + b);
            }
        }

        /** Lucene's defaults. */
        public static final Bm25 DEFAULT = new Bm25(Variant.LUCENE, 1.2, 0.75);

        @Override
        public SparseVector weigh(SparseVector counts, double[] termWeights, double averageLength) {
            double saturation = k1 * (1 - b + b * counts.sum() / averageLength);
            double factor = variant == Variant.LUCENE ? 1 : k1 + 1;
            double[] weights = new double[counts.size()];
            for (int i = 0; i < weights.length; i++) {
                double count = counts.values()[i];
                weights[i] = termWeights[counts.indices()[i]] * count * factor / (count + saturation);
            }
            return new SparseVector(counts.indices(), weights);
        }

        @Override
        public SparseVector weighQuery(SparseVector counts, double[] termWeights, double averageLength) {
            return counts;
        }

        @Override
        public double[] termWeights(Statistics statistics) {
            double[] weights =
                    Arrays.stream(statistics.textFrequencies()).mapToDouble(with -> inverse((double) statistics.texts(), with)).toArray();
            double floor = OKAPI_FLOOR * Arrays.stream(weights).average().orElse(0);
            return variant == Variant.OKAPI ? Arrays.stream(weights).map(weight -> weight < 0 ? floor : weight).toArray() : weights;
        }

        private double inverse(double all, double with) {
            return switch (variant) {
                case LUCENE -> Math.log(1 + (all - with + 0.5) / (with + 0.5));
                case OKAPI -> Math.log(all - with + 0.5) - Math.log(with + 0.5);
                case ATIRE -> Math.log(all / with);
            };
        }

        @Override
        public Map<String, Object> toMap() {
            Map<String, Object> map = map("bm25");
            map.put("variant", variant.name().toLowerCase(Locale.ROOT));
            map.put("k1", k1);
            map.put("b", b);
            return map;
        }
    }
}
