package io.isotropy.nlp;

import io.isotropy.nlp.json.JsonException;
import java.io.IOException;
import java.nio.file.Path;

/** A model folder that cannot be used. The message names the file, what is wrong and what would help, for people. */
public final class ModelFolderException extends IOException {

    private static final long serialVersionUID = 1L;

    public ModelFolderException(Path file, String problem) {
        super(file + " " + problem);
    }

    /** One that a reader of JSON found: its message names file and line. */
    public ModelFolderException(JsonException cause) {
        super(cause.getMessage(), cause);
    }
}
