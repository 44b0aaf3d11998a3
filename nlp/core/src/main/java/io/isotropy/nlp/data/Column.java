package io.isotropy.nlp.data;

import java.util.List;
import java.util.Locale;

/** What a column of a file holds, and the names under which it is published; case, blanks, {@code _} and {@code -} do not count. */
public enum Column {
    /** A text that stands alone. */
    TEXT("text", "sentence", "document", "caption", "review", "body"),
    /** The first text of a pair. */
    FIRST("sentence1", "sentencea", "text1", "texta", "sent1", "sent0", "s1", "sentence", "premise", "anchor", "query", "text", "original"),
    /** The second text of a pair. */
    SECOND(
            "sentence2", "sentenceb", "text2", "textb", "sent2", "s2", "paraphrase", "hypothesis", "positive", "entailment",
            "answer", "backtranslation", "translation"),
    /** How alike people found a pair. */
    SCORE("score", "gold", "goldscore", "similarity", "similarityscore", "relatedness", "relatednessscore", "label"),
    /** A class, by its name or its number. */
    LABEL("label", "goldlabel", "class", "category", "group", "duplicate", "isduplicate"),
    /** The text that a triplet is about. */
    ANCHOR("anchor", "sent0", "query", "sentence1", "premise", "text"),
    /** A text that is close to the anchor. */
    POSITIVE("positive", "pos", "sent1", "sentence2", "entailment", "answer"),
    /** A text that is far from the anchor. */
    NEGATIVE("negative", "neg", "hardnegative", "hardneg", "sentence3", "contradiction", "sent2");

    private final List<String> names;

    Column(String... names) {
        this.names = List.of(names);
    }

    /** The names in lower case without separators, the usual one first. */
    public List<String> names() {
        return names;
    }

    /** Where a header has this column, the leftmost of those whose name fits; -1 if nowhere. */
    public int in(String[] header) {
        for (int i = 0; i < header.length; i++) {
            if (names.contains(plain(header[i]))) {
                return i;
            }
        }
        return -1;
    }

    static String plain(String name) {
        return name.strip().toLowerCase(Locale.ROOT).replaceAll("[ _-]", "");
    }
}
