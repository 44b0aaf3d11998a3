package io.isotropy.nlp.json;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One node of a parsed JSON text: a value that knows where it stood, so that asking it for the wrong thing gives a
 * sentence such as {@code config.json line 3: "hidden_size" must be a whole number, got "big"}.
 *
 * <p>Read: {@code Json config = Json.read(file); int hidden = config.get("hidden_size").asInt();}. Immutable.
 */
public final class Json {
    /** What a node is, worded as in messages. */
    public enum Kind {
        OBJECT("an object"),
        ARRAY("an array"),
        STRING("a string"),
        NUMBER("a number"),
        BOOLEAN("true or false"),
        NULL("null");

        private final String words;

        Kind(String words) {
            this.words = words;
        }
    }

    /** Name of the file or text at the root, of the parent's member elsewhere. */
    private final String name;

    private final @Nullable Json parent;
    private final int line;
    private final Kind kind;
    /** By kind: {@code Map<String, Json>}, {@code List<Json>}, String, Long / BigInteger / Double, Boolean, or null. */
    private final @Nullable Object value;

    private Json(String name, @Nullable Json parent, int line, Kind kind, @Nullable Object value) {
        this.name = name;
        this.parent = parent;
        this.line = line;
        this.kind = kind;
        this.value = value;
    }

    /** Parses a file of UTF-8 text. Messages name it by its path. */
    public static Json read(Path file) throws IOException {
        return JsonReader.read(file);
    }

    /** Parses a text; {@code source} is what messages call it. */
    public static Json parse(String text, String source) {
        return JsonReader.parse(text, source);
    }

    static Json object(String name, @Nullable Json parent, int line) {
        return new Json(name, parent, line, Kind.OBJECT, new LinkedHashMap<String, Json>());
    }

    static Json array(String name, @Nullable Json parent, int line) {
        return new Json(name, parent, line, Kind.ARRAY, new ArrayList<Json>());
    }

    static Json scalar(String name, @Nullable Json parent, int line, @Nullable Object value) {
        Kind kind =
                switch (value) {
                    case null -> Kind.NULL;
                    case String text -> Kind.STRING;
                    case Boolean flag -> Kind.BOOLEAN;
                    default -> Kind.NUMBER;
                };
        return new Json(name, parent, line, kind, value);
    }

    /** Adds a child while reading; a name seen twice keeps its last value, as in Python. */
    void add(String member, Json child) {
        if (kind == Kind.OBJECT) {
            members().put(member, child);
        } else {
            elements().add(child);
        }
    }

    public Kind kind() {
        return kind;
    }

    public boolean isNull() {
        return kind == Kind.NULL;
    }

    /** The member of that name, or null if there is none or it is JSON's null. */
    public @Nullable Json find(String member) {
        Json child = asMap().get(member);
        return child == null || child.isNull() ? null : child;
    }

    public boolean has(String member) {
        return find(member) != null;
    }

    /** The member of that name, which must be there and not null. */
    public Json get(String member) {
        Json child = find(member);
        if (child == null) {
            throw error((parent == null ? "" : path() + " ") + "must have \"" + member + "\"");
        }
        return child;
    }

    public String getString(String member, String otherwise) {
        Json child = find(member);
        return child == null ? otherwise : child.asString();
    }

    public int getInt(String member, int otherwise) {
        Json child = find(member);
        return child == null ? otherwise : child.asInt();
    }

    public double getDouble(String member, double otherwise) {
        Json child = find(member);
        return child == null ? otherwise : child.asDouble();
    }

    public boolean getBoolean(String member, boolean otherwise) {
        Json child = find(member);
        return child == null ? otherwise : child.asBoolean();
    }

    /** The members in the order of the text. */
    public Map<String, Json> asMap() {
        require(Kind.OBJECT);
        return Collections.unmodifiableMap(members());
    }

    /** The elements in order. */
    public List<Json> asList() {
        require(Kind.ARRAY);
        return Collections.unmodifiableList(elements());
    }

    public String asString() {
        require(Kind.STRING);
        return String.valueOf(value);
    }

    public boolean asBoolean() {
        require(Kind.BOOLEAN);
        return Boolean.TRUE.equals(value);
    }

    public double asDouble() {
        require(Kind.NUMBER);
        return value instanceof Number number ? number.doubleValue() : Double.NaN;
    }

    /** A whole number; 12.0 counts as one, 12.5 does not. */
    public long asLong() {
        if (value instanceof Long whole) {
            return whole;
        }
        if (value instanceof Double real && real == Math.rint(real) && Math.abs(real) < 1L << 53) {
            return real.longValue();
        }
        throw error(path() + " must be a whole number" + (value instanceof BigInteger ? " below 2^63" : "") + ", got "
                + shown());
    }

    public int asInt() {
        long whole = asLong();
        if (whole != (int) whole) {
            throw error(path() + " must be a whole number below 2^31, got " + whole);
        }
        return (int) whole;
    }

    /** An error about this node, for callers with rules of their own: {@code config.json line 3: message}. */
    public JsonException error(String message) {
        Json root = this;
        while (root.parent != null) {
            root = root.parent;
        }
        return new JsonException(root.name + " line " + line + ": " + message);
    }

    /** Where this node stands: {@code "model.vocab"}, {@code "[2].path"}, or {@code the top level}. */
    public String path() {
        if (parent == null) {
            return "the top level";
        }
        StringBuilder path = new StringBuilder(name);
        for (Json node = parent; node.parent != null; node = node.parent) {
            path.insert(0, path.charAt(0) == '[' ? node.name : node.name + ".");
        }
        return path.insert(0, '"').append('"').toString();
    }

    @Override
    public String toString() {
        return JsonWriter.toText(this);
    }

    @Nullable Object value() {
        return value;
    }

    private void require(Kind wanted) {
        if (kind != wanted) {
            throw error(path() + " must be " + wanted.words + ", got " + shown());
        }
    }

    private String shown() {
        return switch (kind) {
            case STRING -> {
                String text = String.valueOf(value);
                yield '"' + (text.length() > 40 ? text.substring(0, 40) + "…" : text) + '"';
            }
            case NUMBER, BOOLEAN, NULL -> String.valueOf(value);
            case OBJECT, ARRAY -> kind.words;
        };
    }

    @SuppressWarnings("unchecked") // the private constructor pairs kind and value
    private Map<String, Json> members() {
        return (Map<String, Json>) Objects.requireNonNull(value);
    }

    @SuppressWarnings("unchecked") // the private constructor pairs kind and value
    private List<Json> elements() {
        return (List<Json>) Objects.requireNonNull(value);
    }
}
