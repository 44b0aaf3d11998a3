package io.isotropy.cli;

import io.isotropy.nlp.json.Json;
import io.isotropy.nlp.json.JsonException;
import io.isotropy.nlp.text.Utf8Lines;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Texts, one a line. */
final class TextInput implements Closeable {

    /** What a line is. */
    enum Format {
        /** The text itself. */
        LINES,
        /** A JSON object with the text as its member "text". */
        JSONL
    }

    private final Utf8Lines lines;
    private final Format format;
    private final long size;

    private TextInput(Utf8Lines lines, Format format, long size) {
        this.lines = lines;
        this.format = format;
        this.size = size;
    }

    /** Opens a file, or stdin for "-". */
    static TextInput open(String name, Format format, Streams streams) throws IOException {
        if (name.equals("-")) {
            return new TextInput(Utf8Lines.unpacking(streams.in(), "stdin"), format, -1);
        }
        Path file = Arguments.path(name, "--input");
        if (!Files.exists(file)) {
            throw new InputException("the input " + name + " does not exist");
        }
        if (Files.isDirectory(file)) {
            throw new InputException("the input " + name + " is a folder; give a file");
        }
        if (!Files.isReadable(file)) {
            throw new InputException("the input " + name + " cannot be read: permission denied");
        }
        Utf8Lines lines = Utf8Lines.open(file); // unpacked where it is gzip
        long size = Files.isRegularFile(file) && !lines.packed() ? Files.size(file) : -1;
        return new TextInput(lines, format, size);
    }

    /** The next text; null after the last. */
    @Nullable String next() throws IOException {
        String line = lines.next();
        return line == null || format == Format.LINES ? line : member(line);
    }

    private String member(String line) throws IOException {
        try {
            return Json.parse(line, "").get("text").asString();
        } catch (JsonException e) {
            throw lines.error(e.inOneLine() + "; every line must be an object such as {\"text\": \"…\"}");
        }
    }

    /** The bytes of the file; -1 if unknown, as those of a compressed one are. */
    long size() {
        return size;
    }

    /** The bytes read so far. */
    long bytes() {
        return lines.bytes();
    }

    @Override
    public void close() throws IOException {
        lines.close();
    }
}
