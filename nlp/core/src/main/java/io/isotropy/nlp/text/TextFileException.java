package io.isotropy.nlp.text;

import java.io.IOException;

/** A text file that is not what it must be. The message names the file, and the line if it is one. */
public final class TextFileException extends IOException {

    private static final long serialVersionUID = 1L;

    /** A problem of the file as a whole. */
    public TextFileException(String file, String problem) {
        super(file + ": " + problem);
    }

    /** A problem of one line, counted from 1. */
    public TextFileException(String file, long line, String problem) {
        super(file + " line " + line + ": " + problem);
    }
}
