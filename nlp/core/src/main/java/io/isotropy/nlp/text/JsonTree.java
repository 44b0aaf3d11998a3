package io.isotropy.nlp.text;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.json.JsonFactory;

/**
 * The small parts of a JSON file as a tree, with readers that say which member of which file is not what it should be.
 */
record JsonTree(Path file, @Nullable JsonTree parent, String name, @Nullable Object value) {

    // A vocabulary's 30 000 names are read once: a table of seen names would only cost.
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .disable(TokenStreamFactory.Feature.CANONICALIZE_PROPERTY_NAMES)
            .disable(TokenStreamFactory.Feature.INTERN_PROPERTY_NAMES)
            .build();

    static JsonParser parser(byte[] content) {
        return FACTORY.createParser(ObjectReadContext.empty(), content);
    }

    /** The value at which the parser stands. */
    static @Nullable Object read(JsonParser parser) {
        return switch (parser.currentToken()) {
            case START_OBJECT -> {
                Map<String, @Nullable Object> members = new LinkedHashMap<>();
                while (parser.nextToken() != JsonToken.END_OBJECT) {
                    String name = parser.currentName();
                    parser.nextToken();
                    members.put(name, read(parser));
                }
                yield members;
            }
            case START_ARRAY -> {
                List<@Nullable Object> elements = new ArrayList<>();
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    elements.add(read(parser));
                }
                yield elements;
            }
            case VALUE_STRING -> parser.getString();
            case VALUE_NUMBER_INT -> parser.getNumberValue();
            case VALUE_NUMBER_FLOAT -> parser.getDoubleValue();
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            default -> null;
        };
    }

    static JsonTree root(Path file, @Nullable Object value) {
        return new JsonTree(file, null, "", value);
    }

    /** The way here from the top; put together only when a message needs it. */
    String place() {
        String above = parent == null ? "" : parent.place();
        if (parent != null && parent.value instanceof List<?>) {
            return above + "[" + name + "]";
        }
        return above.isEmpty() ? name : above + "." + name;
    }

    boolean isNull() {
        return value == null;
    }

    /** A member; one that is absent is null. */
    JsonTree get(String name) throws TokenizerFileException {
        if (value instanceof Map<?, ?> members) {
            return new JsonTree(file, this, name, members.get(name));
        }
        throw expected("an object");
    }

    List<JsonTree> elements() throws TokenizerFileException {
        if (value instanceof List<?> list) {
            List<JsonTree> result = new ArrayList<>();
            for (Object element : list) {
                result.add(new JsonTree(file, this, String.valueOf(result.size()), element));
            }
            return result;
        }
        throw expected("a list");
    }

    String string() throws TokenizerFileException {
        if (value instanceof String string) {
            return string;
        }
        throw expected("a string");
    }

    String string(String absent) throws TokenizerFileException {
        return isNull() ? absent : string();
    }

    int integer() throws TokenizerFileException {
        if (value instanceof Number number && number.doubleValue() == number.intValue() && number.intValue() >= 0) {
            return number.intValue();
        }
        throw expected("a number from 0 to " + Integer.MAX_VALUE);
    }

    boolean flag(boolean absent) throws TokenizerFileException {
        if (isNull()) {
            return absent;
        }
        if (value instanceof Boolean flag) {
            return flag;
        }
        throw expected("true or false");
    }

    /** The component's "type". */
    String type() throws TokenizerFileException {
        return get("type").string();
    }

    TokenizerFileException expected(String what) {
        String got = value instanceof Map ? "an object" : value instanceof List ? "a list" : String.valueOf(value);
        return new TokenizerFileException(file, place() + " must be " + what + ", got " + got);
    }

    /** A component that exists elsewhere but not here. */
    TokenizerFileException unsupported(String what, String supported) {
        return new TokenizerFileException(file, place() + " \"" + what + "\" is not supported, only " + supported
                + "; use a BERT WordPiece tokenizer");
    }
}
