package io.isotropy.nlp.text;

import java.io.IOException;

/** A text file that is not what it must be. The message names file and line. */
public final class TextFileException extends IOException {

    private static final long serialVersionUID = 1L;

    public TextFileException(String file, long line, String problem) {
        super(file + " line " + line + ": " + problem);
    }
}
