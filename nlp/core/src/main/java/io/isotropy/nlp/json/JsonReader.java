package io.isotropy.nlp.json;

import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.exc.JacksonIOException;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonReadFeature;

/** Builds the tree from Jackson's tokens; its limits on nesting and on the length of numbers hold here too. */
final class JsonReader {
    /** Python writes NaN and Infinity into configs, and reads them. */
    private static final JsonFactory FACTORY =
            JsonFactory.builder().enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS).build();

    private JsonReader() {}

    static Json read(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file);
                JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), in)) {
            return document(parser, file.toString());
        } catch (JacksonIOException e) {
            throw e.getCause();
        }
    }

    static Json parse(String text, String source) {
        try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), text)) {
            return document(parser, source);
        }
    }

    private static Json document(JsonParser parser, String source) {
        try {
            JsonToken first = parser.nextToken();
            if (first == null) {
                throw new JsonException(source + " line 1: the file is empty, JSON is expected");
            }
            Json root = node(parser, first, source, null);
            if (parser.nextToken() != null) {
                throw new JsonException(source + " line " + line(parser) + ": more text after the end of the JSON");
            }
            return root;
        } catch (StreamReadException | StreamConstraintsException e) {
            TokenStreamLocation at = e.getLocation();
            String line = at == null ? "" : " line " + at.getLineNr() + " column " + at.getColumnNr();
            throw new JsonException(source + line + ": not valid JSON: "
                    + e.getOriginalMessage().replaceAll(" \\(start marker at \\[[^\\]]*]\\)", ""));
        }
    }

    private static Json node(JsonParser parser, JsonToken token, String name, @Nullable Json parent) {
        int line = line(parser);
        return switch (token) {
            case START_OBJECT -> {
                Json object = Json.object(name, parent, line);
                while (parser.nextToken() != JsonToken.END_OBJECT) {
                    String member = parser.currentName();
                    object.add(member, node(parser, parser.nextToken(), member, object));
                }
                yield object;
            }
            case START_ARRAY -> {
                Json array = Json.array(name, parent, line);
                int index = 0;
                for (JsonToken next = parser.nextToken(); next != JsonToken.END_ARRAY; next = parser.nextToken()) {
                    String member = "[" + index++ + "]";
                    array.add(member, node(parser, next, member, array));
                }
                yield array;
            }
            case VALUE_NUMBER_INT -> Json.scalar(name, parent, line, whole(parser));
            case VALUE_NUMBER_FLOAT -> Json.scalar(name, parent, line, parser.getDoubleValue());
            case VALUE_TRUE -> Json.scalar(name, parent, line, true);
            case VALUE_FALSE -> Json.scalar(name, parent, line, false);
            case VALUE_NULL -> Json.scalar(name, parent, line, null);
            default -> Json.scalar(name, parent, line, parser.getString());
        };
    }

    private static Object whole(JsonParser parser) {
        return switch (parser.getNumberType()) {
            case INT, LONG -> parser.getLongValue();
            default -> {
                BigInteger big = parser.getBigIntegerValue();
                yield big;
            }
        };
    }

    private static int line(JsonParser parser) {
        return parser.currentTokenLocation().getLineNr();
    }
}
