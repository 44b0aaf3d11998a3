package io.isotropy.nlp.word;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Distances between texts as bags of word vectors: Kusner et al. 2015, "From Word Embeddings To Document Distances". */
final class WordMover {

    /** The words of a text that have vectors, each once, with their counts. */
    private record Bag(List<float[]> vectors, long[] counts, long total) {

        static Bag of(WordVectors vectors, List<String> text, boolean unit) {
            Map<Integer, Long> counts = new LinkedHashMap<>();
            for (String word : text) {
                int row = vectors.row(word);
                if (row >= 0) {
                    counts.merge(row, 1L, Long::sum);
                }
            }
            List<float[]> rows = new ArrayList<>();
            counts.keySet().forEach(row -> rows.add(unit ? WordVectors.unit(vectors.vector(row)) : vectors.vector(row)));
            long[] amounts = counts.values().stream().mapToLong(count -> count).toArray();
            return new Bag(rows, amounts, Arrays.stream(amounts).sum());
        }
    }

    private WordMover() {}

    /** The Word Mover's Distance, eq. 1; infinite if a text has no word with a vector. */
    static double distance(WordVectors vectors, List<String> first, List<String> second, boolean unit) {
        Bag a = Bag.of(vectors, first, unit);
        Bag b = Bag.of(vectors, second, unit);
        if (a.total == 0 || b.total == 0) {
            return Double.POSITIVE_INFINITY;
        }
        // Shares count/total as whole numbers of 1/(totalA · totalB).
        long[] supply = Arrays.stream(a.counts).map(count -> count * b.total).toArray();
        long[] demand = Arrays.stream(b.counts).map(count -> count * a.total).toArray();
        return Transport.cost(supply, demand, distances(a, b)) / ((double) a.total * b.total);
    }

    /** The relaxed distance, §4: each word goes to the closest one, in the dearer of the two directions. Never more than the distance. */
    static double relaxed(WordVectors vectors, List<String> first, List<String> second, boolean unit) {
        Bag a = Bag.of(vectors, first, unit);
        Bag b = Bag.of(vectors, second, unit);
        return a.total == 0 || b.total == 0 ? Double.POSITIVE_INFINITY : Math.max(oneWay(a, distances(a, b)), oneWay(b, distances(b, a)));
    }

    private static double oneWay(Bag from, double[][] distances) {
        double sum = 0;
        for (int i = 0; i < distances.length; i++) {
            sum += from.counts[i] * Arrays.stream(distances[i]).min().orElse(0);
        }
        return sum / from.total;
    }

    private static double[][] distances(Bag a, Bag b) {
        double[][] distances = new double[a.counts.length][b.counts.length];
        for (int i = 0; i < distances.length; i++) {
            for (int j = 0; j < distances[i].length; j++) {
                distances[i][j] = euclidean(a.vectors.get(i), b.vectors.get(j));
            }
        }
        return distances;
    }

    private static double euclidean(float[] x, float[] y) {
        double sum = 0;
        for (int i = 0; i < x.length; i++) {
            double difference = (double) x[i] - y[i];
            sum += difference * difference;
        }
        return Math.sqrt(sum);
    }
}
