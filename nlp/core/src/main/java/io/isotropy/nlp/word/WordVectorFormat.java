package io.isotropy.nlp.word;

/** The forms in which word vectors are published; each file may be compressed by gzip. */
public enum WordVectorFormat {
    /** word2vec's text form and fastText's {@code .vec}: a first line "V D", then a word and D numbers a line. */
    WORD2VEC_TEXT,
    /** word2vec's binary form: a first line "V D", then a word, a space and D little-endian float32. */
    WORD2VEC_BINARY,
    /** GloVe's text form: no first line of sizes, and words may contain spaces. */
    GLOVE_TEXT
}
