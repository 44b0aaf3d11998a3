package io.isotropy.nlp.text;

import java.io.IOException;
import java.nio.file.Path;

/**
 * A tokenizer file that is missing, broken or asks for something that is not supported; the message names file, place
 * and fix.
 */
public final class TokenizerFileException extends IOException {

    TokenizerFileException(Path file, String problem) {
        super(file + ": " + problem);
    }

    TokenizerFileException(Path file, String problem, Throwable cause) {
        super(file + ": " + problem, cause);
    }
}
