package io.isotropy.nlp.data;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * WordNet (Fellbaum 1998) as a network of synsets: what is a kind of what, what is the opposite of what, and how alike two kinds are. Its data is
 * not part of this library: see {@link WordNet}. Immutable once it is read.
 */
public final class Taxonomy {

    private final Map<String, Synset> synsets = new LinkedHashMap<>();
    private final Map<String, List<Synset>> hyponyms = new HashMap<>();
    private final Map<String, Integer> depths = new HashMap<>();

    private Taxonomy() {}

    /** Reads WordNet's {@code dict} folder. */
    public static Taxonomy read(Path folder) throws IOException {
        return read(WordNetFiles.in(folder));
    }

    /**
     * Reads WordNet 3.1 from the class path.
     *
     * @throws IOException if it is not there
     */
    public static Taxonomy onClassPath() throws IOException {
        return read(WordNetFiles.onClassPath());
    }

    private static Taxonomy read(WordNetFiles files) throws IOException {
        Taxonomy taxonomy = new Taxonomy();
        for (String part : List.of("noun", "verb", "adj", "adv")) {
            files.forEachSynset(part, synset -> taxonomy.synsets.put(synset.id(), synset));
        }
        for (Synset synset : taxonomy.synsets.values()) {
            synset.hypernyms().forEach(id -> taxonomy.hyponyms.computeIfAbsent(id, _ -> new ArrayList<>()).add(synset));
        }
        taxonomy.synsets.values().forEach(taxonomy::measureDepth);
        return taxonomy;
    }

    /** All synsets, nouns, verbs, adjectives and adverbs, in the order of their files. */
    public Collection<Synset> synsets() {
        return Collections.unmodifiableCollection(synsets.values());
    }

    /** The synset of an id; null if there is none. */
    public @Nullable Synset find(String id) {
        return synsets.get(id);
    }

    /** What a synset is a kind or an instance of. */
    public List<Synset> hypernyms(Synset synset) {
        return known(synset.hypernyms());
    }

    /** What is a kind or an instance of a synset. */
    public List<Synset> hyponyms(Synset synset) {
        return hyponyms.getOrDefault(synset.id(), List.of());
    }

    /** The synsets with a word of the opposite meaning. */
    public List<Synset> antonyms(Synset synset) {
        return known(synset.antonyms());
    }

    private List<Synset> known(List<String> ids) {
        List<Synset> found = new ArrayList<>();
        for (String id : ids) {
            Synset synset = synsets.get(id);
            if (synset != null) {
                found.add(synset);
            }
        }
        return found;
    }

    private int measureDepth(Synset synset) {
        Integer known = depths.get(synset.id());
        if (known != null) {
            return known;
        }
        depths.put(synset.id(), Integer.MAX_VALUE - 1); // a circle, which WordNet has none of, is not followed
        int least = hypernyms(synset).stream().mapToInt(this::measureDepth).min().orElse(0);
        depths.put(synset.id(), least + 1);
        return least + 1;
    }

    /** The number of synsets on the shortest way up to a root, both included: 1 for a root. */
    public int depth(Synset synset) {
        return depths.getOrDefault(synset.id(), 1);
    }

    /**
     * How alike two kinds are, 0 to 1: Wu and Palmer 1994, "Verb Semantics and Lexical Selection", §4: 2·d(c) / (d(a) + d(b)), where c is the
     * deepest that both are kinds of, and d(a) and d(b) count the steps by way of c. 0 where they share nothing.
     */
    public double similarity(Synset a, Synset b) {
        Map<String, Integer> above = distances(a);
        double best = 0;
        for (Map.Entry<String, Integer> entry : distances(b).entrySet()) {
            Integer up = above.get(entry.getKey());
            Synset common = synsets.get(entry.getKey());
            if (up != null && common != null) {
                int depth = depth(common);
                best = Math.max(best, 2.0 * depth / (2 * depth + up + entry.getValue()));
            }
        }
        return best;
    }

    /** The synset itself and all it is a kind of, with the steps up to there. */
    private Map<String, Integer> distances(Synset synset) {
        Map<String, Integer> found = new LinkedHashMap<>();
        List<Synset> level = List.of(synset);
        for (int steps = 0; !level.isEmpty(); steps++) {
            List<Synset> next = new ArrayList<>();
            for (Synset one : level) {
                if (found.putIfAbsent(one.id(), steps) == null) {
                    next.addAll(hypernyms(one));
                }
            }
            level = next;
        }
        return found;
    }
}
