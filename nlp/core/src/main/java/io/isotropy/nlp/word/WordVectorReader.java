package io.isotropy.nlp.word;

import io.isotropy.kernels.Backend;
import io.isotropy.nlp.text.TextFileException;
import io.isotropy.nlp.text.Utf8Lines;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/**
 * Reads files of word vectors. The sizes of a first line are claims: memory grows with the vectors that are there. Errors name file and line,
 * or the number of the vector in a binary file.
 */
final class WordVectorReader {

    /** Bytes by which a file's format is told. */
    private static final int GLANCE = 1 << 13;
    /** The longest word of a binary file in bytes; a longer one means that the file is another. word2vec.c cuts at 100. */
    private static final int LONGEST_WORD = 1 << 12;
    /** The longest vector; a longer one means that the file is another. */
    private static final int LARGEST_DIMENSION = 1 << 20;
    /** The first four bytes of fastText's models, 793712314. */
    private static final byte[] FASTTEXT_MODEL = {(byte) 0xBA, 0x16, 0x4F, 0x2F};

    private final Path file;
    private final Backend backend;
    private final int most;

    private WordVectorReader(Path file, Backend backend, int most) {
        this.file = file;
        this.backend = backend;
        this.most = most == 0 ? Integer.MAX_VALUE : most;
    }

    /** Reads a file; {@code format} is null where the file is to tell. */
    static WordVectors read(Path file, @Nullable WordVectorFormat format, Backend backend, int most) throws IOException {
        if (most < 0) {
            throw new IllegalArgumentException("[wordVectors] the number of words must be 0 or more: got " + most);
        }
        WordVectorReader reader = new WordVectorReader(file, backend, most);
        return switch (format == null ? reader.format() : format) {
            case WORD2VEC_TEXT -> reader.text(true);
            case GLOVE_TEXT -> reader.text(false);
            case WORD2VEC_BINARY -> reader.binary();
        };
    }

    private WordVectorFormat format() throws IOException {
        byte[] start;
        try (InputStream in = Utf8Lines.bytes(file)) {
            start = in.readNBytes(GLANCE);
        } catch (EOFException | ZipException e) {
            throw Utf8Lines.damaged(file);
        }
        if (start.length >= 4 && ByteBuffer.wrap(start, 0, 4).equals(ByteBuffer.wrap(FASTTEXT_MODEL))) {
            throw new TextFileException(file.toString(), "is a model of fastText, not a file of vectors; give the .vec beside it");
        }
        int end = 0;
        while (end < start.length && start[end] != '\n') {
            end++;
        }
        String first = new String(start, 0, end, StandardCharsets.UTF_8).strip();
        if (!first.matches("\\d+[ \t]+\\d+")) {
            return WordVectorFormat.GLOVE_TEXT;
        }
        for (int i = end; i < start.length; i++) {
            boolean control = start[i] >= 0 && start[i] < ' ' && start[i] != '\n' && start[i] != '\r' && start[i] != '\t';
            if (control || start[i] == (byte) 0xFF || start[i] == (byte) 0xC0) { // which UTF-8 does not have
                return WordVectorFormat.WORD2VEC_BINARY;
            }
        }
        return WordVectorFormat.WORD2VEC_TEXT;
    }

    // Text

    private WordVectors text(boolean sizes) throws IOException {
        try (Utf8Lines lines = Utf8Lines.open(file)) {
            String line = lines.next();
            if (line == null) {
                throw new TextFileException(file.toString(), "is empty; a file of word vectors has a word and its numbers on every line");
            }
            Sizes claimed = new Sizes(Integer.MAX_VALUE, 0);
            if (sizes) {
                Sizes stated = Sizes.parse(line);
                if (stated == null) {
                    throw lines.error("must have the number of words and the length of the vectors, got " + shown(line));
                }
                claimed = stated;
                line = lines.next();
            } else {
                claimed = new Sizes(Integer.MAX_VALUE, numbersAtTheEnd(line));
                if (claimed.dimension == 0) {
                    throw lines.error("must be a word and its numbers between spaces, got " + shown(line));
                }
            }
            WordVectorRows rows = new WordVectorRows(file, claimed.dimension);
            int count = 0;
            for (; line != null && count < most; line = lines.next()) {
                if (line.isBlank() && sizes && count == claimed.words) {
                    continue;
                }
                if (++count > claimed.words) {
                    throw lines.error("is one more than the " + claimed.words + " words that the first line says");
                }
                add(line, lines, rows, sizes);
            }
            rows.checkCount(count, claimed.words, most);
            return rows.finish(backend);
        }
    }

    /** A line's word is all that stands before its last D numbers, so that it may contain spaces where they are allowed. */
    private static void add(String line, Utf8Lines lines, WordVectorRows rows, boolean strict) throws IOException {
        float[] values = new float[rows.dimension()];
        int end = line.length();
        for (int column = values.length - 1; column >= 0; column--) {
            while (end > 0 && isGap(line.charAt(end - 1))) {
                end--;
            }
            int start = end;
            while (start > 0 && !isGap(line.charAt(start - 1))) {
                start--;
            }
            if (start == 0) {
                throw columns(line, lines, rows);
            }
            values[column] = number(line.substring(start, end), column, line, lines, rows);
            end = start;
        }
        int wordEnd = end;
        while (wordEnd > 0 && isGap(line.charAt(wordEnd - 1))) {
            wordEnd--;
        }
        String word = line.substring(0, wordEnd == 0 ? Math.max(0, end - 1) : wordEnd); // a word may be of gaps alone
        int gap = lastGap(word);
        if (word.isEmpty() || gap >= 0 && (strict || isDecimal(word.substring(gap + 1)))) {
            throw columns(line, lines, rows);
        }
        rows.add(word, values);
    }

