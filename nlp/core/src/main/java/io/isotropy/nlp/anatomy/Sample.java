package io.isotropy.nlp.anatomy;

import io.isotropy.nlp.corpus.Corpus;
import io.isotropy.nlp.eval.StsFile;
import io.isotropy.tensor.Philox;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
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

    /** The sentences of at most limit / 2 scored pairs, drawn with equal chances; those with a score above 4 are positives. */
    public static Sample of(StsFile file, int limit, long seed) {
        int pairs = file.pairs().size();
        int[] drawn = Philox.of(seed).permutation(pairs);
        List<String> texts = new ArrayList<>();
        List<Pair> positives = new ArrayList<>();
        IntStream.of(drawn).limit(limit / 2).sorted().mapToObj(file.pairs()::get).forEach(pair -> add(pair, texts, positives));
        return new Sample(texts, texts.size(), positives);
    }

    /** The same with the positives of a file besides, whose sentences stand for nothing else. */
    public Sample withPositives(StsFile file) {
        List<String> all = new ArrayList<>(texts);
        List<Pair> pairs = new ArrayList<>(positives);
        file.pairs().stream().filter(pair -> pair.score() > LEAST_SCORE).forEach(pair -> add(pair, all, pairs));
        return new Sample(all, measured, pairs);
    }

    private static void add(StsFile.Pair pair, List<String> texts, List<Pair> positives) {
        if (pair.score() > LEAST_SCORE) {
            positives.add(new Pair(texts.size(), texts.size() + 1));
        }
        texts.add(pair.first());
        texts.add(pair.second());
    }

    /** Those that stand for the space. */
    public List<String> measuredTexts() {
        return texts.subList(0, measured);
    }
}
