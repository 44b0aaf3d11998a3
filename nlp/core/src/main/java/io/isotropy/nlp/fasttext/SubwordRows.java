package io.isotropy.nlp.fasttext;

import io.isotropy.nlp.text.IntSink;

/**
 * The rows of every word of a dictionary: its own and those of its n-grams.
 *
 * @param rows of all words, those of word w at offsets[w] … offsets[w + 1] − 1
 */
record SubwordRows(int[] rows, int[] offsets) {

    static SubwordRows of(FastTextDictionary dictionary) {
        int[] offsets = new int[dictionary.words().size() + 1];
        IntSink rows = new IntSink(1 << 10);
        for (int word = 0; word < offsets.length - 1; word++) {
            rows.add(word);
            dictionary.addNGrams(dictionary.words().get(word), rows);
            offsets[word + 1] = rows.size();
        }
        return new SubwordRows(rows.toArray(), offsets);
    }

    void addTo(Batch batch, int word) {
        batch.addRows(rows, offsets[word], offsets[word + 1]);
    }
}