    private static TextFileException columns(String line, Utf8Lines lines, WordVectorRows rows) {
        return lines.error("must be a word and " + rows.dimension() + " numbers, as the first line says; it has "
                + line.strip().split("[ \t]+", -1).length + " columns");
    }

    private static float number(String text, int column, String line, Utf8Lines lines, WordVectorRows rows) throws IOException {
        float value;
        try {
            value = Float.parseFloat(text);
        } catch (NumberFormatException e) {
            if (line.strip().split("[ \t]+", -1).length != rows.dimension() + 1) {
                throw columns(line, lines, rows);
            }
            throw lines.error("number " + (column + 1) + " of " + rows.dimension() + " is no number: " + shown(text));
        }
        if (!Float.isFinite(value)) {
            throw lines.error("number " + (column + 1) + " of " + rows.dimension() + " is " + text + "; only finite numbers make a vector");
        }
        return value;
    }

    /** How many numbers a line ends with, its first column left out. */
    private static int numbersAtTheEnd(String line) {
        String[] fields = line.strip().split("[ \t]+", -1);
        int count = 0;
        while (count < fields.length - 1 && isNumber(fields[fields.length - 1 - count])) {
            count++;
        }
        return count;
    }

    private static boolean isGap(char c) {
        return c == ' ' || c == '\t'; // nothing else: words may contain other spaces
    }

    private static int lastGap(String word) {
        return Math.max(word.lastIndexOf(' '), word.lastIndexOf('\t'));
    }

    private static boolean isNumber(String text) {
        try {
            Float.parseFloat(text);
            return true;
        } catch (NumberFormatException e) {
            return false;
        }
    }

    /** Whether a word's last part looks like a component: a column too many. */
    private static boolean isDecimal(String text) {
        return text.indexOf('.') >= 0 && isNumber(text);
    }

    private static String shown(String text) {
        return '"' + (text.length() > 40 ? text.substring(0, 40) + "…" : text) + '"';
    }

    /** What a first line claims. */
    private record Sizes(int words, int dimension) {

        static @Nullable Sizes parse(String line) {
            String[] fields = line.strip().split("[ \t]+", -1);
            try {
                Sizes sizes = fields.length == 2 ? new Sizes(Integer.parseInt(fields[0]), Integer.parseInt(fields[1])) : null;
                return sizes == null || sizes.words < 1 || sizes.dimension < 1 || sizes.dimension > LARGEST_DIMENSION ? null : sizes;
            } catch (NumberFormatException e) {
                return null;
            }
        }
    }

    // Binary

    private WordVectors binary() throws IOException {
        try (InputStream in = new BufferedInputStream(Utf8Lines.bytes(file), 1 << 16)) {
            String first = String.valueOf(token(in, '\n', 0));
            Sizes claimed = Sizes.parse(first);
            if (claimed == null) {
                throw new TextFileException(
                        file.toString(), 1, "must have the number of words and the length of the vectors, got " + shown(first));
            }
            WordVectorRows rows = new WordVectorRows(file, claimed.dimension);
            int count = 0;
            while (count < Math.min(claimed.words, most)) {
                String word = token(in, ' ', count + 1);
                if (word == null) {
                    break;
                }
                rows.add(word, vector(in, claimed.dimension, ++count, word));
            }
            rows.checkCount(count, claimed.words, most);
            if (count == claimed.words && in.readNBytes(2).length > 1) { // word2vec.c ends every vector with a line break
                throw new TextFileException(
                        file.toString(), "goes on after the " + claimed.words + " words that the first line says");
            }
            return rows.finish(backend);
        } catch (EOFException | ZipException e) {
            throw Utf8Lines.damaged(file);
        }
    }

    private float[] vector(InputStream in, int dimension, int number, String word) throws IOException {
        byte[] bytes = in.readNBytes(Math.multiplyExact(4, dimension));
        if (bytes.length < 4 * dimension) {
            throw new TextFileException(file.toString(), "ends within vector " + number + ", of " + shown(word));
        }
        float[] values = new float[dimension];
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(values);
        for (float value : values) {
            if (!Float.isFinite(value)) {
                throw new TextFileException(
                        file.toString(), "vector " + number + ", of " + shown(word) + ", has " + value + "; only finite numbers make a vector");
            }
        }
        return values;
    }

    /** The text up to {@code end}, without line breaks before it; null at the end of the file. */
    private @Nullable String token(InputStream in, char end, int number) throws IOException {
        byte[] bytes = new byte[LONGEST_WORD];
        int length = 0;
        for (int c = in.read(); ; c = in.read()) {
            if (c < 0 && length == 0) {
                return null;
            }
            if (c < 0 || length == LONGEST_WORD) {
                throw new TextFileException(file.toString(), (number == 0 ? "its first line" : "the word of vector " + number)
                        + (c < 0 ? " is cut short" : " is longer than " + LONGEST_WORD + " bytes: the file is of another format"));
            }
            if (c == end) {
                break;
            }
            if (c != '\n' || length > 0) {
                bytes[length++] = (byte) c;
            }
        }
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, 0, length)).toString();
        } catch (CharacterCodingException e) {
            throw new TextFileException(file.toString(), "the word of vector " + number + " is not UTF-8");
        }
    }
}
