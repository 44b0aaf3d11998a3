package io.isotropy.tour;

import io.isotropy.nlp.corpus.Corpus;
import io.isotropy.nlp.corpus.Tokenizer;
import io.isotropy.nlp.data.Example.LabelledPair;
import io.isotropy.nlp.data.Example.ScoredPair;
import io.isotropy.nlp.data.Example.Triplet;
import io.isotropy.nlp.eval.StsFile;
import java.util.List;

/**
 * What all systems learn from and are measured by. Nothing that measures is among what they learn from.
 *
 * @param source in words
 * @param words what cuts texts for models of words
 * @param texts without labels
 * @param test scored pairs to measure by
 * @param scored pairs with scores from 0 to 1 to learn from; none if there are none
 * @param inference pairs with the classes of natural language inference to learn from; none if there are none
 * @param triplets a text, one that follows from it and one that does not; none if there are none
 * @param dictionary definitions and the word that each defines; none if there are none
 * @param pool texts that neighbours are looked for in
 * @param probes texts whose neighbours are looked for
 * @param compared eight texts that are compared with each other
 */
public record TourData(
        String source, Tokenizer words, List<String> texts, StsFile test, List<ScoredPair> scored, List<LabelledPair> inference,
        List<Triplet> triplets, List<Entry> dictionary, List<Item> pool, List<String> probes, List<String> compared) {

    /** A definition and its word. */
    public record Entry(String definition, String word) {}

    /**
     * A text and the kind of thing it is about.
     *
     * @param kind empty if unknown
     */
    public record Item(String text, String kind) {}

    /** The texts without labels. */
    public Corpus corpus() {
        return Corpus.of(texts);
    }
}
