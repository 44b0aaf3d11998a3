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
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
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
    /** Threads that parse text: more do not pay, as unpacking and adding up take one. */
    private static final int MOST_THREADS = 4;
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
        try (InputStream in = Utf8Lines.bytes(file)) {
            LineBlocks blocks = new LineBlocks(in, file);
            LineBlocks.Block block = blocks.next();
            if (block == null || block.lines() == 0) {
                throw new TextFileException(file.toString(), "is empty; a file of word vectors has a word and its numbers on every line");
            }
            String first = new String(block.bytes(), block.from(), block.firstEnd() - block.from(), StandardCharsets.UTF_8);
            Sizes claimed = sizes ? Sizes.parse(first) : new Sizes(Integer.MAX_VALUE, VectorLines.numbersAtTheEnd(first));
            if (claimed == null || claimed.dimension == 0) {
                throw new TextFileException(file.toString(), 1, (sizes ? "must have the number of words and the length of the vectors, got "
                        : "must be a word and its numbers between spaces, got ") + VectorLines.shown(first));
            }
            long there = sizes ? claimed.words : lines();
            try (WordVectorRows rows = rows(claimed.dimension, there, 2L * claimed.dimension + 1)) {
                int count = read(blocks, sizes ? block.withoutFirst() : block, claimed, rows, sizes);
                rows.checkCount(count, claimed.words, most);
                return rows.finish();
            }
        } catch (EOFException | ZipException e) {
            throw Utf8Lines.damaged(file);
        }
    }

    /** Room for the vectors: all at once where the file has the bytes for as many as are said to be there. */
    private WordVectorRows rows(int dimension, long there, long bytesOfOne) throws IOException {
        long count = Math.min(there, most);
        boolean provable = count > 0 && plainSize() / bytesOfOne >= count;
        return new WordVectorRows(file, backend, dimension, provable ? count : 0);
    }

    /** The size of the file; 0 if it is compressed. */
    private long plainSize() throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] start = in.readNBytes(2);
            boolean packed = start.length == 2 && (start[0] == 0x1F && start[1] == (byte) 0x8B || start[0] == 'B' && start[1] == 'Z');
            return packed || !Files.isRegularFile(file) ? 0 : Files.size(file);
        }
    }

    /** How many lines the file has; 0 if that is not soon said. */
    private long lines() throws IOException {
        if (plainSize() == 0) {
            return 0;
        }
        long lines = 0;
        byte[] bytes = new byte[1 << 16];
        try (InputStream in = Files.newInputStream(file)) {
            for (int count = in.read(bytes); count >= 0; count = in.read(bytes)) {
                for (int i = 0; i < count; i++) {
                    lines += bytes[i] == '\n' ? 1 : 0;
                }
            }
        }
        return lines + 1;
    }

    /** Parses blocks on several threads and adds their vectors in order; returns how many there were. */
    private int read(LineBlocks blocks, LineBlocks.Block first, Sizes claimed, WordVectorRows rows, boolean sizes) throws IOException {
        Deque<CompletableFuture<VectorLines>> parsing = new ArrayDeque<>();
        int threads = Math.min(MOST_THREADS, Runtime.getRuntime().availableProcessors());
        long line = first.firstLine();
        long blank = 0;
        int count = 0;
        for (LineBlocks.Block block = first; (block != null || !parsing.isEmpty()) && count < most; block = blocks.next()) {
            if (block != null) {
                LineBlocks.Block next = block;
                parsing.add(CompletableFuture.supplyAsync(() -> VectorLines.parse(next, file, claimed.dimension, sizes)));
                if (parsing.size() < threads && !blocks.ended()) {
                    continue;
                }
            }
            VectorLines lines = parsing.remove().join();
            for (int i = 0; i < lines.words().size() && count < most; i++, line++) {
                if (blank != 0 || ++count > claimed.words) {
                    throw blank != 0 ? VectorLines.nothing(file, blank, claimed.dimension) : new TextFileException(
                            file.toString(), line, "is one more than the " + claimed.words + " words that the first line says");
                }
                rows.add(lines.words().get(i), lines.values(), i * claimed.dimension);
            }
            TextFileException failure = lines.failure();
            if (failure != null && count < most) {
                throw failure;
            }
            blank = blank == 0 ? lines.blankLine() : blank;
            if (blank != 0 && count < Math.min(claimed.words, most)) {
                throw VectorLines.nothing(file, blank, claimed.dimension);
            }
        }
        return count;
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
                        file.toString(), 1, "must have the number of words and the length of the vectors, got " + VectorLines.shown(first));
            }
            try (WordVectorRows rows = rows(claimed.dimension, claimed.words, 4L * claimed.dimension + 2)) {
                int count = 0;
                while (count < Math.min(claimed.words, most)) {
                    String word = token(in, ' ', count + 1);
                    if (word == null) {
                        break;
                    }
                    rows.add(word, vector(in, claimed.dimension, ++count, word), 0);
                }
                rows.checkCount(count, claimed.words, most);
                if (count == claimed.words && in.readNBytes(2).length > 1) { // word2vec.c ends every vector with a line break
                    throw new TextFileException(
                            file.toString(), "goes on after the " + claimed.words + " words that the first line says");
                }
                return rows.finish();
            }
        } catch (EOFException | ZipException e) {
            throw Utf8Lines.damaged(file);
        }
    }

    private float[] vector(InputStream in, int dimension, int number, String word) throws IOException {
        byte[] bytes = in.readNBytes(Math.multiplyExact(4, dimension));
        if (bytes.length < 4 * dimension) {
            throw new TextFileException(file.toString(), "ends within vector " + number + ", of " + VectorLines.shown(word));
        }
        float[] values = new float[dimension];
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(values);
        for (float value : values) {
            if (!Float.isFinite(value)) {
                throw new TextFileException(
                        file.toString(), "vector " + number + ", of " + VectorLines.shown(word) + ", has " + value + "; only finite numbers make a vector");
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
