package io.isotropy.tensor.safetensors;

import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;

/** A pull parser that takes exactly what it is asked for and says in one sentence where it found something else. */
final class StrictJson implements AutoCloseable {

    /** Deeper than any header or index is; numbers are longer in no honest file than 19 digits and a sign. */
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(16)
                    .maxNumberLength(32)
                    .maxStringLength(Header.LONGEST)
                    .maxNameLength(1 << 16)
                    .build())
            .build();

    private final Path file;
    private final String part;
    private final JsonParser parser;

    /** @param part what of the file is parsed, for messages */
    StrictJson(Path file, String part, InputStream utf8) throws SafetensorsException {
        this.file = file;
        this.part = part;
        // A reader, since the parser would guess UTF-16 or UTF-32 from bytes; its decoder reports malformed input.
        InputStreamReader reader = new InputStreamReader(utf8, StandardCharsets.UTF_8.newDecoder());
        try {
            this.parser = FACTORY.createParser(ObjectReadContext.empty(), reader);
        } catch (JacksonException e) {
            throw broken(e);
        }
    }

    void beginObject(String where) throws SafetensorsException {
        expect(JsonToken.START_OBJECT, "an object", where);
    }

    /** The next key of the object, or null at its end. */
    @Nullable String nextKey() throws SafetensorsException {
        return next() == JsonToken.PROPERTY_NAME ? parser.currentName() : null;
    }

    String string(String where) throws SafetensorsException {
        expect(JsonToken.VALUE_STRING, "a string", where);
        try {
            return parser.getString(); // decodes only now
        } catch (JacksonException e) {
            throw broken(e);
        }
    }

    void beginArray(String where) throws SafetensorsException {
        expect(JsonToken.START_ARRAY, "an array", where);
    }

    /** The next integer of the array, 0 or more, or −1 at its end. */
    long nextSize(String where) throws SafetensorsException {
        JsonToken token = next();
        if (token == JsonToken.END_ARRAY) {
            return -1;
        }
        if (token != JsonToken.VALUE_NUMBER_INT) {
            throw found(token, "an integer", where);
        }
        try {
            long value = parser.getLongValue();
            if (value < 0) {
                throw problem(where + " has " + value + ", expected 0 or more");
            }
            return value;
        } catch (JacksonException e) {
            throw problem(where + " has " + SafetensorsException.quote(parser.getString())
                    + ", more than 64 bits hold");
        }
    }

    void skipValue() throws SafetensorsException {
        next();
        try {
            parser.skipChildren();
        } catch (JacksonException e) {
            throw broken(e);
        }
    }

    /** Demands that nothing follows. */
    void end() throws SafetensorsException {
        JsonToken token = next();
        if (token != null) {
            throw found(token, "nothing more", "the end");
        }
    }

    SafetensorsException problem(String problem) {
        return new SafetensorsException(file, problem);
    }

    @Override
    public void close() {
        parser.close();
    }

    private void expect(JsonToken expected, String what, String where) throws SafetensorsException {
        JsonToken token = next();
        if (token != expected) {
            throw found(token, what, where);
        }
    }

    private @Nullable JsonToken next() throws SafetensorsException {
        try {
            return parser.nextToken();
        } catch (JacksonException e) {
            throw broken(e);
        }
    }

    private SafetensorsException found(@Nullable JsonToken token, String expected, String where) {
        String found =
                switch (token) {
                    case null -> "the end of the JSON";
                    case START_OBJECT, END_OBJECT -> "an object";
                    case START_ARRAY, END_ARRAY -> "an array";
                    case VALUE_STRING, PROPERTY_NAME -> "a string";
                    case VALUE_NUMBER_INT -> "an integer";
                    case VALUE_NUMBER_FLOAT -> "a fraction";
                    default -> "true, false or null";
                };
        return problem(where + " must be " + expected + ", found " + found + place());
    }

    private SafetensorsException broken(JacksonException e) {
        if (e.getCause() instanceof CharacterCodingException) {
            return new SafetensorsException(file, part + " is not UTF-8", e);
        }
        String reason = e.getOriginalMessage().lines().findFirst().orElse("no reason given");
        return new SafetensorsException(file, part + " is not JSON" + place(e) + ": " + reason, e);
    }

    private String place() {
        return " at character " + parser.currentTokenLocation().getCharOffset();
    }

    private static String place(JacksonException e) {
        return e.getLocation() == null ? "" : " at character " + e.getLocation().getCharOffset();
    }
}
