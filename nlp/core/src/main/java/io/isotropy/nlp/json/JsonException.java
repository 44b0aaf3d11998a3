package io.isotropy.nlp.json;

/** A JSON text that cannot be parsed, or holds something else than was asked for. The message names file and place. */
public final class JsonException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public JsonException(String message) {
        super(message);
    }

    /** The message about a text that was one line and had no name: without a place, which the line's reader knows better. */
    public String inOneLine() {
        return String.valueOf(getMessage()).replaceFirst("^ line \\d+( column \\d+)?: ", "");
    }
}
