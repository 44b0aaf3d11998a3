package io.isotropy.tour;

import io.isotropy.nlp.data.Example.LabelledPair;
import io.isotropy.nlp.data.Example.ScoredPair;
import io.isotropy.nlp.data.Example.Triplet;
import io.isotropy.nlp.data.Labels;
import io.isotropy.nlp.data.Synset;
import io.isotropy.nlp.data.Taxonomy;
import io.isotropy.nlp.eval.StsFile;
import io.isotropy.tensor.Philox;
import io.isotropy.tour.TourData.Entry;
import io.isotropy.tour.TourData.Item;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Data for every kind of training and measuring, made of WordNet. Texts are its definitions and examples. How alike two definitions are is how
 * alike their synsets are in the taxonomy ({@link Taxonomy#similarity}). A definition entails that of a hypernym, contradicts that of an
 * antonym, and neither of both holds between sisters. One noun in {@value #HELD_OUT} is held out with all its texts: what measures is made of
 * those alone, what trains of the others.
 */
final class WordNetData {

    private static final int HELD_OUT = 12;
    /** Wu and Palmer's measure times this is a score as in the STS Benchmark. */
    private static final double HIGHEST_SCORE = 5;
    /** How far up a partner's common ancestor is: sisters, cousins, and so on. */
    private static final int[] GENERATIONS = {1, 2, 3, 4, 6};
    private static final int TRIES = 30;

    /** The kinds of the pool, by their lexicographer's file: different enough to be told apart on a map. */
    private static final Map<Integer, String> KINDS =
            Map.of(5, "animal", 6, "artifact", 8, "body", 13, "food", 15, "location", 18, "person", 20, "plant", 28, "time");

    private final Taxonomy taxonomy;
    private final Philox random;
    private final List<Synset> training = new ArrayList<>();
    private final List<Synset> held = new ArrayList<>();
    private final Set<String> heldIds = new HashSet<>();
    private long draws;

    private WordNetData(Taxonomy taxonomy, Philox random) {
        this.taxonomy = taxonomy;
        this.random = random;
        for (Synset synset : taxonomy.synsets()) {
            if (synset.definition().isBlank()) {
                continue;
            }
            boolean noun = synset.id().startsWith("n");
            if (noun && draw(HELD_OUT) == 0) {
                held.add(synset);
                heldIds.add(synset.id());
            } else {
                training.add(synset);
            }
        }
    }

    static WordNetData read(long seed) throws IOException {
        return new WordNetData(Taxonomy.onClassPath(), Philox.of(seed));
    }

    private int draw(int bound) {
        return random.integer(draws++, bound);
    }

    private Synset any(List<Synset> list) {
        return list.get(draw(list.size()));
    }

    /** The words and the definition of a synset as a line of a dictionary, then its examples. */
    List<String> texts(int most) {
        List<String> texts = new ArrayList<>();
        for (int i : random.child(1).permutation(training.size())) {
            Synset synset = training.get(i);
            texts.add(String.join(", ", synset.words()) + ": " + synset.definition());
            texts.addAll(synset.examples());
            if (texts.size() >= most) {
                break;
            }
        }
        return texts.subList(0, Math.min(most, texts.size()));
    }

    StsFile test(int pairs) {
        List<StsFile.Pair> list = new ArrayList<>();
        for (ScoredPair pair : scored(pairs, held, true)) {
            list.add(new StsFile.Pair(HIGHEST_SCORE * pair.score(), pair.first(), pair.second()));
        }
        return new StsFile("WordNet", list, 0);
    }

    List<ScoredPair> scored(int pairs) {
        return scored(pairs, training.stream().filter(synset -> synset.id().startsWith("n")).toList(), false);
    }

    private List<ScoredPair> scored(int pairs, List<Synset> from, boolean ofHeld) {
        List<ScoredPair> list = new ArrayList<>();
        while (list.size() < pairs) {
            Synset first = any(from);
            int generation = list.size() % (GENERATIONS.length + 1);
            Synset second = generation == GENERATIONS.length ? any(from) : relative(first, GENERATIONS[generation], ofHeld);
            if (second == null) {
                second = any(from);
            }
            if (!second.id().equals(first.id())) {
                list.add(new ScoredPair(first.definition(), second.definition(), taxonomy.similarity(first, second)));
            }
        }
        return list;
    }

    /** A synset below the ancestor so many steps up; null if none is found. */
    private @Nullable Synset relative(Synset synset, int steps, boolean ofHeld) {
        Synset ancestor = synset;
        for (int i = 0; i < steps; i++) {
            List<Synset> above = taxonomy.hypernyms(ancestor);
            if (above.isEmpty()) {
                break;
            }
            ancestor = any(above);
        }
        for (int i = 0; i < TRIES; i++) {
            Synset found = ancestor;
            for (int down = 0; down < steps || down == 0; down++) {
                List<Synset> below = taxonomy.hyponyms(found);
                if (below.isEmpty()) {
                    break;
                }
                found = any(below);
            }
            if (heldIds.contains(found.id()) == ofHeld && !found.id().equals(synset.id()) && !found.definition().isBlank()) {
                return found;
            }
        }
        return null;
    }

    /** As many of each class. */
    List<LabelledPair> inference(int pairs) {
        List<LabelledPair> opposites = new ArrayList<>();
        int contradiction = Labels.NLI.number("contradiction");
        for (int i : random.child(2).permutation(training.size())) {
            for (Synset antonym : usable(taxonomy.antonyms(training.get(i)))) {
                opposites.add(new LabelledPair(training.get(i).definition(), antonym.definition(), contradiction));
            }
        }
        int each = Math.min(pairs / 3, opposites.size());
        List<LabelledPair> list = new ArrayList<>(opposites.subList(0, each));
        List<Synset> kinds = training.stream().filter(synset -> !usable(taxonomy.hypernyms(synset)).isEmpty()).toList();
        while (list.size() < 2 * each) {
            Synset synset = any(kinds);
            Synset above = any(usable(taxonomy.hypernyms(synset)));
            list.add(new LabelledPair(synset.definition(), above.definition(), Labels.NLI.number("entailment")));
        }
        while (list.size() < 3 * each) {
            Synset synset = any(kinds);
            Synset sister = any(taxonomy.hyponyms(any(taxonomy.hypernyms(synset))));
            if (!sister.id().equals(synset.id()) && !heldIds.contains(sister.id()) && !sister.definition().isBlank()) {
                list.add(new LabelledPair(synset.definition(), sister.definition(), Labels.NLI.number("neutral")));
            }
        }
        return list;
    }

    /** A definition, that of a hypernym, and that of an antonym or, where there is none, of a distant relative. */
    List<Triplet> triplets(int count) {
        List<Synset> kinds = training.stream().filter(synset -> !usable(taxonomy.hypernyms(synset)).isEmpty()).toList();
        List<Triplet> list = new ArrayList<>();
        while (list.size() < count) {
            Synset anchor = any(kinds);
            List<Synset> opposites = usable(taxonomy.antonyms(anchor));
            Synset negative = opposites.isEmpty() ? relative(anchor, 4, false) : any(opposites);
            if (negative != null) {
                list.add(new Triplet(anchor.definition(), any(usable(taxonomy.hypernyms(anchor))).definition(), negative.definition()));
            }
        }
        return list;
    }

    private List<Synset> usable(List<Synset> synsets) {
        return synsets.stream().filter(synset -> !heldIds.contains(synset.id()) && !synset.definition().isBlank()).toList();
    }

    /** Held-out definitions and their words, each of one part and once. */
    List<Entry> dictionary(int count, Set<String> known) {
        List<Entry> list = new ArrayList<>();
        Set<String> taken = new HashSet<>();
        for (int i : random.child(3).permutation(held.size())) {
            Synset synset = held.get(i);
            String word = synset.words().getFirst();
            if (list.size() < count && known.contains(word) && taken.add(word)) {
                list.add(new Entry(synset.definition(), word));
            }
        }
        return list;
    }

    /** Held-out definitions of some kinds of things. */
    List<Item> pool(int count) {
        List<Item> list = new ArrayList<>();
        for (int i : random.child(4).permutation(held.size())) {
            String kind = KINDS.get(held.get(i).category());
            if (kind != null && list.size() < count) {
                list.add(new Item(held.get(i).definition(), kind));
            }
        }
        return list;
    }
}
