package io.isotropy.nlp.anatomy;

import io.isotropy.nlp.corpus.Corpus;
import io.isotropy.nlp.eval.StsFile;
import io.isotropy.tensor.Philox;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * The texts a space is looked at with.
 *
 * @param measured how many of the texts, from the first on, stand for the space; the others belong to positives alone
 * @param positives pairs of texts that mean the same
 */
public record Sample(List<String> texts, int measured, List<Pair> positives) {

    /** Above it, of 5, two sentences mean the same: Gao et al. 2021, "SimCSE", §6. */
    public static final double LEAST_SCORE = 4;

    /** The numbers of two texts. */
    public record Pair(int first, int second) {}

    /** Copies the lists. */
    public Sample {
        texts = List.copyOf(texts);
        positives = List.copyOf(positives);
    }

    /** At most {@code limit} texts of a corpus, drawn with equal chances and left in their order: Vitter 1985, algorithm R. */
    public static Sample of(Corpus corpus, int limit, long seed) throws IOException {
        SortedMap<Integer, String> kept = new TreeMap<>();
        int[] places = new int[limit];
        int[] seen = new int[1];
        Philox random = Philox.of(seed);
        corpus.forEach(text -> {
            int number = seen[0]++;
            int place = number < limit ? number : random.integer(number, number + 1);
            if (place < limit) {
                if (number >= limit) {
                    kept.remove(places[place]);
                }
                places[place] = number;
                kept.put(number, text);
            }
        });
        List<String> texts = List.copyOf(kept.values());
        return new Sample(texts, texts.size(), List.of());
    }

    /**
     * The sentences of at most limit / 2 scored pairs, drawn with equal chances; those with a score above 4 are positives. A sentence that comes
     * more than once is one text: its copies would be pairs with a cosine of 1, and each other's nearest neighbours.
     */
    public static Sample of(StsFile file, int limit, long seed) {
        int pairs = file.pairs().size();
        int[] drawn = Philox.of(seed).permutation(pairs);
        Map<String, Integer> places = new LinkedHashMap<>();
        List<Pair> positives = new ArrayList<>();
        IntStream.of(drawn).limit(limit / 2).sorted().mapToObj(file.pairs()::get).forEach(pair -> {
            int first = place(pair.first(), places);
            int second = place(pair.second(), places);
            if (pair.score() > LEAST_SCORE) {
                positives.add(new Pair(first, second));
            }
        });
        return new Sample(List.copyOf(places.keySet()), places.size(), positives);
    }

    /** The same with the positives of a file besides, whose sentences stand for nothing else. */
    public Sample withPositives(StsFile file) {
        List<String> all = new ArrayList<>(texts);
        List<Pair> pairs = new ArrayList<>(positives);
        file.pairs().stream().filter(pair -> pair.score() > LEAST_SCORE).forEach(pair -> {
            pairs.add(new Pair(all.size(), all.size() + 1));
            all.add(pair.first());
            all.add(pair.second());
        });
        return new Sample(all, measured, pairs);
    }

    private static int place(String text, Map<String, Integer> places) {
        Integer known = places.putIfAbsent(text, places.size());
        return known == null ? places.size() - 1 : known;
    }

    /** Those that stand for the space. */
    public List<String> measuredTexts() {
        return texts.subList(0, measured);
    }
}
