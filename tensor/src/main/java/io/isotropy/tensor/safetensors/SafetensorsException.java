package io.isotropy.tensor.safetensors;

import java.io.IOException;
import java.nio.file.Path;

/**
 * A safetensors file, or a wish about one, that the format does not allow. The message names file, tensor, expected and
 * found.
 */
public final class SafetensorsException extends IOException {

    private static final int LONGEST_QUOTE = 120;

    /** What is wrong with a file, in words that go on after its name. */
    public SafetensorsException(Path file, String problem) {
        super(file + ": " + problem);
    }

    SafetensorsException(Path file, String problem, Throwable cause) {
        super(file + ": " + problem, cause);
    }

    /** The text in quotes, on one line and not longer than a message should be, whatever a broken file holds. */
    static String quote(String text) {
        StringBuilder quoted = new StringBuilder("'");
        text.codePoints().limit(LONGEST_QUOTE).forEach(c -> {
            if (Character.isISOControl(c)) {
                quoted.append(String.format("\\u%04x", c));
            } else {
                quoted.appendCodePoint(c);
            }
        });
        return quoted.append(text.codePointCount(0, text.length()) > LONGEST_QUOTE ? "…'" : "'").toString();
    }
}
