package io.isotropy.nlp.word;

import io.isotropy.nlp.text.TextFileException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A stream cut into runs of whole lines, so that several threads may read what they hold. */
final class LineBlocks {

    /** Bytes of a block, as a rule. */
    private static final int SIZE = 1 << 22;
    /** A line must fit memory several times over; a longer one means another kind of file. */
    private static final int LONGEST = 64 << 20;

    /**
     * Whole lines: bytes from … to−1.
     *
     * @param firstLine the number of the first line
     * @param lines how many there are
     */
    record Block(byte[] bytes, int from, int to, long firstLine, int lines) {

        /** The end of the first line. */
        int firstEnd() {
            int end = from;
            while (end < to && bytes[end] != '\n') {
                end++;
            }
            return end;
        }

        /** The block without its first line. */
        Block withoutFirst() {
            return new Block(bytes, Math.min(to, firstEnd() + 1), to, firstLine + 1, lines - 1);
        }
    }

    private final InputStream in;
    private final Path file;
    private byte[] rest = new byte[0];
    private long line = 1;
    private boolean ended;

    LineBlocks(InputStream in, Path file) {
        this.in = in;
        this.file = file;
    }

    /** Whether the last block was given. */
    boolean ended() {
        return ended;
    }

    /** The next lines; null after the last. */
    @Nullable Block next() throws IOException {
        if (ended) {
            return null;
        }
        byte[] bytes = Arrays.copyOf(rest, Math.max(SIZE, 2 * rest.length));
        int length = rest.length + in.readNBytes(bytes, rest.length, bytes.length - rest.length);
        int end = lastEnd(bytes, rest.length, length);
        while (end == 0 && length == bytes.length) {
            if (length > LONGEST) {
                throw new TextFileException(file.toString(), line, "is longer than " + (LONGEST >> 20) + " MiB; the file is of another format");
            }
            bytes = Arrays.copyOf(bytes, 2 * length);
            int more = in.readNBytes(bytes, length, bytes.length - length);
            end = lastEnd(bytes, length, length + more);
            length += more;
        }
        if (length < bytes.length) {
            ended = true;
            end = length;
        }
        rest = Arrays.copyOfRange(bytes, end, length);
        int from = line == 1 && length >= 3 && bytes[0] == (byte) 0xEF && bytes[1] == (byte) 0xBB && bytes[2] == (byte) 0xBF ? 3 : 0;
        int lines = 0;
        for (int i = from; i < end; i++) {
            lines += bytes[i] == '\n' ? 1 : 0;
        }
        lines += end > from && bytes[end - 1] != '\n' ? 1 : 0;
        Block block = new Block(bytes, from, end, line, lines);
        line += lines;
        return block;
    }

    /** The place after the last line break from {@code from} on; 0 if there is none. */
    private static int lastEnd(byte[] bytes, int from, int length) {
        int end = length;
        while (end > from && bytes[end - 1] != '\n') {
            end--;
        }
        return end == from ? 0 : end;
    }
}
