package io.isotropy.nlp;

import java.io.IOException;
import java.nio.file.Path;

/** A model folder that cannot be used. The message names the file, what is wrong and what would help, for people. */
public final class ModelFolderException extends IOException {

    private static final long serialVersionUID = 1L;

    public ModelFolderException(Path file, String problem) {
        super(file + " " + problem);
    }

    public ModelFolderException(String message, Throwable cause) {
        super(message, cause);
    }
}
