package io.isotropy.nlp.data;

import java.util.List;

/** A thesaurus: WordNet, or a file. The order of what it gives is part of its data, so that a seed means the same everywhere. */
public interface Synonyms {

    /** Words that may stand for {@code word}, which is in lower case; without the word itself; empty if it is unknown. */
    List<String> of(String word);
}
